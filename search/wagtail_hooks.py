"""Search in the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from search.engines import fallback_reason


class SpareNotice(Component):
    """A small notice for editors while the spare index answers in the cluster's place."""

    template_name = "search/admin/spare_notice.html"
    order = 10


@hooks.register("construct_homepage_panels")
def tell_of_the_spare(request: HttpRequest, panels: list[Any]) -> None:
    if fallback_reason():
        panels.append(SpareNotice())
