"""Who may change the terms of the glossary, and who may hide what is said of a change."""

from django.db import migrations

MODELS = {
    "term": {"Editors": ("add", "change"), "Moderators": ("add", "change", "delete")},
    "changenote": {"Moderators": ("change",)},
}


def rights(apps):
    """Each group with the key of a right that it gets."""
    # Permissions are made after all migrations; these are needed now. Keys and not objects: going back, historical models
    # of several states meet, and Django takes an object of one for a stranger to the other.
    for model, groups in MODELS.items():
        content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label="directory", model=model
        )
        for group in apps.get_model("auth", "Group").objects.filter(name__in=groups):
            for action in groups[group.name]:
                permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
                    content_type_id=content_type.pk, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
                )
                yield group, permission.pk


def give(apps, schema_editor):
    for group, permission in rights(apps):
        group.permissions.add(permission)


def take(apps, schema_editor):
    for group, permission in rights(apps):
        group.permissions.remove(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0005_glossary"),
        ("directory", "0008_change_notes"),
    ]

    operations = [migrations.RunPython(give, take)]
