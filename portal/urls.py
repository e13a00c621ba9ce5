"""Addresses; the contract names them."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home.compare import compare
from home.offer import offer, offer_svg
from home.open_data import PLAN_TABLES, criteria_csv, plan_csv, plan_json, waits_csv, waits_json
from home.views import urgent_help
from pathways.views import map_svg
from portal import health
from search.api import api
from search.views import choose, find, for_me

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("find/", find, name="find"),
    path("find/choose/", choose, name="choose"),
    path("services/<slug:provider>/<slug:service>/for-me/", for_me, name="for_me"),
    path("pathways/<slug:slug>/map.svg", map_svg, name="pathway_map"),
    path("api/", api.urls),
    path("urgent-help/", urgent_help, name="urgent_help"),
    path("criteria/compare/", compare, name="compare"),
    path("criteria/data.csv", criteria_csv, name="criteria_csv"),
    path("offer/", offer, name="offer"),
    path("offer/offer.svg", offer_svg, name="offer_svg"),
    path("waiting-times/data.csv", waits_csv, name="waits_csv"),
    path("waiting-times/data.json", waits_json, name="waits_json"),
    *(path(f"plan/{table}.csv", plan_csv, {"table": table}, name=f"plan_{table}_csv") for table in PLAN_TABLES),
    *(path(f"plan/{table}.json", plan_json, {"table": table}, name=f"plan_{table}_json") for table in PLAN_TABLES),
    path("health/live", health.live),
    path("health/ready", health.ready),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    path("", include(wagtail_urls)),
]
