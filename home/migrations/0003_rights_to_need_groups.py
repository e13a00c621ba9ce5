"""Whoever may change needs may change their groups."""

from django.db import migrations

GROUPS = ("Editors", "Moderators")
ACTIONS = ("add", "change", "delete")


def grant(apps, schema_editor):
    # Permissions are made after all migrations; these are needed now.
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="directory", model="needgroup"
    )
    for action in ACTIONS:
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type,
            codename=f"{action}_needgroup",
            defaults={"name": f"Can {action} need group"},
        )
        for name in GROUPS:
            apps.get_model("auth", "Group").objects.get_or_create(name=name)[0].permissions.add(permission)


def withdraw(apps, schema_editor):
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="directory", content_type__model="needgroup"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.remove(*permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_create_groups"),
        ("directory", "0003_need_groups_and_lines_about_age_and_area"),
    ]

    operations = [migrations.RunPython(grant, withdraw)]
