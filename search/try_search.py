"""Try a search: what was understood, why each result stands where it does, and what an edit would change.

For editors. What is typed here is answered and forgotten, as on the public page; nothing that is proposed is saved.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin.auth import permission_required

from directory.choices import Audience, Standing
from directory.fields import lines
from directory.models import Need
from search import danger, meanings, weights
from search.engines.base import EngineUnavailable
from search.explain import Part, explain, phrases_behind
from search.language import Vocabulary
from search.models import DangerEffect, DangerPhrase
from search.phrases import HOW_TO_WRITE, tidy, trouble_with
from search.query import QueryError
from search.results import Result, Results
from search.views import Data, answer
from search.vocabulary import Proposed, get_vocabulary, read_vocabulary, terms_of
from search.words import MAX_LENGTH

LEVEL_LABELS = {
    "emergency": "Danger to life",
    "urgent": "Danger",
    "subject": "A subject, urgent unless asked from a distance",
    "harm": "Asks how to come to harm: answered with help alone",
    "calm": "Asked from a distance",
    "erase": "Read away: not danger",
}
PANELS = {"": "No", "urgent": "Yes: urgent help today", "emergency": "Yes: 999 first"}
FIELDS = {"q": "text"}  # a parameter of the search -> the field of this form, where they differ


class TryForm(forms.Form):
    text = forms.CharField(label="What somebody types", max_length=MAX_LENGTH)
    age = forms.CharField(required=False, max_length=3)
    place = forms.CharField(required=False, max_length=100, label="Town or postcode")
    audience = forms.ChoiceField(required=False, choices=[("", "Anyone"), *Audience.choices], label="Who is asking")
    need = forms.ModelChoiceField(
        Need.objects.all(), required=False, to_field_name="slug", empty_label="No need", label="For this need"
    )
    aliases = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 3}), label="More aliases", help_text="One a line."
    )
    standing = forms.ChoiceField(
        required=False, choices=[("", "As it is now"), *Standing.choices], label="Place in search"
    )
    pattern = forms.CharField(required=False, max_length=200, label="Danger phrase", help_text=HOW_TO_WRITE)
    effect = forms.ChoiceField(required=False, choices=[("", "None"), *DangerEffect.choices], label="What it does")

    ASKED = ("text", "age", "place", "audience")
    PROPOSED = ("need", "aliases", "standing", "pattern", "effect")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["pattern"] = pattern = tidy(values.get("pattern", ""))
        if (values.get("aliases") or values.get("standing")) and not values.get("need"):
            self.add_error("need", "Choose the need that this is for.")
        if pattern and not values.get("effect"):
            self.add_error("effect", "Choose what the phrase does.")
        elif pattern and (trouble := trouble_with(values["effect"], pattern)):
            self.add_error("pattern", trouble["pattern"])
        return values

    def data_of_search(self) -> Data:
        asked = self.cleaned_data
        return {"q": [asked["text"]], **{name: [asked[name]] for name in ("age", "place", "audience")}}

    def proposed(self) -> Proposed:
        values = self.cleaned_data
        return Proposed(
            need=values["need"].slug if values["need"] else "",
            aliases=tuple(lines(values["aliases"])),
            standing=values["standing"],
            danger=(f"{values['effect']}: {values['pattern']}",) if values["pattern"] else (),
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A result, why it stands there, and how it moved."""

    position: int
    result: Result
    parts: tuple[Part, ...]
    move: str = ""


