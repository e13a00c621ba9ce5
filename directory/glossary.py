"""Known terms in editors' text: where each is used first, it leads to its meaning. Pure functions, but for one reading."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from directory.models.term import Term
from directory.remember import remember

ADDRESS = "/glossary/#"
# Where no term is explained: a link inside one of these would break it, or shout.
LEFT_ALONE = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "a", "button", "label", "summary", "mark", "code", "pre", "script", "style"}
)
# Neither a letter, a digit nor a hyphen on either side, nor a part of an address: "self-referral" holds no "referral".
BEFORE, AFTER = r"(?<![\w@.-])(?<!\w['’])", r"(?![\w@-])(?!\.\w)"
# Enough to tell a name's first word; "i-THRIVE" begins with "i".
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Known:
    """A term as text is compared with it."""

    slug: str
    meaning: str
    names: tuple[str, ...]
    is_explained: bool = True
    is_exact: bool = False
    page_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Name:
    pattern: re.Pattern[str]
    known: Known


def is_short_form(name: str) -> bool:
    """Whether the capitals of a name belong to it: those of CYPS, i-THRIVE and SENCo do, that of "Section 136" does not."""
    return any(sum(letter.isupper() for letter in word) > 1 for word in re.split(r"[\s-]+", name))


def _pattern(name: str, *, is_exact: bool) -> re.Pattern[str]:
    """The name as a whole word or more, one or several of it. "tier 3" and "Tier 3", but not "TIER 3"; never "ask" for ASK."""
    words = []
    for word in name.split():
        exactly = re.sub("['’]", "['’]", re.escape(word))
        if not is_exact and word[0].isalpha():
            first = re.escape(word[0])
            exactly = f"(?:{first.lower()}|{first.upper()}){exactly[len(first) :]}"
        words.append(exactly)
    several = "s?" if name[-1].isalpha() else ""
    return re.compile(BEFORE + r"\s+".join(words) + several + AFTER)


@dataclass(frozen=True, slots=True)
class Glossary:
    """Every term by the first words of its names, longest name first."""

    by_word: Mapping[str, tuple[_Name, ...]] = field(default_factory=dict)
    terms: tuple[Known, ...] = ()

    def at(self, text: str, start: int, word: str) -> tuple[Known, int] | None:
        """The longest term that begins here, and where it ends."""
        for name in self.by_word.get(word.casefold(), ()):
            if found := name.pattern.match(text, start):
                return name.known, found.end()
        return None

    def within(self, text: str) -> Iterator[tuple[Known, int, int]]:
        """Every term of a text with its start and end; none inside another."""
        free = 0
        for word in WORD.finditer(text):
            if word.start() >= free and (found := self.at(text, word.start(), word[0])):
                known, free = found
                yield known, word.start(), free


def make_glossary(terms: Iterable[Known]) -> Glossary:
    every = tuple(terms)
    by_word: dict[str, list[tuple[int, _Name]]] = defaultdict(list)
    for known in every:
        for name in known.names:
            if first := WORD.search(name):
                pattern = _pattern(name, is_exact=known.is_exact or is_short_form(name))
                entry = (len(name), _Name(pattern, known))
                by_word[first[0].casefold()].append(entry)
                if first.end() == len(name):  # several of it are another word: "GPs"
                    by_word[f"{first[0].casefold()}s"].append(entry)
    ordered = {
        word: tuple(name for _, name in sorted(names, key=lambda entry: -entry[0])) for word, names in by_word.items()
    }
    return Glossary(ordered, every)


@remember(seconds=30)
def glossary() -> Glossary:
    """The terms as they are in the database, in one query; forgotten when one of them changes."""
    return make_glossary(
        Known(term.slug, term.meaning, tuple(term.names), term.is_explained, term.is_exact, term.page_id)
        for term in Term.objects.defer("more", "sources")
    )


def subjects(known: Glossary, page_id: int | None, names: Iterable[str]) -> set[str]:
    """The slugs of what a page itself is about: terms that lead to it, that its title holds or that it is called."""
    called = list(names)
    equal = {name.casefold() for name in called[1:]}
    found = {term.slug for term, _, _ in known.within(called[0])} if called else set()
    return found | {
        term.slug
        for term in known.terms
        if (page_id is not None and term.page_id == page_id) or equal.intersection(map(str.casefold, term.names))
    }


def explain_text(known: Glossary, text: str, told: set[str]) -> str:
    """Plain text as HTML in which each explained term that is not ``told`` yet leads to its meaning. ``told`` grows."""
    parts, at = [], 0
    for term, start, end in known.within(text):
        if term.is_explained and term.slug not in told:
            told.add(term.slug)
            parts += [escape(text[at:start], quote=False), _link(term, text[start:end])]
            at = end
    return "".join((*parts, escape(text[at:], quote=False)))


def _link(term: Known, shown: str) -> str:
    """A link that works without scripts; site.js makes a button of it that opens the meaning in place."""
    label = escape(f"{shown}: what it means")
    return (
        f'<a class="term-link" href="{ADDRESS}{escape(term.slug)}" aria-label="{label}"'
        f' data-meaning="{escape(term.meaning)}">{escape(shown, quote=False)}</a>'
    )


def explain(known: Glossary, html: str, told: set[str]) -> str:
    """The same for rich text: its elements as they are, and nothing inside headings, links and the like."""
    reader = _Reader(known, told)
    reader.feed(html)
    reader.close()
    return "".join(reader.parts)


class _Reader(HTMLParser):
    """Hands on every tag as it was written, and every text with its terms explained."""

    def __init__(self, known: Glossary, told: set[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.known, self.told = known, told
        self.parts: list[str] = []
        self.inside = 0  # how many elements that are left alone stand around this place

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside += tag in LEFT_ALONE
        self.parts.append(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.inside = max(0, self.inside - (tag in LEFT_ALONE))
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem:  # a script or a style: not text
            self.parts.append(data)
        elif self.inside:
            self.parts.append(escape(data, quote=False))
        else:
            self.parts.append(explain_text(self.known, data, self.told))
