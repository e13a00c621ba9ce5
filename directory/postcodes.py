"""Postcodes and outcodes that a visitor types, alone or in a sentence."""

from __future__ import annotations

import re
from dataclasses import replace

from directory.coverage import near_codes
from directory.location import Location, PlaceNotFound
from directory.models.place import Outcode, Postcode
from directory.remember import remember

_OUT, _IN = r"[A-Z]{1,2}[0-9][A-Z0-9]?", r"[0-9][A-Z]{2}"
_FLAGS = re.IGNORECASE | re.ASCII
_FULL_POSTCODE = re.compile(rf"(?<![A-Z0-9])({_OUT})\s{{0,3}}({_IN})(?![A-Z0-9])", _FLAGS)
_OUTCODE = re.compile(rf"(?<![A-Z0-9])({_OUT})(?![A-Z0-9])", _FLAGS)
_OUTCODE_ONLY = re.compile(rf"({_OUT})(?:\s+[0-9][A-Z]?)?", _FLAGS)
_ISLANDS = re.compile(r"(?:GY|JE|IM)[0-9]")
_LED = re.compile(r"(?:^|\W)(?:in|near|from|at|postcode)\W+$", _FLAGS)


def find_postcode(text: str) -> Location | None:
    """The postcode or outcode that a text is, or that stands in it whole; None where there is none.

    Raises PlaceNotFound for one that is not known.
    """
    if match := _FULL_POSTCODE.search(text):
        return _full_postcode(match[1].upper(), match[2].upper())
    if match := _OUTCODE_ONLY.fullmatch(text):
        code = match[1].upper()
        if outcode := _outcodes().get(code):
            return outcode
        raise _unknown_postcode(code)
    return None


def _full_postcode(out: str, inward: str) -> Location:
    label = f"{out} {inward}"
    if postcode := Postcode.objects.select_related("local_authority").filter(code=out + inward).first():
        return _at_postcode(postcode)
    if outcode := _outcodes().get(out):
        return _in_outcode(outcode, label)
    raise _unknown_postcode(label)


def _at_postcode(postcode: Postcode) -> Location:
    authority = postcode.local_authority
    return Location(
        str(postcode),
        "postcode",
        postcode.latitude,
        postcode.longitude,
        authority.code,
        authority.name,
        (authority.code,),
        False,
    )


@remember(seconds=60)
def _outcodes() -> dict[str, Location]:
    """Every outcode of the UK at its middle, with each authority that it touches."""
    shares: dict[str, list[str]] = {}
    through = Outcode.other_authorities.through.objects.order_by("pk")
    for code, authority in through.values_list("outcode_id", "localauthority_id"):
        shares.setdefault(code, []).append(authority)
    fields = ("code", "latitude", "longitude", "local_authority_id", "local_authority__name")
    return {
        code: Location(code, "outcode", latitude, longitude, authority, name, (authority, *shares.get(code, ())), False)
        for code, latitude, longitude, authority, name in Outcode.objects.values_list(*fields)
    }


def _in_outcode(outcode: Location, label: str) -> Location:
    """A postcode that is not known by itself, at its outcode."""
    return replace(outcode, label=label, kind="postcode", is_approximate=True)


def _unknown_postcode(label: str) -> PlaceNotFound:
    if _ISLANDS.match(label):
        return PlaceNotFound(f"{label} is in the Channel Islands or the Isle of Man. We list help in the UK only.")
    return PlaceNotFound(f"We do not know the postcode {label}. Check it, or type a town or a village instead.")


def postcode_in_text(words: str, home: tuple[str, ...]) -> tuple[Location, str] | None:
    """A known full postcode anywhere; an outcode only near home or after "in": "b4" and "m8" are words too."""
    full = {(match[1] + match[2]).upper(): match for match in _FULL_POSTCODE.finditer(words)}
    if full:
        known = Postcode.objects.select_related("local_authority").in_bulk(list(full))
        if code := next((code for code in full if code in known), ""):
            return _at_postcode(known[code]), full[code][0]
    said = [*full.values(), *_OUTCODE.finditer(words)]
    if not said:
        return None
    near = near_codes(home)
    for match in said:
        outcode = _outcodes().get(match[1].upper())
        if outcode and (outcode.authority_code in near or _LED.search(words[: match.start()])):
            inward = match[2].upper() if match.re is _FULL_POSTCODE else ""
            return _in_outcode(outcode, f"{outcode.label} {inward}") if inward else outcode, match[0]
    return None