@dataclass(frozen=True, slots=True)
class MeantNeed:
    label: str
    percent: int
    phrases: list[str]
    signs: list[tuple[str, float]]  # what leans to it, where no phrase says it
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class Leaning:
    """How far the words lean towards danger above the bar, and what weighs most either way."""

    over: float
    parts: list[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood, and the results of it."""

    results: Results
    rows: list[Row]
    needs: list[MeantNeed]
    signals: list[dict[str, Any]]
    leaning: Leaning
    panel: str
    gone: list[Result] = field(default_factory=list)


# Nothing typed here is put into a report of an error.
@sensitive_post_parameters()
@never_cache
@permission_required("directory.change_need")
def try_search(request: HttpRequest) -> HttpResponse:
    """The page, and by POST its answer: text stands in no address."""
    form = TryForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "header_title": "Try a search", "header_icon": "search"}
    if form.is_bound and form.is_valid():
        try:
            context |= readings(request, form)
        except QueryError as error:
            form.add_error(FIELDS.get(error.field, error.field), error.message)
        except EngineUnavailable:
            form.add_error(None, "Search does not answer just now. Try again in a minute.")
    context["asked"] = [form[name] for name in TryForm.ASKED]
    context["proposals"] = [form[name] for name in TryForm.PROPOSED]
    context["is_open"] = "after" in context or any(form[name].errors for name in TryForm.PROPOSED)
    return render(request, "search/admin/try_search.html", context)


def readings(request: HttpRequest, form: TryForm) -> dict[str, Reading]:
    """ "before", and "after" when something is proposed."""
    data, proposed = form.data_of_search(), form.proposed()
    before = read(request, data, get_vocabulary(), Proposed())
    if proposed in (Proposed(), Proposed(need=proposed.need)):
        return {"before": before}
    return {"before": before, "after": read(request, data, read_vocabulary(proposed), proposed, before.results)}


def read(
    request: HttpRequest, data: Data, vocabulary: Vocabulary, proposed: Proposed, before: Results | None = None
) -> Reading:
    """One search, and why. Raises ``QueryError`` or ``EngineUnavailable``."""
    results = answer(request, data, vocabulary)
    why = explain(results, vocabulary)
    moves = moved(before, results) if before else {}
    now = {result.id for result in results.results}
    return Reading(
        results=results,
        rows=[
            Row(position, result, why.get(result.id, ()), moves.get(result.id, ""))
            for position, result in enumerate(results.results, 1)
        ],
        needs=_meant(results, vocabulary, proposed),
        signals=_signals(results.query.text, vocabulary),
        leaning=_leaning(results.query.text, vocabulary),
        panel=PANELS[results.query.understanding.urgent],
        gone=[result for result in before.results if result.id not in now] if before else [],
    )


def moved(before: Results, after: Results) -> dict[str, str]:
    """Reference -> how it moved on the first page; what did not move is left out."""
    stood = {result.id: position for position, result in enumerate(before.results)}
    moves = {}
    for position, result in enumerate(after.results):
        steps = stood.get(result.id, position) - position
        if result.id not in stood:
            moves[result.id] = "new here"
        elif steps:
            moves[result.id] = f"{'up' if steps > 0 else 'down'} {abs(steps)}"
    return moves


def _meant(results: Results, vocabulary: Vocabulary, proposed: Proposed) -> list[MeantNeed]:
    understanding = results.query.understanding
    terms = terms_of([slug for slug, _ in understanding.needs], proposed)
    meant = []
    for slug, strength in understanding.needs:
        if need := vocabulary.need(slug):
            phrases = phrases_behind(slug, terms[slug], understanding.words, vocabulary)
            signs = [] if phrases else meanings.heaviest(" ".join(understanding.words), slug)
            meant.append(MeantNeed(need.label, round(100 * strength), phrases, signs, need.is_urgent))
    return meant


def _signals(text: str, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """The patterns that the text met, and whether an editor can change them."""
    ours = {phrase.pattern for phrase in DangerPhrase.objects.only("pattern")}
    return [
        {"level": LEVEL_LABELS[rule.level], "pattern": rule.pattern, "is_ours": rule.pattern in ours}
        for rule in danger.signals(text, vocabulary.danger)
    ]


def _leaning(text: str, vocabulary: Vocabulary) -> Leaning:
    words = danger.to_weigh(text, vocabulary.danger)
    return Leaning(weights.leaning(words) - danger.BAR, weights.heaviest(words))
