from wagtail import blocks


class LinksBlock(blocks.ListBlock):
    """Cards to other pages. A page that is no longer there is left out, never a broken link."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(blocks.PageChooserBlock(), **kwargs)

    def get_context(self, value: object, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context=parent_context)
        context["pages"] = [page.specific for page in value if page and page.live]
        return context

    class Meta:
        icon = "link"
        label = "Links to other pages"
        description = "Cards that lead to services, topics, pathways or pages."
        template = "home/blocks/links.html"
