"""Known terms in text: which are found, where none is, and that nothing breaks the page whatever the words."""

from __future__ import annotations

from html import escape, unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.glossary import Glossary, Known, explain, explain_text, make_glossary, subjects
from directory.models.term import Term

CYPS = Known("cyps", "The service’s name here.", ("CYPS", "Children and Young People's Service"), page_id=7)
ASK = Known("ask", "A team with a short name.", ("ASK",))
REFERRAL = Known("referral", "Asking for help.", ("Referral",))
SELF_REFERRAL = Known("self-referral", "Asking for help yourself.", ("Self-referral",))
TIER = Known("tier-3", "An old word.", ("Tier 3",))
CHOICE = Known("choice-appointment", "A first meeting.", ("Choice appointment",))
APPOINTMENT = Known("appointment", "A time to meet.", ("Appointment",))
SORTED = Known("sorted", "A service.", ("Sorted",), is_exact=True)
QUIET = Known("crisis", "Not explained in text.", ("Crisis team",), is_explained=False)
TEAM = Known("team", "People who work together.", ("Team",))
THRIVE = Known("i-thrive", "Groups of help.", ("i-THRIVE",))
GP = Known("gp", "Your usual doctor.", ("GP",))
KNOWN = make_glossary((CYPS, ASK, REFERRAL, SELF_REFERRAL, TIER, CHOICE, APPOINTMENT, SORTED, QUIET, TEAM, THRIVE, GP))


