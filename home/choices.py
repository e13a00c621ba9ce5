"""The controlled vocabularies of the plan."""

from django.db import models


class ActionStatus(models.TextChoices):
    """How far an action is, as its source says. Overdue is none of these: it is worked out from the date."""

    NOT_DECLARED = "not-declared", "Progress not declared"
    NOT_STARTED = "not-started", "Not started"
    UNDER_WAY = "under-way", "Under way"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


# Nothing more is to be done, so nothing can be late.
ENDED = frozenset({ActionStatus.DONE, ActionStatus.DROPPED})


class VersionState(models.TextChoices):
    CURRENT = "current", "This version"
    EARLIER = "earlier", "Earlier version"
    PROPOSED = "proposed", "Proposed"
