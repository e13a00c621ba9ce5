"""``/api/``: the same search as JSON. The names are the contract's; change none without an issue."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI, Query, Schema
from pydantic import Field

from search.engines.base import EngineUnavailable
from search.query import QueryError
from search.results import Result, Results
from search.suggestions import GROUPS, suggest
from search.throttle import TooMany, check_throttle
from search.views import answer, area_of, site_of

api = NinjaAPI(
    title="Find your way",
    version="1",
    description="Services, topics, resources and care pathways for young people's mental health, found by age, need and place.",
    docs_url="/docs",
    openapi_url="/openapi.json",
    urls_namespace="api",
)


class SearchParameters(Schema):
    """Everything is text here, so that one reader gives one kind of message for the page and the API."""

    q: str = Field(
        "", description="Free text, at most 200 characters. Send it by POST: an address is logged in many places."
    )
    age: str = Field("", description="Whole years, 0 to 25; older is answered with help for adults.")
    place: str = Field("", description="Postcode, outcode or place name.")
    within: str = Field("", description="Miles from the place; physical venues only.")
    need: list[str] = Field([], description="Slugs of needs; several are alternatives.")
    kind: list[str] = Field([], description="service, topic, resource, pathway, page")
    audience: str = Field("", description="young-person, parent, professional")
    route: str = Field("", description="self, parent, school, gp, professional")
    how: list[str] = Field([], description="in-person, online, phone, text, home, school")
    thrive: list[str] = Field([], description="i-THRIVE groupings")
    kitemarked: str = Field("", description="1: only resources whose kitemark is current")
    open_now: str = Field("", description="1: only what is confirmed to be open at this minute")
    page: str = ""
    limit: str = Field("", description="At most 50")
    ignore: list[str] = Field(
        [], description="age, place, audience, route, how, kind, open_now, need:<slug>: not read from the text"
    )


class ErrorBody(Schema):
    field: str
    message: str


class ErrorAnswer(Schema):
    error: ErrorBody


@api.exception_handler(QueryError)
def bad_query(request: HttpRequest, error: QueryError) -> Any:
    return api.create_response(request, {"error": {"field": error.field, "message": error.message}}, status=400)


@api.exception_handler(EngineUnavailable)
def no_engine(request: HttpRequest, error: EngineUnavailable) -> Any:
    body = {"error": {"field": "", "message": "Search is not working just now. Urgent help is at /urgent-help/."}}
    return api.create_response(request, body, status=503)


@api.exception_handler(TooMany)
def too_many(request: HttpRequest, error: TooMany) -> Any:
    body = {"error": {"field": "", "message": "Too many requests. Please wait a minute."}}
    response = api.create_response(request, body, status=429)
    response["Retry-After"] = "60"
    return response


def _body(request: HttpRequest) -> dict[str, list[str]]:
    """A JSON object, or an ordinary form, as lists of text."""
    if request.content_type != "application/json":
        return {name: [str(v) for v in request.POST.getlist(name)] for name in request.POST}
    try:
        data = json.loads(request.body or b"{}")
    except (ValueError, RecursionError) as error:
        raise QueryError("body", "Send a JSON object.") from error
    if not isinstance(data, dict):
        raise QueryError("body", "Send a JSON object.")
    return {str(name): _texts(value) for name, value in data.items() if value is not None}


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    if isinstance(value, bool):
        return ["1"] if value else []
    return [str(value)]


@api.get("/search/", response={200: dict, 400: ErrorAnswer}, summary="Search by what, age and place")
def search_get(request: HttpRequest, parameters: Query[SearchParameters]) -> Any:
    check_throttle(request)
    data = {name: [str(v) for v in request.GET.getlist(name)] for name in request.GET}
    return as_json(answer(request, data))


@api.post(
    "/search/",
    response={200: dict, 400: ErrorAnswer},
    summary="The same search; what was typed stays out of addresses and logs",
    openapi_extra={"requestBody": {"content": {"application/json": {"schema": SearchParameters.model_json_schema()}}}},
)
def search_post(request: HttpRequest) -> Any:
    check_throttle(request)
    return as_json(answer(request, _body(request)))


@api.get("/suggest/", response={200: dict}, summary="What the typed words may become; never a flagged need")
def suggest_get(request: HttpRequest, q: str = "") -> Any:
    check_throttle(request, of="suggest")
    return suggestions_json(request, q)


@api.post(
    "/suggest/", response={200: dict, 400: ErrorAnswer}, summary="The same suggestions, out of addresses and logs"
)
def suggest_post(request: HttpRequest) -> Any:
    check_throttle(request, of="suggest")
    return suggestions_json(request, " ".join(_body(request).get("q", [])))


def suggestions_json(request: HttpRequest, text: str) -> dict[str, Any]:
    """The contract's four keys of each suggestion, and what the page needs to show it."""
    found = suggest(text, area_of(site_of(request)))
    present = {suggestion.group for suggestion in found}
    return {
        "suggestions": [asdict(suggestion) for suggestion in found],
        "groups": [{"key": key, "label": label} for key, label in GROUPS.items() if key in present],
    }


def as_json(results: Results) -> dict[str, Any]:
    """The contract's shape."""
    query = results.query
    return {
        "query": {
            "text": query.text,
            "age": query.age,
            "age_from_text": query.age_from_text,
            "place": query.location.label if query.location else None,
            "place_from_text": query.place_from_text,
            "needs": list(query.needs) or [slug for slug, _ in query.understanding.needs],
            "audience": query.audience or query.understanding.asks.audience or None,
        },
        "urgent": results.urgent,
        "notices": list(results.notices),
        "did_you_mean": results.did_you_mean,
        "total": results.total,
        "page": query.page,
        "limit": query.limit,
        "results": [result_json(result) for result in results.results],
        "facets": {
            facet.name: [{"value": o.value, "label": o.label, "count": o.count} for o in facet.options]
            for facet in results.facets
        },
        "elsewhere": results.elsewhere
        and {"text": results.elsewhere["text"], "results": [result_json(r) for r in results.elsewhere["results"]]},
        "always": [{name: way[name] for name in ("id", "title", "url")} for way in results.always],
    }


def _iso(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None


def result_json(result: Result) -> dict[str, Any]:
    return {
        "id": result.id,
        "kind": result.kind,
        "title": result.title,
        "url": result.url,
        "summary": result.summary,
        "highlight": str(result.highlight),
        "age_from": result.age_from,
        "age_before": result.age_before,
        "needs": result.needs,
        "how": result.how,
        "routes": result.routes,
        "thrive": result.thrive,
        "band": result.band,
        "distance_miles": result.distance_miles,
        "eligibility": [{"criterion": r.criterion, "verdict": r.verdict, "text": r.text} for r in result.eligibility],
        "waiting": result.waiting and result.waiting | {"as_at": _iso(result.waiting["as_at"])},
        "kitemark": result.kitemark,
        "reviewed_on": _iso(result.reviewed_on),
        "is_demonstration": result.is_demonstration,
    }
