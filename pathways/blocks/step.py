"""A typed step from a stage to another stage, or to another pathway."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from pathways.choices import StepKind


class StepBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(choices=StepKind.choices)
    stage = blocks.CharBlock(required=False, max_length=24, help_text="The short name of a stage of this pathway.")
    pathway = blocks.PageChooserBlock(
        required=False, page_type="pathways.PathwayPage", help_text="Instead of a stage: another pathway."
    )
    when = blocks.CharBlock(max_length=255, help_text="When to take it: “if the urges are strong”.")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["stage"]) == bool(cleaned["pathway"]):
            message = "Name one stage of this pathway, or choose another pathway."
            raise StructBlockValidationError(block_errors={"stage": ValidationError(message)})
        return cleaned

    class Meta:
        icon = "arrow-right"
        label = "Step"
        description = "Where people go from this stage: up, down, across, at 18, or back to everyday support."
        preview_value = {"kind": StepKind.STEP_UP, "stage": "Someone to work with", "when": "If the worry stays."}
