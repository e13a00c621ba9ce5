from wagtail import blocks


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=["bold", "italic", "ul", "link"])

    class Meta:
        icon = "info-circle"
        label = "Callout"
        description = "Something to notice, in a box."
        template = "home/blocks/callout.html"
        preview_value = {
            "title": "You can bring someone",
            "text": "<p>A friend, a parent or a worker can come too.</p>",
        }
