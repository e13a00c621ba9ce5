"""The table in docs/search.md is the ranking, and the ranking is the table."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from search import ranking


def constants() -> dict[tuple[str, str], str]:
    """(name, key) -> value, as the table writes them."""
    found: dict[tuple[str, str], str] = {}
    for name, value in vars(ranking).items():
        if name.isupper():
            match value:
                case dict():
                    found |= {(name, key): repr(number) for key, number in value.items()}
                case tuple():
                    found[(name, "")] = ", ".join(value)
                case _:
                    found[(name, "")] = repr(value)
    return found


def table() -> dict[tuple[str, str], str]:
    text = (Path(settings.BASE_DIR) / "docs" / "search.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\|\s*`?([A-Z_]+)`?\s*\|\s*`?([^|`]*?)`?\s*\|\s*`?([^|`]+?)`?\s*\|", text, re.MULTILINE)
    return {(name, key.strip()): value.strip() for name, key, value in rows}


def test_the_table_in_the_docs_is_true() -> None:
    assert table() == constants()
