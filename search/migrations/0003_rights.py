"""Those who may edit needs may edit the rest of the vocabulary: danger phrases and promoted answers."""

from collections.abc import Iterator
from typing import Any

from django.db import migrations

MODELS = (("search", "dangerphrase"), ("wagtailsearchpromotions", "searchpromotion"))
ACTIONS = {"Editors": ("add", "change"), "Moderators": ("add", "change", "delete")}


def rights(apps: Any) -> Iterator[tuple[Any, Any]]:
    """Each group with a right that it gets."""
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ACTIONS):
        for app, model in MODELS:
            # Permissions are made after all migrations; these are needed now.
            content_type, _ = ContentType.objects.get_or_create(app_label=app, model=model)
            for action in ACTIONS[group.name]:
                yield (
                    group,
                    Permission.objects.get_or_create(
                        content_type=content_type,
                        codename=f"{action}_{model}",
                        defaults={"name": f"Can {action} {model}"},
                    )[0],
                )


def give(apps: Any, schema_editor: Any) -> None:
    for group, permission in rights(apps):
        group.permissions.add(permission)


def take(apps: Any, schema_editor: Any) -> None:
    for group, permission in rights(apps):
        group.permissions.remove(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_danger_phrases"),
        ("home", "0002_create_groups"),
        ("wagtailsearchpromotions", "0001_initial"),
    ]

    operations = [migrations.RunPython(give, take)]
