"""The roles of the contract as groups. Each is described in docs/groups/."""

from django.db import migrations

NEW_GROUPS = ("Providers", "Kitemark assessors", "Young reviewers", "Commissioners")
# group -> (app, model, actions)
MODEL_RIGHTS = {
    "Editors": [("directory", "need", ("add", "change"))],
    "Moderators": [
        ("directory", "need", ("add", "change", "delete")),
        ("directory", "localauthority", ("change",)),
        ("directory", "kitemarkcriterion", ("add", "change")),
        ("home", "urgenthelpsettings", ("change",)),
        ("home", "portalsettings", ("change",)),
    ],
    "Kitemark assessors": [("directory", "kitemarkcriterion", ("add", "change"))],
}


def create_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for name in NEW_GROUPS:
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(access)
    for name, rights in MODEL_RIGHTS.items():
        group, _ = Group.objects.get_or_create(name=name)
        for app, model, actions in rights:
            # Permissions are made after all migrations; these are needed now.
            content_type, _ = ContentType.objects.get_or_create(app_label=app, model=model)
            for action in actions:
                permission, _ = Permission.objects.get_or_create(
                    content_type=content_type,
                    codename=f"{action}_{model}",
                    defaults={"name": f"Can {action} {model}"},
                )
                group.permissions.add(permission)


def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=NEW_GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0002_initial_data"),
    ]

    operations = [migrations.RunPython(create_groups, remove_groups)]
