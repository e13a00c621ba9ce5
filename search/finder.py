""" "Help me choose": four questions, each of which may be left out. They end in a search and give no score.

The answers travel from page to page in the fields of the form, by the names that ``/find/`` reads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import F

from directory.choices import Audience
from directory.models import Need
from directory.remember import remember
from search.query import SiteArea, parse_age, parse_place

YOUNG, PARENT, WORK = str(Audience.YOUNG_PERSON), str(Audience.PARENT), str(Audience.PROFESSIONAL)
# What a page says, by who it is for; "" when nobody said. The words change and the facts do not.
Words = Mapping[str, str]
UNGROUPED = "Other things"


@dataclass(frozen=True, slots=True)
class Question:
    name: str  # as /find/ calls its answer
    title: Words
    hint: Words
    skip: str


QUESTIONS = (
    Question(
        "audience",
        {"": "Who is it for?"},
        {"": "There are four short questions. You can skip any of them. Nothing you say is kept."},
        "I'd rather not say",
    ),
    Question(
        "age",
        {
            "": "How old is the person?",
            YOUNG: "How old are you?",
            PARENT: "How old is your child?",
            WORK: "How old is the person you work with?",
        },
        {
            "": "In whole years. This leaves out help that is for other ages.",
            PARENT: "In whole years, or 0 for a baby. This leaves out help that is for other ages.",
        },
        "Skip this question",
    ),
    Question(
        "need",
        {
            "": "What's going on?",
            PARENT: "What's going on for your child?",
            WORK: "What's going on for the person you work with?",
        },
        {
            "": "Choose as many as you like. You don't need to be sure, or to know what it is called.",
            WORK: "Choose as many as apply. The professional term stands below each.",
        },
        "Something else, or I'd rather not say",
    ),
    Question(
        "place",
        {
            "": "Where do they live?",
            YOUNG: "Where do you live?",
            PARENT: "Where does your child live?",
            WORK: "Where does the person you work with live?",
        },
        {
            "": "A town, a village or the first half of a postcode is enough. Help online and by phone is there for every"
            " place."
        },
        "Skip this question",
    ),
)
STEPS = len(QUESTIONS)


@dataclass(frozen=True, slots=True)
class Answers:
    """As they were typed; only what is chosen from a list has been looked at."""

    audience: str = ""
    age: str = ""
    need: tuple[str, ...] = ()
    place: str = ""

    def fields(self, without: str) -> list[tuple[str, str]]:
        """(name, value) of every answer but those to one question."""
        fields = [("audience", self.audience), ("age", self.age), ("place", self.place)]
        fields += [("need", need) for need in self.need]
        return [(name, value) for name, value in fields if value and name != without]


@dataclass(frozen=True, slots=True)
class ListedNeed:
    slug: str
    label: str
    professional_term: str


@remember(seconds=30)
def need_groups() -> tuple[tuple[str, tuple[ListedNeed, ...]], ...]:
    """Every need that may be listed, under the editors' headings and in their order. A flagged need is never among them."""
    order = (F("group__sort_order").asc(nulls_last=True), "group__label", "sort_order", "label")
    needs = Need.objects.filter(is_sensitive=False).select_related("group").order_by(*order)
    return tuple(
        (label, tuple(ListedNeed(need.slug, need.label, need.professional_term) for need in group))
        for label, group in groupby(needs, key=lambda need: need.group.label if need.group else UNGROUPED)
    )


def read_answers(data: Mapping[str, Sequence[str]]) -> Answers:
    """The answers of a form. A choice that no page offers is left out."""

    def last(name: str) -> str:
        return next(reversed(data.get(name, ())), "").strip()

    listed = {need.slug for _, needs in need_groups() for need in needs}
    return Answers(
        audience=last("audience") if last("audience") in Audience.values else "",
        age=last("age"),
        need=tuple(need for need in dict.fromkeys(data.get("need", ())) if need in listed),
        place=last("place"),
    )


def read_step(text: str | None) -> int:
    """Which question the form answers, from 1; the first one when it does not say."""
    return int(text) if text in {str(step) for step in range(1, STEPS + 1)} else 1


def check(step: int, answers: Answers, area: SiteArea) -> None:
    """Raise ``QueryError`` when the answer to this question cannot be understood."""
    name = QUESTIONS[step - 1].name
    if name == "age":
        parse_age(answers.age)
    elif name == "place":
        parse_place(answers.place, area)


def page(step: int, answers: Answers) -> dict[str, Any]:
    """What the page of a question shows."""
    question = QUESTIONS[step - 1]
    return {
        "step": step,
        "steps": STEPS,
        "name": question.name,
        "title": question.title.get(answers.audience, question.title[""]),
        "hint": question.hint.get(answers.audience, question.hint[""]),
        "skip": question.skip,
        "answers": answers,
        "carried": answers.fields(without=question.name),
        "groups": need_groups() if question.name == "need" else (),
        "is_last": step == STEPS,
    }
