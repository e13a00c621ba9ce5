"""What is indexed, once, for both engines: one flat document for each live page that can be found."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import Any

import orjson
from django.utils.html import strip_tags

from directory.ages import OPEN_ENDED
from directory.choices import ROUTES, Audience, CriterionKind, OperatingStatus
from directory.models import AccessCriterion, ContactPoint, ResourcePage, ServicePage, WaitingTime
from directory.models.entry import Entry
from directory.models.kitemark import KitemarkStatus, status_of
from home.models import InformationPage, PlanPage, TopicPage, UrgentHelpPage
from pathways.models import PathwayPage
from search.ranking import SHORTEST_INSIDE
from search.words import is_light_word, is_stop_word, normalise, root

# A service for at most this many needs is about them; one for more is a general one.
SPECIALIST_NEEDS = 3
# What covers every place.
EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Document:
    """One entry as the engines hold it. ``shown`` is what a result shows and no engine searches."""

    reference: str
    kind: str  # service | topic | resource | pathway | page
    title: str
    url: str
    summary: str
    names: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()  # what people type for what it is about; no names of its own
    need_words: str = ""
    criteria: str = ""
    provider: str = ""
    tags: str = ""
    body: str = ""
    needs: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()  # the needs that it is about, and not one of many
    age_from: int = 0
    age_before: int = OPEN_ENDED
    areas: tuple[str, ...] = ()  # area codes; empty: everywhere
    how: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    thrive: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()  # confirmed opening hours
    points: tuple[tuple[float, float], ...] = ()  # (latitude, longitude) of venues, degrees
    kitemark_until: str = ""  # ISO date
    authorities: tuple[str, ...] = ()  # local authorities that it serves, wholly or in part
    traits: tuple[str, ...] = ()
    is_suggestable: bool = True
    shown: dict[str, Any] = field(default_factory=dict)

    def name_fields(self) -> dict[str, list[str]]:
        """What is made of its names, read from them once.

        ``exact_names``: title and other names, normalised: what a query must hold to be about this very entry.
        ``name_words``: their words, each once, by which it is suggested; none when it never is. ``name_ends``: what those
        words end in, as the beginning of an end is the middle of a word.
        """
        names = dict.fromkeys(n for n in map(normalise, (self.title, *self.names)) if n)
        words = dict.fromkeys(w for name in names for w in name.split()) if self.is_suggestable else {}
        ends = dict.fromkeys(end for word in words for end in ends_of(word))
        return {"exact_names": list(names), "name_words": list(words), "name_ends": list(ends)}

    @property
    def covers(self) -> tuple[str, ...]:
        """The codes of the areas that it covers; what has no area of its own covers everywhere."""
        return self.areas or (EVERYWHERE,)

    def as_dict(self) -> dict[str, Any]:
        """Every field by its name. ``asdict`` copies each value deeply, which is most of the work of an index."""
        return {name: getattr(self, name) for name in self.__slots__}

    def packed(self) -> bytes:
        """Everything but the body, as JSON: what a result is made of."""
        fields = self.as_dict()
        del fields["body"]
        return orjson.dumps(fields)

    @property
    def version(self) -> str:
        """A fingerprint of everything that is indexed; equal exactly when nothing has changed."""
        return fingerprint(self.packed(), self.body)


@lru_cache(maxsize=50_000)
def ends_of(word: str) -> tuple[str, ...]:
    """What a word ends in, long enough to be looked for: "sleep" -> "leep"."""
    return tuple(word[start:] for start in range(1, len(word) - SHORTEST_INSIDE + 1))


def fingerprint(packed: bytes, body: str) -> str:
    return hashlib.blake2b(packed + body.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Write:
    """What an engine must hold of one entry from now on: its document, or nothing when it is gone.

    ``number`` grows with every change of the entry, so that an engine can tell a late write from a newer one.
    """

    reference: str
    document: Document | None
    number: int = 0


def plain(*texts: Any) -> str:
    """Rich text, StreamField values and strings as plain words; the end of a paragraph ends a word."""
    spaced = (str(text).replace("<", " <") for text in texts if text)
    return " ".join(" ".join(unescape(strip_tags(text)).split()) for text in spaced)


def stream_text(stream: Any) -> str:
    """The words of a StreamField."""
    return plain(*(part for block in stream for part in block.block.get_searchable_content(block.value)))


def _need_words(needs: Iterable[Any]) -> str:
    return "; ".join(f"{need.label}; {need.professional_term}" for need in needs)


def _base(page: Entry, needs: list[Any], **extra: Any) -> dict[str, Any]:
    """What every kind shares."""
    shown = {
        "has_exit": any(need.has_exit for need in needs),
        "reviewed_on": page.reviewed_on and page.reviewed_on.isoformat(),
        "is_demonstration": page.is_demonstration,
        **extra.pop("shown", {}),
    }
    return {
        "reference": page.reference,
        "kind": page.entry_kind,
        "title": page.title,
        "url": page.url or "",
        "summary": page.summary,
        "names": tuple(page.alias_list),
        "need_words": _need_words(needs),
        "needs": tuple(need.slug for need in needs),
        "age_from": page.age_from,
        "age_before": page.age_before if page.age_before is not None else OPEN_ENDED,
        "audiences": tuple(page.audiences),
        "shown": shown,
        **extra,
    }


def service_document(page: ServicePage) -> Document:
    needs, routes = list(page.needs.all()), list(page.routes.all())
    criteria, contacts, venues = list(page.criteria.all()), list(page.contacts.all()), list(page.venues.all())
    who = tuple(dict.fromkeys(r for route in routes for r in ROUTES[route.who]))
    return Document(
        **_base(
            page,
            needs,
            criteria=plain(*(f"{c.text} {c.instead}" for c in criteria), page.basis_note, page.age_wording),
            provider=page.provider.title,
            tags=" ".join(tag.name for tag in page.tags.all()),
            body=plain(
                page.what_it_is,
                *(f"{r.text} {r.have_ready} {r.next_steps}" for r in routes),
                page.what_happens_next,
                page.what_to_expect,
                *(venue.name for venue in venues),
            ),
            areas=tuple(dict.fromkeys(area.code for area in page.areas.all())),
            authorities=tuple(dict.fromkeys(code for area in page.areas.all() if (code := area.authority_code))),
            how=tuple(page.how),
            routes=who,
            thrive=tuple(page.thrive),
            hours=tuple(dict.fromkeys(c.opening_hours for c in contacts if c.is_confirmed and c.opening_hours)),
            points=tuple(venue.point for venue in venues if venue.point),
            focus=service_focus(needs),
            traits=_traits(page, who, criteria),
            shown=_shown_of_service(page, criteria, contacts),
        )
    )


def _traits(page: ServicePage, who: tuple[str, ...], criteria: list[AccessCriterion]) -> tuple[str, ...]:
    """What ranks one service a little above another; ``ranking.TRAIT_BOOSTS`` says by how much."""
    has_bar = any(line.kind in (CriterionKind.TRY_FIRST, CriterionKind.THRESHOLD) for line in criteria)
    traits = {
        "self-referral": "self" in who,
        "open-door": "self" in who and not has_bar,
        "young-person": Audience.YOUNG_PERSON in page.audiences,
        "local": any(area.scope in ("local-authority", "place") for area in page.areas.all()),
        "confirmed": page.status == OperatingStatus.OPEN,
        "any-worry": page.any_worry,
        "running": page.status in (OperatingStatus.OPEN, OperatingStatus.UNCONFIRMED),
    }
    return tuple(trait for trait, is_so in traits.items() if is_so)


def _shown_of_service(
    page: ServicePage, criteria: list[AccessCriterion], contacts: list[ContactPoint]
) -> dict[str, Any]:
    """What a result says about a service, and what its reasons are made of."""
    contact = next((c for c in contacts if c.href), None)
    return {
        "basis": page.basis,
        "area_text": page.area_text(),
        "basis_areas": [area.label for area in page.eligibility_areas.all()],
        "status": page.status,
        "route_ages": [
            {"who": list(ROUTES[r.who]), "from": r.age_from or 0, "before": r.age_before}
            for r in page.routes.all()
            if r.age_from is not None or r.age_before is not None
        ],
        "basis_codes": [area.code for area in page.eligibility_areas.all()],
        "schools": page.schools,
        "lines": [shown_line(line) for line in criteria],
        "waits": [_shown_wait(wait) for wait in page.waiting_times.all()],
        "contact": contact
        and {
            "label": contact.label or contact.get_kind_display(),
            "value": contact.value,
            "href": contact.href,
            "is_confirmed": contact.is_confirmed,
        },
    }


def shown_line(line: Any) -> dict[str, Any]:
    """One access criterion, as reasons are made of it."""
    return {
        "kind": line.kind,
        "audience": line.audience,
        "text": line.text,
        "instead": line.instead,
        "from": line.age_from,
        "before": line.age_before,
        "is_about_area": line.is_about_area,
    }


def _shown_wait(wait: WaitingTime) -> dict[str, Any]:
    weeks = wait.weeks_to if wait.weeks_to is not None else wait.weeks_from
    return {
        "text": wait.value_text,
        "weeks": float(weeks) if weeks is not None else None,
        "as_at": wait.as_at and wait.as_at.isoformat(),
        "until": wait.expiry and wait.expiry.isoformat(),
    }


def topic_document(page: TopicPage) -> Document:
    need = page.need
    return Document(
        **_base(
            page,
            [need],
            focus=(need.slug,),
            aliases=(*need.alias_list, *need.misspelling_list),
            body=plain(page.introduction, stream_text(page.help_now), page.more_help, page.for_parents),
            is_suggestable=not need.is_sensitive,
        )
    )


def resource_document(page: ResourcePage) -> Document:
    needs = list(page.needs.all())
    assessments = list(page.assessments.all())
    current = [a.expires_on for a in assessments if a.passes]
    ever = status_of(assessments, dt.date.max)
    return Document(
        **_base(
            page,
            needs,
            provider=page.publisher,
            tags=" ".join(tag.name for tag in page.tags.all()),
            body=plain(page.what_it_is, page.evidence),
            how=("online",),
            kitemark_until=max(current).isoformat() if current else "",
            is_suggestable=not needs or any(not need.is_sensitive for need in needs),
            shown={
                "resource_kind": page.get_resource_kind_display(),
                "was_kitemarked": ever != KitemarkStatus.NOT_ASSESSED,
            },
        )
    )


# The fields of a stage in which somebody may look for a word. Labels that every pathway has would tell none from another.
STAGE_WORDS = (
    "title", "short_name", "who_for", "what_happens", "who_you_meet", "how_long", "meanwhile", "for_parents", "for_professionals",
)  # fmt: skip


def stage_words(stage: Any) -> Iterator[str]:
    """What a stage of a pathway says for any audience, and when to take its steps; not what its services are called."""
    yield from (str(stage[name]) for name in STAGE_WORDS)
    yield from (step["when"] for step in stage["steps"])


def pathway_document(page: PathwayPage) -> Document:
    needs = list(page.needs.all())
    return Document(
        **_base(
            page,
            needs,
            focus=pathway_focus(page.title, needs),
            tags=" ".join(tag.name for tag in page.tags.all()),
            thrive=tuple(dict.fromkeys(b.value["thrive"] for b in page.stages if b.value["thrive"])),
            body=plain(
                page.introduction,
                page.for_parents,
                page.for_professionals,
                *(words for block in page.stages for words in stage_words(block.value)),
                *(f"{e.code} {e.title}" for e in page.evidence.all()),
            ),
            is_suggestable=not any(need.is_sensitive for need in needs),
        )
    )


def service_focus(needs: Sequence[Any]) -> tuple[str, ...]:
    """The needs of a service for few of them: it is about them. One for many is about none of them."""
    return tuple(need.slug for need in needs) if len(needs) <= SPECIALIST_NEEDS else ()


def pathway_focus(title: str, needs: list[Any]) -> tuple[str, ...]:
    """The needs whose own care pathway this is: those that its title names, else the first of at most two, if it shares
    a word with the title ("Leaving hospital" is about moving on, and not the pathway of it).
    """
    words = f" {normalise(title)} "
    named = [need.slug for need in needs if f" {normalise(need.label)} " in words]
    return tuple(named[:2] or [need.slug for need in needs[:1] if len(needs) <= 2 and _shares_a_word(words, need)])


def _shares_a_word(words: str, need: Any) -> bool:
    first_term = re.split(r"[,;:/(]", need.professional_term)[0]
    titled, named = (
        {root(word) for word in text.split() if not is_stop_word(word) and not is_light_word(word)}
        for text in (words, normalise(f"{need.label} {first_term}"))
    )
    return not titled.isdisjoint(named)


def information_document(page: InformationPage | UrgentHelpPage) -> Document:
    needs = list(page.needs.all())
    return Document(**_base(page, needs, body=stream_text(page.body)))


def plan_document(page: PlanPage) -> Document:
    """The words of the plan itself; what partners declare changes with the year and is no part of it."""
    return Document(
        **_base(
            page,
            list(page.needs.all()),
            body=plain(
                page.introduction,
                page.actions_note,
                *(f"{priority.title} {priority.text}" for priority in page.priorities.all()),
                *(f"{action.what} {action.owner} {action.note}" for action in page.actions.all()),
                *(f"{version.name} {version.changed}" for version in page.versions.all()),
                *(f"{investment.body} {investment.covers} {investment.need}" for investment in page.investments.all()),
                stream_text(page.body),
            ),
        )
    )
