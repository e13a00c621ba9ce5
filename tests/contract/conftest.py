"""The engines that the contract suite runs over. Another engine joins by a line here."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine


@pytest.fixture(params=["embedded"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """An empty engine of each kind."""
    made = EmbeddedEngine(tmp_path / "index")
    made.rebuild([])
    return made
