"""Health, throttle, checks and headers."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client

from portal.checks import cache_is_shared
from search.checks import engine_answers, engine_is_known
from search.engines import get_engine

pytestmark = pytest.mark.django_db


def test_health(client: Client) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}
    ready = client.get("/health/ready")
    assert ready.status_code == 200
    said = ready.json()
    assert (said["status"], said["database"], said["search"]) == ("ok", "ok", "ok")
    assert said["engine"] == get_engine().name


def test_health_says_which_part_is_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import DatabaseError

    def down(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("down")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", down)
    ready = client.get("/health/ready")
    assert ready.status_code == 503
    assert ready.json()["database"] == "down"


class TestThrottle:
    @pytest.fixture(autouse=True)
    def _few(self, settings: Any) -> None:
        settings.THROTTLE, settings.THROTTLE_PER_MINUTE = True, 3

    def test_an_address_that_asks_too_often_waits_a_minute(self, client: Client) -> None:
        codes = [client.get("/api/suggest/", {"q": "an"}, REMOTE_ADDR="192.0.2.1").status_code for _ in range(5)]
        assert codes[:3] == [200, 200, 200]
        assert codes[4] == 429
        refused = client.get("/api/suggest/", {"q": "an"}, REMOTE_ADDR="192.0.2.1")
        assert refused["Retry-After"] == "60"
        assert client.get("/api/suggest/", {"q": "an"}, REMOTE_ADDR="192.0.2.2").status_code == 200

    def test_suggestions_do_not_use_up_searches(self, client: Client) -> None:
        asked = [client.post("/api/suggest/", {"q": "an"}).status_code for _ in range(5)]
        assert asked[4] == 429
        assert client.post("/api/search/", {"q": "anxiety"}).status_code == 200

    def test_no_key_of_the_cache_holds_the_address(self, client: Client) -> None:
        from django.core.cache import cache

        client.get("/api/suggest/", {"q": "an"}, REMOTE_ADDR="192.0.2.77")
        kept: Any = cache._cache  # type: ignore[attr-defined]
        keys = " ".join(map(str, kept if isinstance(kept, dict) else kept.get_client().keys("*")))
        assert "throttle-" in keys
        assert "192.0.2.77" not in keys


class TestChecks:
    def test_the_project_has_no_complaint(self) -> None:
        assert run_checks() == []

    def test_a_cache_of_its_own_is_a_warning_on_a_server(self, settings: Any) -> None:
        settings.REDIS_URL = ""
        assert [w.id for w in cache_is_shared()] == ["portal.W001"]
        settings.REDIS_URL = "redis://localhost/0"
        assert cache_is_shared() == []

    def test_an_address_that_is_none_is_an_error(self, settings: Any) -> None:
        settings.ELASTICSEARCH_URL = ["search.example.org:9200"]
        (error,) = engine_is_known()
        assert error.id == "portal.E010"
        assert error.hint

    def test_a_missing_index_is_a_warning(self, settings: Any, tmp_path: Any) -> None:
        assert engine_answers() == []
        settings.ELASTICSEARCH_URL, settings.SEARCH_INDEX_DIR = [], tmp_path
        assert [w.id for w in engine_answers()] == ["portal.W011"]


def test_a_search_leaves_no_word_of_it_in_any_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    client.post("/find/", {"q": "a very private worry", "age": "nonsense"})
    client.post("/find/", {"q": "a very private worry"})
    client.post("/api/search/", {"q": "a very private worry", "page": "x"}, content_type="application/json")
    assert "private" not in caplog.text
    assert "worry" not in caplog.text


def test_on_a_laptop_too_a_page_that_is_not_there_leads_to_urgent_help(client: Client, settings: Any) -> None:
    settings.DEBUG = True
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "portal.middleware.designed_not_found"]
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert 'href="/urgent-help/"' in response.content.decode()
    assert "URLconf" not in response.content.decode()


def test_every_answer_has_an_id_that_says_nothing(client: Client) -> None:
    one, two = client.get("/health/live"), client.get("/health/live")
    assert one["X-Request-ID"] != two["X-Request-ID"]


def test_the_admin_has_its_own_policy_and_asks_for_a_login(client: Client) -> None:
    response = client.get("/admin/login/")
    assert "'unsafe-inline'" in response["Content-Security-Policy"]
    assert client.get("/admin/").status_code == 302
