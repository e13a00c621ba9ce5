"""What the tests of pathways ask of a page."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def read(client: Any, db: None) -> Callable[..., str]:
    """The page of a pathway as its main part says it: ``read("a-pathway", audience="parent")``."""

    def words(slug: str = "a-pathway", audience: str = "") -> str:
        response = client.get(f"/pathways/{slug}/", {"for": audience} if audience else {})
        assert response.status_code == 200
        main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
        return html.unescape(re.sub(r"\s+", " ", main))

    return words
