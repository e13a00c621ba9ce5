"""The audit in the admin's reports: a heat map with its records, the findings, and both as CSV."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.auth import user_passes_test
from wagtail.admin.menu import MenuItem

from directory.remember import remember
from directory.spreadsheet import as_csv
from pathways.audit.bits import Sets, bits_of
from pathways.audit.facts import AGES, Finding
from pathways.audit.read import read_directory
from pathways.audit.run import Audit, audit_of, heat_map, nearly, one_sided_text, options
from pathways.audit.words import KINDS, ages_text
from pathways.models import PathwaysIndexPage

PER_PAGE = 50
KEPT_SECONDS = 60  # how old a report may be
ONE_SIDED = "reciprocity"
FILTERS = [("", "Every kind"), *KINDS.items(), (ONE_SIDED, "Steps with no way back")]
CSV_HEADER = ("kind", "ages", "needs", "places", "audience", "route", "records", "text")


@remember(seconds=KEPT_SECONDS)
def current() -> tuple[Sets, Audit]:
    """The audit of the directory as it is now, or was a minute ago."""
    sets = Sets(read_directory())
    return sets, audit_of(sets)


def may_see(user: Any) -> bool:
    """Whoever may change the care pathways: editors, moderators and commissioners."""
    index = PathwaysIndexPage.objects.first()
    return user.is_superuser or (index is not None and index.permissions_for_user(user).can_edit())


class AuditForm(forms.Form):
    place = forms.TypedChoiceField(required=False, coerce=int, empty_value=0, label="Where")
    kind = forms.ChoiceField(required=False, choices=FILTERS, label="Findings")

    def __init__(self, sets: Sets, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [
            (at, f"{place.label}{'' if place.is_home else ' (across the border)'}")
            for at, place in enumerate(sets.directory.places)
        ]


class CellForm(forms.Form):
    """The cell of the heat map whose records are asked for."""

    need = forms.CharField()
    age = forms.IntegerField(min_value=AGES[0], max_value=AGES[-1])


@user_passes_test(may_see)
def audit_report(request: HttpRequest) -> HttpResponse:
    """The whole report. ``?need=&age=&place=`` opens one cell; ``?kind=`` filters the findings."""
    sets, result = current()
    form = AuditForm(sets, request.GET)
    form.is_valid()
    place, kind = form.cleaned_data.get("place") or 0, form.cleaned_data.get("kind") or ""
    if request.GET.get("export") == "csv":
        return findings_csv(result, kind)
    query = request.GET.copy()
    query.pop("p", None)
    context = {
        "header_title": "No wrong door",
        "form": AuditForm(sets, {"place": place, "kind": kind}),
        "place": place,
        "kind": kind,
        "ages": AGES,
        "rows": _rows(sets, place) if sets.directory.places else [],
        "cell": _cell(sets, request, place),
        "counts": [(label, len(_texts(result, name))) for name, label in FILTERS if name],
        "personas": f"{result.personas:,}",
        "findings": Paginator(_texts(result, kind), PER_PAGE).get_page(request.GET.get("p")),
        "query": query.urlencode(),
    }
    return render(request, "pathways/admin/audit.html", context)


def _rows(sets: Sets, place: int) -> list[dict[str, Any]]:
    labels = sets.directory.needs
    return [
        {
            "need": need,
            "label": labels[need],
            "cells": [(age, n, "none" if not n else "one" if n == 1 else "more") for age, n in enumerate(counts)],
        }
        for need, counts in heat_map(sets, place)
    ]


def _cell(sets: Sets, request: HttpRequest, place: int) -> dict[str, Any] | None:
    """What counts in one cell, and what nearly does; None when no cell was asked for."""
    form = CellForm(request.GET)
    if not form.is_valid() or form.cleaned_data["need"] not in sets.directory.needs or not sets.directory.places:
        return None
    need, age = form.cleaned_data["need"], form.cleaned_data["age"]
    return {
        "heading": f"{sets.directory.needs[need]}, age {age}, {sets.directory.places[place].label}",
        "counted": [sets.services[at] for at in bits_of(options(sets, need, age, place))],
        "nearly": sorted(nearly(sets, need, age, place), key=lambda pair: (len(pair[1]), pair[0].title)),
    }


def _texts(result: Audit, kind: str) -> list[tuple[str, str]]:
    """(label of the kind, text) of the findings that are asked for."""
    found = [(KINDS[f.kind], f.text) for f in result.findings if kind in ("", f.kind)]
    if kind in ("", ONE_SIDED):
        found += [("Steps with no way back", one_sided_text(*pair)) for pair in result.reciprocity]
    return found


def findings_csv(result: Audit, kind: str) -> HttpResponse:
    """The findings as the page lists them, every page of them."""
    rows = [_csv_cells(finding) for finding in result.findings if kind in ("", finding.kind)]
    if kind in ("", ONE_SIDED):
        rows += [
            (ONE_SIDED, "", "", "", "", "", f"{one.reference} {above.reference}", one_sided_text(one, above))
            for one, above in result.reciprocity
        ]
    return as_csv("no-wrong-door", CSV_HEADER, rows)


def _csv_cells(finding: Finding) -> tuple[str, ...]:
    return (
        finding.kind,
        ages_text(finding.age, finding.age_before),
        " ".join(finding.needs),
        finding.place if not finding.places else "; ".join(finding.places),
        finding.audience,
        finding.route,
        " ".join(finding.records),
        finding.text,
    )


class AuditMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


@hooks.register("register_reports_menu_item")
def audit_menu_item() -> MenuItem:
    return AuditMenuItem(
        "No wrong door", reverse("audit_report"), name="no-wrong-door", icon_name="doc-full", order=800
    )


@hooks.register("register_admin_urls")
def audit_urls() -> list[URLPattern]:
    return [path("reports/no-wrong-door/", audit_report, name="audit_report")]
