"""The search page. Free text arrives by POST, so that it stands in no address, title, log or Referer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Site

from directory.remember import remember
from home import urgent
from home.models import PortalSettings
from search.engines.base import EngineUnavailable
from search.query import QueryError, SearchQuery, SiteArea, parse
from search.results import Results, search
from search.throttle import TooMany, check_throttle
from search.vocabulary import get_vocabulary

Data = dict[str, list[str]]
CHOICES = ("need", "kind", "audience", "route", "how", "thrive", "kitemarked", "open_now", "ignore")


@remember(seconds=30)
def area_of(site: Site | None) -> SiteArea:
    """The area of a site."""
    if site is None:
        return SiteArea()
    portal = PortalSettings.for_site(site)
    return SiteArea(tuple(portal.areas.values_list("code", flat=True)), portal.area_name)


@remember(seconds=30)
def _only_site() -> Site | None:
    """The site that answers for every host, where there is no other."""
    first, *others = [*Site.objects.all()[:2]] or [None]
    return first if first and first.is_default_site and not others else None


def site_of(request: HttpRequest) -> Site | None:
    """The site of a request. Making Wagtail's query takes longer than a suggestion, and most portals have one site."""
    return _only_site() or Site.find_for_request(request)


def answer(request: HttpRequest, data: Data) -> Results:
    """Parse and search; raises ``QueryError`` or ``EngineUnavailable``."""
    vocabulary = get_vocabulary()
    site = site_of(request)
    area = area_of(site)
    query = parse(data, vocabulary, area)
    return search(query, vocabulary, area, site, timezone.localtime())


def read_data(request: HttpRequest) -> Data:
    """The parameters as lists; what the visitor took off ("drop") is gone and is not read from the text again."""
    source = request.POST if request.method == "POST" else request.GET
    data = {name: [str(v) for v in source.getlist(name)] for name in source}
    for dropped in data.pop("drop", []):
        name, _, value = dropped.partition(":")
        data[name] = [v for v in data.get(name, []) if value and v != value]
        data.setdefault("ignore", []).append(dropped if name == "need" else name)
        data.pop("page", None)
    return data


# Nothing here changes anything, and a token would need a cookie: see docs/decisions/0006.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """``/find/``: filters alone by GET, free text by POST; ``GET ?q=`` works for links that an editor makes."""
    data = read_data(request)
    typed = {name: (data.get(name) or [""])[-1] for name in ("q", "age", "place", "within")}
    # After a mistake the other choices come back with the form, so that nothing has to be chosen again.
    kept = [(name, value) for name in CHOICES for value in data.get(name, [])]
    context: dict[str, Any] = {"query": SearchQuery(), "typed": typed, "kept": kept, "error": None, "answer": None}
    try:
        check_throttle(request)
        results = answer(request, data)
    except QueryError as error:
        context["error"] = {"field": error.field, "message": error.message}
        return render(request, "search/find.html", context, status=400)
    except (EngineUnavailable, TooMany) as error:
        contacts = urgent.open_now(Site.find_for_request(request))
        status = 429 if isinstance(error, TooMany) else 503
        return render(request, "search/unavailable.html", {"contacts": contacts}, status=status)
    context |= {"query": results.query, "answer": results, "show_exit": results.has_exit}
    return render(request, "search/find.html", context)
