"""Reading the documentation, so that tests keep it true."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from django.conf import settings


def code_block(page: str, name: str) -> Any:
    """The JSON of a block of code that begins with a line ``// name``."""
    text = (Path(settings.BASE_DIR) / page).read_text(encoding="utf-8")
    found = re.search(rf"```\w*\n// {re.escape(name)}\n(.*?)```", text, re.S)
    assert found, f"{page} has no block {name}."
    return json.loads(found[1])
