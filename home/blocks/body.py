from wagtail import blocks

from home.blocks.callout import CalloutBlock
from home.blocks.links import LinksBlock
from home.blocks.records import RecordsBlock
from home.blocks.terms import TermsBlock


class BodyBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(
        max_length=160, icon="title", template="home/blocks/heading.html", description="A heading inside the page."
    )
    text = blocks.RichTextBlock(
        icon="pilcrow",
        features=["h3", "bold", "italic", "ul", "ol", "link"],
        template="home/blocks/text.html",
        description="Paragraphs and lists.",
    )
    callout = CalloutBlock()
    terms = TermsBlock()
    records = RecordsBlock()
    links = LinksBlock()
