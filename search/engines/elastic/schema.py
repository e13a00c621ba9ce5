"""What the index holds: its fields, how words are cut, and a document in Elasticsearch's form."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from elasticsearch import dsl

from search import ranking
from search.documents import Document

WORDS = dsl.tokenizer(
    "letters_and_digits", type="char_group", tokenize_on_chars=["whitespace", "punctuation", "symbol"]
)
ENGLISH = dsl.token_filter("english_stems", type="stemmer", language="porter2")
BEGINNINGS = dsl.token_filter("beginnings", type="edge_ngram", min_gram=1, max_gram=20, preserve_original=True)
NO_APOSTROPHES = dsl.char_filter("no_apostrophes", type="mapping", mappings=["' => ", "’ => "])
FOLDED = ["asciifolding", "lowercase"]

BODY = dsl.analyzer("body", tokenizer=WORDS, filter=[*FOLDED, ENGLISH])
EN = dsl.analyzer("en", tokenizer=WORDS, filter=[*FOLDED, ENGLISH], char_filter=[NO_APOSTROPHES])
PLAIN = dsl.analyzer("plain_words", tokenizer=WORDS, filter=FOLDED, char_filter=[NO_APOSTROPHES])
STARTS = dsl.analyzer("starts", tokenizer="keyword", filter=[BEGINNINGS])


def _text(name: str) -> dsl.Text:
    """A searched text. Where a nearly right word counts, it has a twin without stems."""
    extra: dict[str, Any] = {}
    if name in ranking.FUZZY_FIELDS:
        extra["fields"] = {"plain": dsl.Text(analyzer=PLAIN, index_options="docs", norms=False)}
    # A word scores what the plan says, however often it stands and however rare it is: so both engines agree.
    return dsl.Text(analyzer=EN, index_options="docs", norms=False, similarity="boolean", **extra)


class Entry(dsl.Document):
    """A ``search.documents.Document`` as the cluster holds it; what no field names is kept and not searched."""

    reference = dsl.Keyword()
    version = dsl.Keyword(index=False)
    kind = dsl.Keyword()
    title = _text("title")
    names = _text("names")
    aliases = _text("aliases")
    summary = _text("summary")
    need_words = _text("need_words")
    tags = _text("tags")
    provider = _text("provider")
    criteria = _text("criteria")
    body = dsl.Text(analyzer=BODY, index_options="offsets", norms=False, similarity="boolean")
    exact_names = dsl.Keyword(doc_values=False)
    name_words = dsl.Keyword(
        doc_values=False, fields={"starts": dsl.Text(analyzer=STARTS, index_options="docs", norms=False)}
    )
    name_ends = dsl.Keyword(doc_values=False)
    needs = dsl.Keyword()
    focus = dsl.Keyword(doc_values=False)
    how = dsl.Keyword()
    routes = dsl.Keyword()
    thrive = dsl.Keyword()
    audiences = dsl.Keyword(doc_values=False)
    traits = dsl.Keyword(doc_values=False)
    covers = dsl.Keyword(doc_values=False)
    authorities = dsl.Keyword(doc_values=False)
    hours = dsl.Keyword(doc_values=False)
    ages = dsl.IntegerRange()
    venues = dsl.GeoPoint()
    kitemark_until = dsl.Date(format="strict_date")

    class Meta:
        dynamic = dsl.MetaField(False)


# Made for searching alone; a result is everything else.
MADE_FIELDS = ("version", "exact_names", "name_words", "name_ends", "covers", "ages", "venues")
NOT_SHOWN = ("body", *MADE_FIELDS)
LEFT_OUT_EMPTY = {"kitemark_until": ""}  # an empty text is no date


def source(document: Document) -> dict[str, Any]:
    """A document as the cluster takes it."""
    made = document.as_dict() | {
        "version": document.version,
        **document.name_fields(),
        "covers": document.covers,
        "ages": {"gte": document.age_from, "lt": document.age_before},
        "venues": [{"lat": latitude, "lon": longitude} for latitude, longitude in document.points],
    }
    return {name: value for name, value in made.items() if value or name not in LEFT_OUT_EMPTY}


def _body_of_index() -> dict[str, Any]:
    index = dsl.Index("any")
    index.document(Entry)
    return dict(index.to_dict())


INDEX_BODY = _body_of_index()
MAPPING_HASH = hashlib.blake2b(json.dumps(INDEX_BODY, sort_keys=True).encode(), digest_size=4).hexdigest()
