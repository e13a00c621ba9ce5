"""Wagtail's own database search, for the admin, with one mend: any text gives an answer.

The SQLite backend raises on a quotation mark or a lone space (wagtail/wagtail#13227), PostgreSQL on a NUL. Words are all
that the admin's search needs, so words are all that reaches the database.
"""

from __future__ import annotations

import re
from typing import Any

from modelsearch.backends.base import BaseSearchBackend
from modelsearch.backends.database import SearchBackend as DatabaseBackend
from modelsearch.query import And, Boost, MatchAll, Not, Or, Phrase, PlainText


def safe_text(text: str) -> str:
    """The words of a text: letters, digits and underscores, with single spaces between."""
    return " ".join(re.findall(r"\w+", text.encode("utf-8", "ignore").decode("utf-8")))


def safe_query(query: Any) -> Any:
    """A query, text or tree, whose texts are safe; a text without words matches nothing."""
    match query:
        case str():
            return safe_text(query)
        case PlainText():
            text = safe_text(query.query_string)
            return PlainText(text, operator=query.operator) if text else Not(MatchAll())
        case Phrase():
            text = safe_text(query.query_string)
            return Phrase(text) if text else Not(MatchAll())
        case And() | Or():
            return type(query)([safe_query(part) for part in query.subqueries])
        case Not():
            return Not(safe_query(query.subquery))
        case Boost():
            return Boost(safe_query(query.subquery), query.boost)
        case _:
            return query


class SafeSearch:
    """Mixed into the backend that Wagtail chose for the database."""

    def _search(self, query_compiler_class: Any, query: Any, model_or_queryset: Any, **kwargs: Any) -> Any:
        return super()._search(query_compiler_class, safe_query(query), model_or_queryset, **kwargs)  # type: ignore[misc]


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:  # noqa: N802 Wagtail looks for this name
    """The database's backend, made safe."""
    backend = DatabaseBackend(params)
    backend.__class__ = type(f"Safe{type(backend).__name__}", (SafeSearch, type(backend)), {})
    return backend
