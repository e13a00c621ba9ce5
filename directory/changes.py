"""What is different between two states of a page, in words. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from directory.choices import CriterionKind

if TYPE_CHECKING:
    from directory.models.service import ServicePage

# What a fact is called -> what it says, a line each: {"Ages": ["Aged 11 to 17"]}.
Facts = Mapping[str, Sequence[str]]

CONTACTS, WAIT, HOW_LONG = "Contact", "Waiting time", "How long it takes"
# An old number is never shown to somebody who may ring it, nor an old wait to somebody who waits. These are said to have
# changed, and the page says what they are today.
UNSHOWN = {
    CONTACTS: "changed. See “Contact” for today's.",
    WAIT: "changed. The page shows today's.",
    HOW_LONG: "changed. The stages show today's.",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that changed: what it no longer says, and what it says now."""

    what: str
    gone: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)

    @property
    def in_full(self) -> str:
        """With everything that was said, for those who look after the page."""
        return f"{self.what}: {' | '.join(self.gone) or 'nothing'} → {' | '.join(self.new) or 'nothing'}"

    @property
    def without_values(self) -> str:
        """What a reader is told where the old and the new are not shown; empty where they are."""
        return UNSHOWN.get(self.what, "")


def differences(before: Facts, after: Facts) -> list[Difference]:
    """Every fact that changed, in the order in which the page says them; a line that only moved has not changed."""
    found = []
    for what in dict.fromkeys((*after, *before)):
        was, is_now = before.get(what, ()), after.get(what, ())
        gone, new = [line for line in was if line not in is_now], [line for line in is_now if line not in was]
        if gone or new:
            found.append(Difference(what, gone, new))
    return found


def as_data(found: Iterable[Difference]) -> list[dict[str, Any]]:
    """As JSON keeps them."""
    return [asdict(difference) for difference in found]


def service_facts(page: ServicePage) -> Facts:
    """What decides whether somebody may use a service, and how they reach it."""
    facts = {
        "Status": [str(page.get_status_display())],
        "Ages": [page.ages.text],
        "Area": [area.label for area in page.areas.all()],
        "What makes you local": [
            str(page.get_basis_display()),
            *(area.label for area in page.eligibility_areas.all()),
        ],
        "Cost": [str(page.get_cost_display())],
    }
    for kind in CriterionKind:
        facts[str(kind.label)] = [line.text for line in page.criteria.all() if line.kind == kind]
    return facts | {
        "Who can ask": [_route(route) for route in page.routes.all()],
        WAIT: [f"{wait.get_measure_display()}: {wait.value_text}, {wait.as_at}" for wait in page.waiting_times.all()],
        CONTACTS: [_contact(contact) for contact in page.contacts.all()],
        "What comes at the upper age": [page.next_at_18] if page.next_at_18 else [],
    }


def _route(route: Any) -> str:
    """ "Yourself: Phone, Online (Aged 16 and over)"."""
    ways = ", ".join(route.how_labels)
    ages = "" if route.ages.is_everyone else f" ({route.ages.text})"
    return f"{route.get_who_display()}{': ' if ways else ''}{ways}{ages}"


def _contact(contact: Any) -> str:
    said = f"{contact.get_kind_display()} {contact.value}"
    return f"{said}, {contact.hours_text}" if contact.hours_text else said
