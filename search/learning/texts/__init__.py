"""Texts that were written to learn and to measure danger by: nobody's own words, and no real person's.

Each file is of one writer, who had seen no pattern: danger (1) or not (0), a kind, and what somebody types.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent


class Text(NamedTuple):
    is_danger: bool
    kind: str
    text: str


def read(path: Path) -> list[Text]:
    """The texts of one file, in its order; raises ``ValueError`` for a row that is not one."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:])
    return [Text(flag == "1", kind, text) for flag, kind, text in rows]


def texts() -> Iterator[Text]:
    """Every text that is learned from, file by file."""
    for path in sorted(FOLDER.glob("*.tsv")):
        yield from read(path)
