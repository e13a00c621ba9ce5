"""The copy of urgent help follows its numbers and its page; the plan comes with the rights of those who keep it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import GroupPagePermission
from wagtail.signals import page_published

from home.models import PlanPage, PortalSettings, UrgentContact, UrgentHelpPage, UrgentHelpSettings
from home.urgent import write_twin


@receiver(page_published, sender=UrgentHelpPage)
@receiver([post_save, post_delete], sender=UrgentContact)
@receiver(post_save, sender=UrgentHelpSettings)
@receiver(post_save, sender=PortalSettings)
def urgent_help_changed(sender: type[Any], **kwargs: Any) -> None:
    transaction.on_commit(write_twin)


@receiver(post_save, sender=PlanPage)
def commissioners_keep_the_plan(sender: type[PlanPage], instance: PlanPage, created: bool, **kwargs: Any) -> None:
    """A right to a page needs the page, so no migration can give it. An administrator may take it away again."""
    if not created or kwargs.get("raw"):
        return
    group = Group.objects.get_or_create(name="Commissioners")[0]
    wanted = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=["change_page", "publish_page"]
    )
    for permission in wanted:
        GroupPagePermission.objects.get_or_create(group=group, page_id=instance.pk, permission=permission)