def found(text: str) -> list[str]:
    return [text[start:end] for _, start, end in KNOWN.within(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CYPS can help", ["CYPS"]),
        ("cyps can help", []),
        ("Cyps", []),
        ("Ask them, and ask again. ASK!", ["ASK"]),
        ("A tier 3 team, Tier 3, TIER 3", ["tier 3", "team", "Tier 3"]),
        ("tier 30 or tier 3b", []),
        ("It is sorted. Sorted helps.", ["Sorted"]),
        ("a referral and referrals", ["referral", "referrals"]),
        ("REFERRAL", []),
        ("Referred, preferral, referral-like", []),
        ("a self-referral", ["self-referral"]),
        ("a self-referral is a referral", ["self-referral", "referral"]),
        ("a choice appointment or an appointment", ["choice appointment", "appointment"]),
        ("the crisis team", ["crisis team"]),
        ("Children and Young People’s Service", ["Children and Young People’s Service"]),
        ("children and young people's service", ["children and young people's service"]),
        ("i-THRIVE groups", ["i-THRIVE"]),
        ("wi-THRIVE", []),
        ("your GP, GPs, a GP's letter and GP-led", ["GP", "GPs", "GP"]),
        ("help@GP.uk www.GP.uk", []),
        ("CAMHS/CYPS (CYPS)", ["CYPS", "CYPS"]),
        ("“CYPS”.", ["CYPS"]),
    ],
)
def test_whole_words_in_their_own_capitals_longest_first(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_each_is_explained_where_it_is_used_first() -> None:
    told: set[str] = set()
    first = explain(KNOWN, "<p>CYPS and CYPS.</p><p>The Children and Young People's Service.</p>", told)
    assert first.count("term-link") == 1
    assert first.startswith('<p><a class="term-link" href="/glossary/#cyps"')
    assert 'data-meaning="The service’s name here."' in first
    assert 'aria-label="CYPS: what it means"' in first
    assert "term-link" not in explain(KNOWN, "<p>CYPS</p>", told)


def test_what_is_not_to_be_explained_hides_what_is_inside_it() -> None:
    assert explain_text(KNOWN, "the crisis team", set()) == "the crisis team"
    assert "term-link" in explain_text(KNOWN, "the team", set())


@pytest.mark.parametrize(
    "html",
    [
        "<h3>CYPS</h3>",
        '<p><a href="/x/">Ask <b>CYPS</b> now</a></p>',
        "<button>CYPS</button>",
        "<details><summary>CYPS</summary></details>",
        "<p><mark>CYPS</mark></p>",
        "<p><code>CYPS</code></p>",
        '<p title="CYPS">No term</p>',
        "<script>CYPS</script>",
        "<!-- CYPS -->",
    ],
)
def test_never_inside_a_heading_a_link_a_button_or_a_quote_of_a_search(html: str) -> None:
    assert "term-link" not in explain(KNOWN, html, set())


def test_after_one_of_them_terms_are_explained_again() -> None:
    assert "term-link" in explain(KNOWN, "<h3>CYPS</h3><p>CYPS</p>", set())


def test_rich_text_stays_what_it_was() -> None:
    html = '<p data-block-key="a1">Tom &amp; <b>Jo</b><br/>caf&#233; &lt;b&gt;</p><ul><li>one</li></ul>'
    assert unescape(explain(KNOWN, html, set())) == unescape(html)
    assert "&lt;b&gt;" in explain(KNOWN, html, set())


def test_a_page_is_about_what_it_is_called() -> None:
    assert subjects(KNOWN, 1, ["What is CYPS?"]) == {"cyps"}
    assert subjects(KNOWN, 7, ["Something else"]) == {"cyps"}
    assert subjects(KNOWN, 1, ["Help", "cyps", "gp surgery"]) == {"cyps"}
    assert subjects(KNOWN, None, []) == set()


def test_a_meaning_is_two_sentences_at_most() -> None:
    term = Term(term="A", slug="a", meaning="One. Two. Three.")
    with pytest.raises(ValidationError, match="at most 2 sentences"):
        term.clean_fields()
    term.meaning = "One, e.g. 1.5 of it. Two!"
    term.clean_fields()


@pytest.mark.parametrize("slug", ["main", "last-reviewed", "letter-a"])
def test_an_anchor_that_the_page_uses_is_refused(slug: str) -> None:
    with pytest.raises(ValidationError, match="something else"):
        Term(term="A", slug=slug, meaning="One.").clean_fields()


# --- any words ------------------------------------------------------------------------------------------

VOID = {"br", "hr", "img", "input", "meta", "link"}


class Checker(HTMLParser):
    """Reads back what a browser would: its text, its links, and whether every element is closed in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""
        self.links: list[dict[str, str | None]] = []
        self.nested = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        self.nested += tag == "a" and "a" in self.open
        self.open.append(tag)
        if tag == "a":
            self.links.append(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read_back(html: str) -> Checker:
    checker = Checker()
    checker.feed(html)
    checker.close()
    assert not checker.open
    assert not checker.nested
    return checker


# No lone surrogates: no page can hold them.
letters = st.characters(exclude_categories=("Cs",))
words = st.text(st.one_of(letters, st.sampled_from("<>&\"'’-./ aAsS")), max_size=30)
names = words.filter(lambda name: bool(name.strip()))
terms = st.lists(
    st.builds(
        Known,
        slug=st.from_regex(r"[a-z0-9-]{1,12}", fullmatch=True),
        meaning=words,
        names=st.tuples(names, names),
        is_explained=st.booleans(),
        is_exact=st.booleans(),
    ),
    max_size=5,
)


@st.composite
def terms_and_text(draw: Any) -> tuple[Glossary, str]:
    """Terms, and a text that holds some of them between anything else."""
    known = draw(terms)
    used = [name for term in known for name in term.names]
    pieces = st.one_of(words, st.sampled_from(used)) if used else words
    return make_glossary(known), " ".join(draw(st.lists(pieces, max_size=6)))


@settings(max_examples=300, deadline=None)
@given(terms_and_text())
def test_any_text_with_any_terms_is_escaped_and_says_the_same(given_: tuple[Glossary, str]) -> None:
    known, text = given_
    checker = read_back(explain_text(known, text, set()))
    assert checker.text.replace("\r\n", "\n").replace("\r", "\n") == text.replace("\r\n", "\n").replace("\r", "\n")
    explained = {f"/glossary/#{term.slug}": term.meaning for term in known.terms if term.is_explained}
    addresses = [link["href"] for link in checker.links]
    assert set(addresses) <= set(explained)
    assert len(addresses) == len(set(addresses))
    assert all(set(link) == {"class", "href", "aria-label", "data-meaning"} for link in checker.links)


def as_html(node: Any) -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    tag, children = node
    return f"<{tag}>{''.join(map(as_html, children))}</{tag}>"


trees = st.recursive(
    st.one_of(words, st.sampled_from(["CYPS", "a referral", "i-THRIVE"])),
    lambda children: st.tuples(
        st.sampled_from(["p", "ul", "li", "b", "i", "h3", "a", "summary"]), st.lists(children, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.lists(trees, max_size=4))
def test_any_rich_text_stays_well_formed_and_says_the_same(nodes: list[Any]) -> None:
    html = "".join(map(as_html, nodes))
    if "<a>" in html and any(_nested(node) for node in nodes):
        return  # a link in a link was broken before
    after = read_back(explain(KNOWN, html, set()))
    assert after.text == read_back(html).text
    assert len(after.links) >= html.count("<a>")


def _nested(node: Any, inside: bool = False) -> bool:
    if isinstance(node, str):
        return False
    tag, children = node
    return (inside and tag == "a") or any(_nested(child, inside or tag == "a") for child in children)


@settings(max_examples=200, deadline=None)
@given(st.text(letters, max_size=80))
def test_even_broken_markup_never_fails(html: str) -> None:
    explain(KNOWN, html, set())
