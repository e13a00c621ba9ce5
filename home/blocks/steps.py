from wagtail import blocks


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)
    text = blocks.TextBlock()

    class Meta:
        icon = "tick"
        label = "Something that can help"
        description = "One thing to try now: a few words, then one to three sentences."
        template = "home/blocks/step.html"
        preview_value = {"title": "Slow your breathing", "text": "Breathe in, wait a moment, and breathe out slowly."}
