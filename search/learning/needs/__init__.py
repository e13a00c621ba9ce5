"""Texts that were written to learn from which worry, or which page of information, somebody means: nobody's own words.

Each file is of one writer: what a text means (slugs of needs, "page:…", or "none"; the main one first), who types it
(a young person YP, a parent or carer PA, a professional PR), whether it speaks of danger, and what they type.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from search.learning import texts as danger_texts

FOLDER = Path(__file__).parent


class Meant(NamedTuple):
    means: tuple[str, ...]
    is_danger: bool
    text: str


def read(path: Path) -> list[Meant]:
    """The texts of one file, in its order; raises ``ValueError`` for a row that is not one."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:])
    return [Meant(tuple(means.split(",")), danger == "1", text) for means, _, danger, text in rows]


def written() -> Iterator[Meant]:
    """Every text that was written for this, file by file."""
    for path in sorted(FOLDER.glob("*.tsv")):
        yield from read(path)


def texts() -> list[Meant]:
    """Every text that meanings are learned from: those, and the texts about danger whose kind is one of the meanings."""
    own = list(written())
    meanings = {meaning for text in own for meaning in text.means}
    return own + [Meant((t.kind,), t.is_danger, t.text) for t in danger_texts.texts() if t.kind in meanings]
