from wagtail import blocks


class TermBlock(blocks.StructBlock):
    term = blocks.CharBlock(max_length=120)
    meaning = blocks.TextBlock()

    class Meta:
        icon = "openquote"


class TermsBlock(blocks.ListBlock):
    def __init__(self, **kwargs: object) -> None:
        super().__init__(TermBlock(), **kwargs)

    class Meta:
        icon = "list-ul"
        label = "Words and meanings"
        description = "A list of words, each with what it means."
        template = "home/blocks/terms.html"
        preview_value = [{"term": "Referral", "meaning": "Asking a service to see somebody."}]
