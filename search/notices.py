"""What is said beside the results: what was understood, and what somebody should know before they read on."""

from __future__ import annotations

from directory.ages import OLDEST
from directory.choices import Audience, DeliveryMode, Thrive
from directory.models import LocalAuthority
from search.language import Vocabulary
from search.plan import is_across_border, lies_outside
from search.query import KINDS, ROUTES, SearchQuery, SiteArea

SAID_NEEDS = 2  # needs read from the text that are said back
SURE = 0.9  # and how surely they must have been read


def notices(
    query: SearchQuery, area: SiteArea, *, relaxed: bool, neighbour: LocalAuthority | None = None
) -> tuple[dict[str, str], ...]:
    """``neighbour``: the authority of a place across the border, when it is known where people there find help."""
    found = [{"kind": "alias", "text": notice.text} for notice in query.understanding.notices]
    location = query.location
    if location and is_across_border(query, area):
        place = location.label.removesuffix(f", {location.authority_name}")
        where = "" if place == location.authority_name else f"in {location.authority_name}, "
        found.append(
            {
                "kind": "boundary",
                "text": f"{place} is {where}outside {area.name}. Services for {area.name} may not"
                " be able to help there. What you see here covers that place too.",
                **({"url": neighbour.help_url, "link": neighbour.help_name or neighbour.name} if neighbour else {}),
            }
        )
    elif location and query.other_place and lies_outside(query.other_place, area):
        found.append(
            {
                "kind": "boundary",
                "text": f"{query.other_place.label} is outside {area.name}. Some services go by where you live, others by where"
                " your GP or school is. Each says which.",
            }
        )
    elif location and area.codes and set(location.authority_codes) - set(area.codes):
        found.append(
            {
                "kind": "boundary",
                "text": f"{location.label} lies on a border: part of it is outside {area.name}. Use a full postcode to be sure.",
            }
        )
    if location and location.is_approximate:
        found.append(
            {
                "kind": "place",
                "text": f"We do not know that exact postcode, so we used the middle of {location.label.split()[0]}.",
            }
        )
    if query.age is not None and query.age > OLDEST:
        found.append(
            {
                "kind": "age",
                "text": f"This site is for people up to their {OLDEST + 1}th birthday. What you see here helps adults too. Your GP"
                " can tell you about services for adults.",
            }
        )
    if relaxed:
        found.append({"kind": "relaxed", "text": "Nothing has all of your words. Here is what has some of them."})
    return tuple(found)


def understood(query: SearchQuery, vocabulary: Vocabulary) -> tuple[dict[str, str], ...]:
    """What was read, each with the key that takes it off."""
    said = [slug for slug, strength in query.understanding.needs[:SAID_NEEDS] if strength >= SURE]
    chips = [
        {"key": f"need:{slug}", "label": need.label}
        for slug in dict.fromkeys((*query.needs, *said))
        # A flagged need is never echoed back; somebody may be looking over a shoulder.
        if (need := vocabulary.need(slug)) and (slug in query.needs or not need.is_sensitive)
    ]
    if query.age is not None:
        chips.append({"key": "age", "label": f"Age {query.age}"})
    if query.location is not None:
        chips.append({"key": "place", "label": f"Near {query.location.label}"})
    asks = query.understanding.asks
    if asks.audience and not query.audience:
        chips.append({"key": "audience", "label": str(Audience(asks.audience).label)})
    chips += [{"key": "route", "label": ROUTES[value]} for value in asks.route if not query.route]
    chips += [{"key": "how", "label": str(DeliveryMode(value).label)} for value in asks.how if value not in query.how]
    chips += [{"key": "kind", "label": KINDS[value]} for value in asks.kind if value not in query.kinds]
    if asks.open_now and not query.open_now:
        chips.append({"key": "open_now", "label": "Open now"})
    if query.audience:
        chips.append({"key": "audience", "label": str(Audience(query.audience).label)})
    if query.route:
        chips.append({"key": "route", "label": ROUTES[query.route]})
    chips += [{"key": f"kind:{k}", "label": KINDS[k]} for k in query.kinds]
    chips += [{"key": f"how:{h}", "label": str(DeliveryMode(h).label)} for h in query.how]
    chips += [{"key": f"thrive:{t}", "label": str(Thrive(t).label)} for t in query.thrive]
    if query.kitemarked:
        chips.append({"key": "kitemarked", "label": "Kitemarked"})
    if query.open_now:
        chips.append({"key": "open_now", "label": "Open now"})
    return tuple(chips)
