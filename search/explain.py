"""Why each result stands where it does: the engine is asked for the same plan, one part at a time.

Nothing here knows how an engine scores. Every part is a score that the engine gave, so the parts add up to the whole
as long as an engine adds; whatever does not add up is shown as a part of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from search.engines import get_engine
from search.engines.base import Filters, Mark, Plan, Word
from search.language import Phrase, Understanding, Vocabulary, phrase
from search.needs import match_needs
from search.plan import BOUNDARY_PAGE, URGENT_PAGE, page_boosts
from search.results import BANDS, Results
from search.words import normalise, stem

ROUNDING = 0.05  # points that may be lost between an engine's sums
LEAST = 0.005  # points; less is not shown
FIELD_LABELS = {
    "title": "title",
    "names": "another name",
    "summary": "summary",
    "aliases": "what people type",
    "need_words": "needs",
    "tags": "tags",
    "provider": "provider",
    "criteria": "criteria",
}
TRAIT_LABELS = {
    "self-referral": "people can refer themselves",
    "open-door": "anyone may come",
    "young-person": "for young people",
    "local": "local",
    "confirmed": "confirmed open",
    "running": "running",
}
FIRST_LABELS = {
    URGENT_PAGE: "Urgent help stands first",
    BOUNDARY_PAGE: "The place is across the border, or the age above this site's",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a score, and what it was given for."""

    label: str
    score: float
    detail: str = ""


def explain(results: Results, vocabulary: Vocabulary) -> dict[str, tuple[Part, ...]]:
    """Reference -> the parts of its score, but for an entry that has gone meanwhile. One round trip.

    Raises ``EngineUnavailable``.
    """
    references = tuple(result.id for result in results.results)
    if not references:
        return {}
    bare = Plan(filters=Filters(values={"reference": references}), limit=len(references))
    asked = dict(_questions(results.plan, bare))
    answers = dict(zip(asked, get_engine().search_all(list(asked.values())), strict=True))
    shown = {hit.reference: hit.shown for hit in answers["entry"].hits}
    hits = {key: {hit.reference: hit for hit in answer.hits} for key, answer in answers.items()}
    explained = {}
    for result in results.results:
        if result.id not in shown:
            continue
        scores = {key: found[result.id].score for key, found in hits.items() if result.id in found}
        in_text = {key for key, found in hits.items() if result.id in found and "<mark>" in found[result.id].highlight}
        parts = [
            part for part in _parts(results, vocabulary, scores, shown[result.id], in_text) if abs(part.score) >= LEAST
        ]
        rest = result.score - sum(part.score for part in parts)
        if abs(rest) >= ROUNDING:
            parts.append(Part("All of it together", rest))
        explained[result.id] = tuple(parts)
    return explained


def _questions(plan: Plan, bare: Plan) -> Iterator[tuple[str, Plan]]:
    """The parts of a plan by their keys."""
    yield "entry", bare
    if plan.names:
        yield "names", replace(bare, names=plan.names)
    for i, boost in enumerate(plan.boosts):
        yield f"boost {i}", replace(bare, boosts=(boost,))
    for need, marks in _by_need(plan).items():
        yield f"need {need}", replace(bare, needs=marks)
    if plan.words:
        yield "words", replace(bare, words=plan.words, required=plan.required)
    for i, word in enumerate(plan.words):
        yield f"word {i}", replace(bare, words=(word,), required=1)
    for i, lift in enumerate(plan.lifts):
        yield f"lift {i}", replace(bare, lifts=(lift,))


def _by_need(plan: Plan) -> dict[str, tuple[Mark, ...]]:
    """What each need is worth, and under "any-worry" what helps whatever the need."""
    found: dict[str, tuple[Mark, ...]] = {}
    for mark in plan.needs:
        need = mark[0][0][1]
        found[need] = (*found.get(need, ()), mark)
    return found


def _parts(
    results: Results, vocabulary: Vocabulary, scores: Mapping[str, float], entry: Mapping[str, Any], in_text: set[str]
) -> Iterator[Part]:
    plan = results.plan
    for i, boost in enumerate(plan.boosts):
        yield Part(_boost_label(boost, results.query.understanding), scores.get(f"boost {i}", 0.0))
    own = {normalise(name) for name in (entry["title"], *entry["names"])}
    yield Part("Its name", scores.get("names", 0.0), ", ".join(name for name, _ in plan.names if name in own))
    for slug in _by_need(plan):
        need = vocabulary.need(slug)
        yield Part(f"Need: {need.label}" if need else "For any worry", scores.get(f"need {slug}", 0.0))
    # Words count only where enough of them stand.
    for i, word in enumerate(plan.words if "words" in scores else ()):
        where = [*_fields(word, entry), *(["text"] if f"word {i}" in in_text else [])]
        yield Part(f"Word: {word.text}", scores.get(f"word {i}", 0.0), ", ".join(where) or "a word like it")
    for i, (field, values, _) in enumerate(plan.lifts):
        yield Part(_lift_label(field, values), scores.get(f"lift {i}", 0.0))


def _boost_label(boost: tuple[str, float], understanding: Understanding) -> str:
    if boost in page_boosts(understanding):
        return "The words lean to this page"
    reference = boost[0]
    return FIRST_LABELS.get(reference) or (
        "Promoted" if reference in understanding.promoted else "Its other name has a notice"
    )


def _lift_label(field: str, values: tuple[str, ...]) -> str:
    if field == "covers":
        return BANDS["near-you"] if values[0].startswith("place:") else BANDS["covers-you"]
    if field == "traits":
        return f"Always: {TRAIT_LABELS[values[0]]}"
    return f"Asked for: {', '.join(values) if field != 'hours' else 'open now'}"


def _fields(word: Word, entry: Mapping[str, Any]) -> Iterator[str]:
    """The fields in which a word stands, or one for the same thing. The longest text is known by its mark alone."""
    wanted = {stem(text) for text in (word.text, *word.others)}
    for name, label in FIELD_LABELS.items():
        text = entry[name] if isinstance(entry[name], str) else " ".join(entry[name])
        if wanted & {stem(part) for part in normalise(text).split()}:
            yield label


def phrases_behind(slug: str, terms: tuple[str, ...], words: tuple[str, ...], vocabulary: Vocabulary) -> list[str]:
    """Of the terms of a need, those by which these words mean it most surely."""
    strengths = {term: _strength(slug, term, words, vocabulary) for term in terms}
    best = max(strengths.values(), default=0.0)
    return [term for term, strength in strengths.items() if strength == best > 0]


def _strength(slug: str, term: str, words: tuple[str, ...], vocabulary: Vocabulary) -> float:
    """How surely the words mean a need by this term alone."""
    mine = {(slug, phrase(term, is_exact=is_exact)) for is_exact in (False, True)}
    alone: dict[str, tuple[tuple[str, Phrase], ...]] = {
        key: found for key, pairs in vocabulary.phrases.items() if (found := tuple(p for p in pairs if p in mine))
    }
    return dict(match_needs(list(words), replace(vocabulary, phrases=alone))).get(slug, 0.0)
