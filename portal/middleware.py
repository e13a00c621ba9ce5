"""Headers that every answer carries, and an id that ties an answer to its log lines."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.defaults import page_not_found

GetResponse = Callable[[HttpRequest], HttpResponse]

# Nothing of the visitor's device is asked for, ever.
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


_request_id: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    """Gives every log line the id of the request that it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _request_id.get()
        return True


def request_id(get_response: GetResponse) -> GetResponse:
    """Give each request a short random id that says nothing about the visitor."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = _request_id.set(secrets.token_hex(8))
        try:
            response = get_response(request)
            response["X-Request-ID"] = _request_id.get()
        finally:
            _request_id.reset(token)
        return response

    return middleware


def designed_not_found(get_response: GetResponse) -> GetResponse:
    """The designed page for what is not there, on a laptop too: it leads to urgent help, Django's own debug page does not."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_page = response.status_code == 404 and response.get("Content-Type", "").startswith("text/html")
        if is_page and settings.DEBUG and not request.path.startswith("/admin/"):
            return page_not_found(request, Http404())
        return response

    return middleware


def headers(get_response: GetResponse) -> GetResponse:
    """Privacy headers. Wagtail's admin also gets its own content policy, as it needs inline scripts."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Permissions-Policy"] = PERMISSIONS_POLICY
        if request.path.startswith("/admin/"):
            response["X-Frame-Options"] = "SAMEORIGIN"
            # Without any referrer a browser posts "Origin: null", and Django's CSRF check refuses the login.
            response["Referrer-Policy"] = "same-origin"
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
        return response

    return middleware
