"""The copy of urgent help follows its numbers and its page."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import page_published

from home.models import PortalSettings, UrgentContact, UrgentHelpPage, UrgentHelpSettings
from home.urgent import write_twin


@receiver(page_published, sender=UrgentHelpPage)
@receiver([post_save, post_delete], sender=UrgentContact)
@receiver(post_save, sender=UrgentHelpSettings)
@receiver(post_save, sender=PortalSettings)
def urgent_help_changed(sender: type[Any], **kwargs: Any) -> None:
    transaction.on_commit(write_twin)
