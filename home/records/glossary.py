"""The glossary: every term from A to Z, with its meaning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest

from directory.models import ServicePage, Term


@dataclass(frozen=True, slots=True)
class Letter:
    letter: str
    terms: tuple[Term, ...]

    @property
    def anchor(self) -> str:
        return f"letter-{self.letter.lower()}" if self.letter.isalpha() else "letter-other"


@dataclass(frozen=True, slots=True)
class Glossary:
    letters: tuple[Letter, ...]
    checked_from: dt.date | None
    checked_to: dt.date | None
    unchecked: int


def initial(term: Term) -> str:
    first = term.term[:1].upper()
    return first if first.isascii() and first.isalpha() else "#"


def read(request: HttpRequest | None, _: ServicePage | None = None) -> Glossary:
    """Every term by its first letter, in one query."""
    terms = sorted(Term.objects.select_related("page"), key=lambda term: (initial(term), term.term.casefold()))
    dates = [term.reviewed_on for term in terms if term.reviewed_on]
    return Glossary(
        tuple(Letter(letter, tuple(found)) for letter, found in groupby(terms, key=initial)),
        min(dates, default=None),
        max(dates, default=None),
        len(terms) - len(dates),
    )


def words() -> Iterator[str]:
    """The names of the terms. Their meanings are full of other pages' words, and would find the glossary for those."""
    for term in Term.objects.only("term", "other_names"):
        yield from term.names
