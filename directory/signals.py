"""What follows from a change of the directory's records."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from directory.glossary import glossary
from directory.models import Term


@receiver([post_save, post_delete], sender=Term)
def term_changed(sender: type[Term], **kwargs: Any) -> None:
    glossary.forget()
    transaction.on_commit(glossary.forget)  # another thread may have read the old ones meanwhile
