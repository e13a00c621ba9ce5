"""The search page, "Help me choose", and the checker of a service.

What somebody says arrives by POST, so that it stands in no address, title, log or Referer.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Site

from directory.models import ServicePage
from directory.remember import remember
from home import urgent
from home.models import PortalSettings
from home.models.topic import listed_topics
from search import checker, finder
from search.engines.base import EngineUnavailable
from search.language import Vocabulary
from search.query import QueryError, SearchQuery, SiteArea, parse
from search.results import Results, search
from search.sources import SERVICE_ROWS
from search.throttle import TooMany, check_throttle
from search.vocabulary import get_vocabulary

Data = dict[str, list[str]]
View = Callable[..., HttpResponse]
CHOICES = ("need", "kind", "audience", "route", "how", "thrive", "kitemarked", "open_now", "ignore")


class SameAgainRedirect(HttpResponseRedirect):
    """Sends the browser on with the same method and the same body: what was posted is posted there, and never shown."""

    status_code = 307


def takes_words(view: View) -> View:
    """For a page that takes what somebody typed: in no cache, not too often from one address, and without a token.

    Nothing here changes anything, and a token would need a cookie: see docs/decisions/0006.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            check_throttle(request)
            return view(request, *args, **kwargs)
        except (EngineUnavailable, TooMany) as error:
            contacts = urgent.open_now(Site.find_for_request(request))
            status = 429 if isinstance(error, TooMany) else 503
            return render(request, "search/unavailable.html", {"contacts": contacts}, status=status)

    return csrf_exempt(never_cache(require_http_methods(["GET", "HEAD", "POST"])(inner)))


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


def read_query(request: HttpRequest, data: Data, vocabulary: Vocabulary | None = None) -> SearchQuery:
    """What is asked, in the editors' vocabulary or this one; raises ``QueryError``."""
    return parse(data, vocabulary or get_vocabulary(), area_of(site_of(request)))


def results_of(request: HttpRequest, query: SearchQuery, vocabulary: Vocabulary | None = None) -> Results:
    """What is found, with the editors' vocabulary or this one; raises ``EngineUnavailable``."""
    site = site_of(request)
    return search(query, vocabulary or get_vocabulary(), area_of(site), site, timezone.localtime())


def answer(request: HttpRequest, data: Data, vocabulary: Vocabulary | None = None) -> Results:
    """Parse and search; raises ``QueryError`` or ``EngineUnavailable``."""
    return results_of(request, read_query(request, data, vocabulary), vocabulary)


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


@takes_words
def find(request: HttpRequest) -> HttpResponse:
    """``/find/``: filters alone by GET, free text by POST; ``GET ?q=`` works for links that an editor makes."""
    data = read_data(request)
    typed = {name: (data.get(name) or [""])[-1] for name in ("q", "age", "place", "within")}
    # After a mistake the other choices come back with the form, so that nothing has to be chosen again.
    kept = [(name, value) for name in CHOICES for value in data.get(name, [])]
    context: dict[str, Any] = {"query": SearchQuery(), "typed": typed, "kept": kept, "error": None, "answer": None}
    try:
        query = read_query(request, data)
    except QueryError as error:
        context["error"] = {"field": error.field, "message": error.message}
        return render(request, "search/find.html", context, status=400)
    if query.is_empty:
        return render(request, "search/find.html", context | start_of(request))
    results = results_of(request, query)
    context |= {"query": query, "answer": results, "show_exit": results.has_exit}
    if not results.total:
        context |= start_of(request)
    return render(request, "search/find.html", context)


def start_of(request: HttpRequest) -> dict[str, Any]:
    """Where somebody can start who has asked nothing, or found nothing: feelings, and who is there at this minute."""
    site = site_of(request)
    return {"topics": listed_topics(site.root_page) if site else [], "open_now": urgent.open_now(site)}


@takes_words
def choose(request: HttpRequest) -> HttpResponse:
    """``/find/choose/``: one question a page; the answers travel in the form and end at ``/find/``."""
    posted, error = request.POST, None
    answers = finder.read_answers({name: posted.getlist(name) for name in posted})
    step = finder.read_step(posted.get("step"))
    if request.method != "POST":  # a link may say who it is for, and nothing else
        answers = finder.read_answers({"audience": request.GET.getlist("audience")})
        step = 2 if answers.audience else 1
    elif posted.get("go") == "back":
        step = max(1, step - 1)
    else:
        try:
            finder.check(step, answers, area_of(site_of(request)))
        except QueryError as problem:
            error = problem.message
        else:
            if step == finder.STEPS:
                return SameAgainRedirect(reverse("find"))
            step += 1
    context = finder.page(step, answers) | {"error": error, "show_exit": True}
    return render(request, "search/choose.html", context, status=400 if error else 200)


@takes_words
def for_me(request: HttpRequest, provider: str, service: str) -> HttpResponse:
    """``/services/<provider>/<service>/for-me/``: the service's own page, with an answer to "Is this for me?"."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    page = get_object_or_404(
        ServicePage.objects.live().public().prefetch_related(*SERVICE_ROWS, "criteria__instead_page"),
        url_path=f"{site.root_page.url_path}services/{provider}/{service}/",
    )
    if request.method != "POST":
        return redirect(f"{page.get_url(request)}#for-me")
    typed = {name: request.POST.get(name, "") for name in checker.FIELDS}
    context: dict[str, Any] = {"typed": typed, "error": None}
    try:
        context |= checker.answer(typed, page, area_of(site), timezone.localdate())
    except QueryError as error:
        context["error"] = {"field": error.field, "message": error.message}
    response: TemplateResponse = page.serve(request)
    response.context_data = {**(response.context_data or {}), "check": context}
    response.status_code = 400 if context["error"] else 200
    return response
