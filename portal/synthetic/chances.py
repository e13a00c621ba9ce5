"""How often each thing occurs in a made-up directory."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

from directory.choices import AreaScope, Audience, Basis, OperatingStatus, Referrer, WaitMeasure

T = TypeVar("T")


class Chances(Generic[T]):
    """Values with weights, to draw from."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self.values = tuple(weights)
        self._up_to = tuple(accumulate(weights.values()))

    def draw(self, random: Random) -> T:
        return random.choices(self.values, cum_weights=self._up_to)[0]


YOUNG, PARENTS, STAFF = Audience.values
AGES = Chances(
    {
        (0, 18): 4, (5, 12): 2, (5, 18): 3, (8, 19): 1, (11, 18): 5, (11, 26): 4, (13, 20): 2, (16, 26): 3, (0, 26): 2,
        (0, None): 3, (18, None): 1,
    }
)  # fmt: skip
AUDIENCES = Chances({(YOUNG,): 4, (YOUNG, PARENTS): 4, (PARENTS,): 2, (YOUNG, PARENTS, STAFF): 3})
ROUTES = Chances(
    {
        (Referrer.SELF,): 3,
        (Referrer.SELF, Referrer.PARENT): 4,
        (Referrer.SELF, Referrer.PARENT, Referrer.PROFESSIONAL): 3,
        (Referrer.SELF, Referrer.PARENT, Referrer.SCHOOL, Referrer.GP): 2,
        (Referrer.SCHOOL, Referrer.GP, Referrer.SOCIAL_CARE): 2,
        (Referrer.PROFESSIONAL,): 1,
    }
)
STATUSES = Chances(
    {OperatingStatus.OPEN.value: 70, OperatingStatus.UNCONFIRMED.value: 25, OperatingStatus.PAUSED.value: 5}
)
BASES = Chances({Basis.ANYONE.value: 4, Basis.HOME.value: 3, Basis.GP.value: 2, Basis.SCHOOL.value: 1})
WAITS = Chances(
    {
        (WaitMeasure.NO_LIST, None, None): 3,
        (WaitMeasure.FIRST_CONTACT, 1, 3): 3,
        (WaitMeasure.FIRST_APPOINTMENT, 4, 6): 3,
        (WaitMeasure.FIRST_APPOINTMENT, 8, 12): 2,
        (WaitMeasure.TREATMENT, 18, 26): 2,
        (WaitMeasure.TREATMENT, 40, 52): 1,
    }
)
SCOPES = Chances(
    {
        AreaScope.UK: 10,
        AreaScope.ENGLAND: 7,
        AreaScope.WALES: 1,
        AreaScope.SCOTLAND: 1,
        AreaScope.NORTHERN_IRELAND: 1,
    }
)
NEED_COUNTS = Chances({1: 3, 2: 4, 3: 2, 4: 1})
NAMED_PLACE = 0.15  # of local services, those that serve one named place alone
OTHER_NAMES = 0.4
WAIT_KNOWN = 0.6
HOURS_CONFIRMED = 0.3
THRESHOLD = 0.2
TRY_FIRST = 0.15
OWN_AGE_OF_ROUTE = 0.2
SECOND_VENUE = 0.2
EXPECTATION = 0.3
EXCLUSION = 0.5
