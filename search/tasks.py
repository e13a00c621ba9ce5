"""The index follows the pages: small jobs that read the page again and write what is true now."""

from __future__ import annotations

import logging

from django_tasks import task
from wagtail.models import Page

from search.documents import SOURCES, document_for
from search.engines import get_engine
from search.engines.base import EngineUnavailable

logger = logging.getLogger(__name__)
CHUNK = 200


@task()
def refresh_entries(page_ids: list[int], references: list[str]) -> None:
    """Make the index agree with these pages; ``references`` whose page is gone or hidden are taken away.

    The page is read when the job runs, so a late job writes today's truth and never an older one.
    """
    pages = Page.objects.filter(pk__in=page_ids).specific()
    documents = [document for page in pages if (document := document_for(page))]
    kept = {document.reference for document in documents}
    try:
        get_engine().update(documents, gone=[r for r in references if r not in kept])
    except EngineUnavailable:
        # The page is saved and stays saved; build_index --check shows the difference, build_index mends it.
        logger.exception("The index did not take an update of %d entries.", len(references))


@task()
def refresh_need(need_id: int) -> None:
    """Index again whatever carries this need, in chunks."""
    for model, _, _ in SOURCES:
        field = "need" if any(f.name == "need" for f in model._meta.fields) else "needs"
        pages = model.objects.live().filter(**{field: need_id}).values_list("pk", "reference").order_by("pk")
        rows = list(pages)
        for start in range(0, len(rows), CHUNK):
            part = rows[start : start + CHUNK]
            refresh_entries.enqueue([pk for pk, _ in part], [reference for _, reference in part])
