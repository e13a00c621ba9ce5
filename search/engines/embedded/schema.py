"""What the index holds: its fields, how words are cut, and a document in Tantivy's form."""

from __future__ import annotations

import hashlib
import inspect
import math
from typing import Any

import tantivy
from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

from search import ranking
from search.documents import Document, fingerprint

TEXT_FIELDS = tuple(ranking.FIELD_BOOSTS)
KEYWORD_FIELDS = (
    "kind",
    "needs",
    "how",
    "routes",
    "thrive",
    "audiences",
    "covers",
    "authorities",
    "focus",
    "hours",
    "traits",
    "cells",
)
AS_THEY_ARE = ("needs", "how", "routes", "thrive", "audiences", "authorities", "hours", "traits", "focus")
# The words of names, and what they end in.
SUGGESTION_FIELDS = ("name_words", "name_ends")
# Unstemmed twins of the fields in which a nearly right word, or the beginning of one, counts.
FUZZY_FIELDS = tuple(f"{name}_plain" for name in ranking.FUZZY_FIELDS)
# Venues are found by cells of this many degrees, then measured exactly.
CELL_LATITUDE, CELL_LONGITUDE = 0.1, 0.15


def make_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("reference", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("version", stored=True, tokenizer_name="raw", index_option="basic")
    for name in TEXT_FIELDS:
        builder.add_text_field(name, stored=name == "body", tokenizer_name="en", index_option="basic")
    for name in FUZZY_FIELDS:
        builder.add_text_field(name, tokenizer_name="plain", index_option="basic")
    builder.add_text_field("exact_names", tokenizer_name="raw", index_option="basic")
    for name in SUGGESTION_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in KEYWORD_FIELDS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("age_from", indexed=True, fast=True)
    builder.add_unsigned_field("age_before", indexed=True, fast=True)
    builder.add_unsigned_field("kitemark_until", indexed=True, fast=True)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


def make_analyzer(*, stemmed: bool) -> tantivy.TextAnalyzer:
    builder = (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(60))
        .filter(Filter.ascii_fold())
        .filter(Filter.lowercase())
    )
    return (builder.filter(Filter.stemmer("english")) if stemmed else builder).build()


EN, PLAIN = make_analyzer(stemmed=True), make_analyzer(stemmed=False)
SCHEMA = make_schema()
# Another schema is another folder: an index that an older release made is never misread.
SCHEMA_HASH = hashlib.blake2b(
    repr((TEXT_FIELDS, KEYWORD_FIELDS, SUGGESTION_FIELDS, FUZZY_FIELDS, tantivy.__version__)).encode()
    + (inspect.getsource(make_schema) + inspect.getsource(make_analyzer)).encode(),
    digest_size=4,
).hexdigest()


def without_apostrophes(text: str) -> str:
    return text.replace("'", "").replace("’", "")


def date_number(iso: str) -> int:
    """2026-11-23 -> 20261123, so that dates compare as numbers."""
    return int(iso.replace("-", "")) if iso else 0


def cell(latitude: float, longitude: float) -> tuple[int, int]:
    return math.floor(latitude / CELL_LATITUDE), math.floor(longitude / CELL_LONGITUDE)


def cells_around(latitude: float, longitude: float, miles: float) -> list[str]:
    """Every cell that a circle of this many miles may touch."""
    high = miles / 69.0
    wide = miles / (69.0 * max(math.cos(math.radians(latitude)), 0.2))
    south, west = cell(latitude - high, longitude - wide)
    north, east = cell(latitude + high, longitude + wide)
    return [f"{y},{x}" for y in range(south, north + 1) for x in range(west, east + 1)]


def tantivy_document(document: Document) -> tantivy.Document:
    """Made from plain values in one step, which takes a third of the time of adding them one by one."""
    fields, packed = document.as_dict(), document.packed()
    names = " ; ".join(document.names)
    texts = {name: fields[name] for name in TEXT_FIELDS} | {"names": names, "aliases": " ; ".join(document.aliases)}
    made: dict[str, Any] = {
        name: without_apostrophes(text) if name != "body" else text for name, text in texts.items() if text
    }
    made |= {f"{name}_plain": made[name] for name in ranking.FUZZY_FIELDS if name in made}
    made |= {name: list(fields[name]) for name in AS_THEY_ARE}
    made |= {
        "reference": document.reference,
        "version": fingerprint(packed, document.body),
        "kind": document.kind,
        "covers": list(document.covers),
        "cells": list({f"{y},{x}" for y, x in (cell(*point) for point in document.points)}),
        "age_from": document.age_from,
        "age_before": document.age_before,
        "kitemark_until": date_number(document.kitemark_until),
    }
    made |= document.name_fields()
    made["shown"] = packed
    return tantivy.Document.from_dict(made, SCHEMA)
