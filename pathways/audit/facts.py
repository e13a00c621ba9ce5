"""What the audit knows: plain records, read once, that a test can write by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from directory.ages import OLDEST, AgeRange
from directory.choices import RUNNING, Audience, OperatingStatus, Thrive

AGES = range(OLDEST + 1)
# Help, and not only advice that is there for all or help in a crisis.
HELP = frozenset({Thrive.GETTING_HELP, Thrive.GETTING_MORE_HELP})
FACE_TO_FACE = frozenset({"in-person", "home", "school"})
ANY_AGE = AgeRange()
# Who asks, and by which of the site's routes.
ASKERS: tuple[tuple[str, str], ...] = (
    (Audience.YOUNG_PERSON, "self"),
    (Audience.PARENT, "parent"),
    (Audience.PROFESSIONAL, "school"),
    (Audience.PROFESSIONAL, "gp"),
    (Audience.PROFESSIONAL, "professional"),
)


@dataclass(frozen=True, slots=True)
class Route:
    who: str
    ages: AgeRange = ANY_AGE
    through: str = ""  # the reference of another service


@dataclass(frozen=True, slots=True)
class Link:
    """A way on to another service. ``kind``: an onward kind, or "exclude" for a line of who it is not for."""

    kind: str
    to: str  # a reference
    ages: AgeRange | None = None  # where the link names its own
    audience: str = ""  # whom the line is for; everybody when empty


@dataclass(frozen=True, slots=True)
class Service:
    reference: str
    title: str
    ages: AgeRange = ANY_AGE
    needs: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()  # codes; empty: everywhere
    basis: str = "anyone"
    audiences: frozenset[str] = frozenset(Audience.values)
    routes: tuple[Route, ...] = ()
    thrive: frozenset[str] = frozenset()
    how: frozenset[str] = frozenset()
    links: tuple[Link, ...] = ()
    any_worry: bool = False
    status: str = OperatingStatus.OPEN
    next_at_18: str = ""
    page: int | None = None

    @property
    def is_running(self) -> bool:
        return self.status in RUNNING

    @property
    def is_help(self) -> bool:
        """Help for a need, at the depth that the audit asks for."""
        return self.is_running and bool(self.thrive & HELP)

    @property
    def last_birthday(self) -> int | None:
        """The birthday at which it stops, when that is one of the portal's ages."""
        before = self.ages.before
        return before if before is not None and before <= OLDEST else None


@dataclass(frozen=True, slots=True)
class PlaceType:
    """Places that the same services cover, named by the one where most people live."""

    name: str
    codes: frozenset[str]
    is_home: bool = True
    places: int = 1

    @property
    def label(self) -> str:
        """ "Blyth", "Alnwick and 130 places like it"."""
        others = self.places - 1
        return f"{self.name} and {others} {'place' if others == 1 else 'places'} like it" if others else self.name


@dataclass(frozen=True, slots=True)
class Directory:
    services: tuple[Service, ...]
    needs: Mapping[str, str]  # slug -> label, in the vocabulary's order
    places: tuple[PlaceType, ...]

    @property
    def personas(self) -> int:
        return len(AGES) * len(self.needs) * len(self.places) * len(ASKERS)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a commissioner has to look at: one kind, one need, a range of ages, the places and the people it is true for.

    ``needs`` holds more than one where the same thing is true of several.
    """

    kind: str
    text: str
    age: int
    age_before: int
    need: str
    place: str
    audience: str
    route: str
    records: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    is_dead_end: bool = False  # a persona of the site's own area ends with nothing
    way: str = ""  # "in-person" where only that way is missing
    extra: Mapping[str, object] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """The shape of the contract, with more keys behind it."""
        return {
            "kind": self.kind,
            "age": self.age,
            "need": self.need,
            "place": self.place,
            "audience": self.audience,
            "route": self.route,
            "records": list(self.records),
            "text": self.text,
            "age_before": self.age_before,
            "needs": list(self.needs),
            "places": list(self.places),
            "dead_end": self.is_dead_end,
            "way": self.way,
        } | dict(self.extra)
