"""The words of the demonstration: safe, plain, and with no number where no number may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from portal.demonstration import files

# Numbers that sources say are closed or changed; they must stand nowhere.
WITHDRAWN = ("0303 123 1146", "0800 652 2861", "07887 625 277", "0300 330 0630", "0808 808 4994", "07860 039967")
BANNED = (
    r"commit(?:s|ted|ting)? suicide", r"successful(?:ly)? (?:attempt|suicide)", r"failed attempt", r"mentally ill",
    r"you may have (?:depression|anxiety|autism|adhd|psychosis)", r"attention.seeking", r"\bself-harmer",
)  # fmt: skip
PHONE = re.compile(r"(?<![\d-])0\d[\d ]{7,12}\d(?!\d)")
PROSE_KEYS = {"contacts", "urgent", "phone", "value", "id", "areas", "area_served", "eligibility", "url"}


def every_file() -> Iterator[tuple[str, Any]]:
    for path in sorted(files.folder().rglob("*.yaml")):
        yield str(path.relative_to(files.folder())), path.read_text(encoding="utf-8")


def prose(value: Any) -> Iterator[str]:
    """Every text that a reader sees as prose."""
    match value:
        case dict():
            for key, inner in value.items():
                if key not in PROSE_KEYS:
                    yield from prose(inner)
        case list():
            for inner in value:
                yield from prose(inner)
        case str():
            yield value


@pytest.mark.parametrize("number", WITHDRAWN)
def test_a_withdrawn_number_stands_nowhere(number: str) -> None:
    digits = number.replace(" ", "")
    assert not [name for name, text in every_file() if digits in text.replace(" ", "")]


@pytest.mark.parametrize("banned", BANNED)
def test_unsafe_words_stand_nowhere(banned: str) -> None:
    assert not [name for name, text in every_file() if re.search(banned, text, re.IGNORECASE)]


@pytest.mark.parametrize("kind", list(files.FOLDERS))
def test_numbers_stand_in_contacts_only(kind: str) -> None:
    for entry in files.read_entries(kind):
        for text in prose(entry):
            assert not PHONE.search(text), (entry["id"], text)


def test_tiers_stand_in_the_glossary_only() -> None:
    for kind in files.FOLDERS:
        for entry in files.read_entries(kind):
            if entry["id"] not in ("page:glossary", "page:thrive"):
                for text in prose({k: v for k, v in entry.items() if k not in ("also_known_as", "sources")}):
                    assert not re.search(r"\btier [1-4]\b", text, re.IGNORECASE), (entry["id"], text)


def test_ages_are_written_out() -> None:
    """ "aged 11 to 25" and not "11–25" in what young people read."""
    for kind in ("topic", "resource"):
        for entry in files.read_entries(kind):
            for text in prose(entry):
                assert not re.search(r"\b\d{1,2}\s?[–-]\s?\d{1,2}\b(?! ?(?:pm|am))", text), (entry["id"], text)


def test_an_unconfirmed_contact_is_never_in_the_urgent_list() -> None:
    from_services = {
        contact["value"].replace(" ", "")
        for service in files.read_entries("service")
        for contact in service.get("contacts") or []
        if contact["kind"] == "phone" and not contact.get("confirmed")
    }
    helplines = [c for c in files.read("urgent_help.yaml") if c["level"] == "support"]
    assert not {c["phone"].replace(" ", "") for c in helplines if c.get("phone")} & from_services
