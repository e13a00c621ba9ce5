"""Tables made from the records each time a page is shown, so that they never drift."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from home import records


class RecordsBlock(blocks.StructBlock):
    view = blocks.ChoiceBlock(choices=[(name, view.label) for name, view in records.VIEWS.items()])
    service = blocks.PageChooserBlock(
        page_type="directory.ServicePage", required=False, help_text="Only for “Where a service works”."
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        view = records.VIEWS[value["view"]]
        table = view.read(context.get("request"), value.get("service"))
        context |= {"table": table, "table_template": view.template}
        return context

    def get_searchable_content(self, value: Any) -> list[str]:
        return [*super().get_searchable_content(value), *records.VIEWS[value["view"]].words()]

    class Meta:
        icon = "table"
        label = "Live table"
        description = "A table made from the records: criteria, waits, advice lines, the offer."
        template = "home/blocks/records.html"
