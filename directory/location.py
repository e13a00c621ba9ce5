"""Where somebody is, once it is known, and what to say when it is not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Location:
    label: str  # "Hexham, Northumberland", "NE46 1AA", "TD12"
    kind: str  # "postcode" | "outcode" | "place" | "area"
    latitude: float  # degrees, WGS84
    longitude: float
    authority_code: str  # ONS code
    authority_name: str
    authority_codes: tuple[str, ...]  # more than one only where an outcode straddles a border, largest share first
    is_approximate: bool  # an unknown full postcode answered by its outcode


class PlaceNotFound(Exception):
    """No such place; ``message`` is for the visitor."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
