"""An editor who never rests: publishes, hides, moves, deletes and renames until standard input ends; prints how often."""

from __future__ import annotations

import random
import select
import sys

import django

django.setup()

from directory.models import Need, ProviderPage, ServicePage  # noqa: E402 after Django is set up

chance = random.Random(4)  # noqa: S311 not a secret


def publish() -> None:
    page = chance.choice(ServicePage.objects.all())
    page.summary = f"Edited for the {chance.randrange(10**6)}th time."
    page.save_revision().publish()


def hide() -> None:
    page = ServicePage.objects.live().order_by("?").first()
    if page and ServicePage.objects.live().count() > 10:
        page.unpublish()


def move() -> None:
    page = chance.choice(ServicePage.objects.all())
    page.move(ProviderPage.objects.exclude(pk=page.get_parent().pk).order_by("?").first(), pos="last-child")


def copy_and_delete() -> None:
    page = chance.choice(ServicePage.objects.live())
    made = page.copy(update_attrs={"slug": f"copy-{chance.randrange(10**9)}"})
    made.save_revision().publish()
    if chance.random() < 0.7:
        made.delete()


def rename_provider() -> None:
    provider = ProviderPage.objects.order_by("?").first()
    if provider:
        provider.title = f"{provider.title.split(' (')[0]} ({chance.randrange(1000)})"
        provider.save_revision().publish()


def edit_vocabulary() -> None:
    need = chance.choice(Need.objects.all())
    need.professional_term = f"{need.professional_term.split(' (')[0]} ({chance.randrange(1000)})"
    need.save()


WORK = {publish: 10, hide: 3, move: 2, copy_and_delete: 3, rename_provider: 1, edit_vocabulary: 1}

done = 0
while not select.select([sys.stdin], [], [], 0.1)[0]:
    chance.choices(list(WORK), list(WORK.values()))[0]()
    done += 1
sys.stdout.write(f"{done}\n")
