"""A real Chromium, driven by Playwright, on the demonstration county."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.conftest import need_or_skip

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
# Without these Chromium asks its maker's hosts at every start.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session", autouse=True)
def _django_in_a_thread() -> Iterator[None]:
    """Playwright runs an event loop in this thread; Django would refuse its database there."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    need_or_skip(bool(CHROMIUM), "Chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of a running portal; pages are only read, so one for all tests will do."""
    from pytest_django.live_server_helper import LiveServer

    with django_db_blocker.unblock():
        server = LiveServer("localhost")
        yield server.url
        server.stop()


@pytest.fixture
def login(site: str, django_db_blocker: Any) -> Iterator[tuple[str, str]]:
    """A login that the running site knows: (name, password)."""
    from django.contrib.auth import get_user_model

    with django_db_blocker.unblock():
        user = get_user_model().objects.create_superuser("browser", "browser@example.org", "a-test-password")
        yield user.username, "a-test-password"
        user.delete()


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Open a page as a new visitor: ``visit("/", width=360, dark=True, scripts=False)``."""
    contexts: list[BrowserContext] = []

    def open_page(address: str, *, width: int = 1280, dark: bool = False, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        if scripts:  # a button that still fades in from the browser's own grey has no contrast yet
            page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished)).then(() => null)")
        return page

    yield open_page
    for context in contexts:
        context.close()
