"""One stage of a care pathway; services and resources by reference, so that they never drift."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from directory.choices import Thrive
from pathways.blocks.step import StepBlock
from pathways.stages import read_stages

PROSE = ["bold", "italic", "ul", "link"]


class StageBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)
    short_name = blocks.CharBlock(max_length=24, help_text="On the map. Steps point to it, so no two stages share one.")
    thrive = blocks.ChoiceBlock(choices=Thrive.choices, required=False, label="i-THRIVE grouping")
    who_for = blocks.TextBlock(required=False, label="Who this stage is for")
    what_happens = blocks.RichTextBlock(features=PROSE)
    who_you_meet = blocks.TextBlock(required=False)
    how_long = blocks.CharBlock(max_length=255, required=False, help_text="Empty when not known.")
    meanwhile = blocks.RichTextBlock(features=PROSE, required=False, label="What you can do meanwhile")
    services = blocks.ListBlock(blocks.PageChooserBlock(page_type="directory.ServicePage"), default=[])
    resources = blocks.ListBlock(blocks.PageChooserBlock(page_type="directory.ResourcePage"), default=[])
    for_parents = blocks.RichTextBlock(features=PROSE, required=False, label="For parents and carers")
    for_professionals = blocks.RichTextBlock(features=PROSE, required=False, label="For professionals")
    steps = blocks.ListBlock(StepBlock(), default=[], label="Steps from here")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["stage"] = read_stages([value])[0]
        return context

    class Meta:
        icon = "arrow-right"
        label = "Stage"
        description = "A stage: who it is for, what happens, how long, and the services that do it."
        template = "pathways/stage.html"
        preview_value = {
            "title": "First worry",
            "short_name": "First worry",
            "what_happens": "<p>You tell someone you trust.</p>",
        }
