"""Terms: words and letters that services use, each explained once."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.fields import RichTextField

from directory.fields import LinesField, lines

MOST_SENTENCES = 2
SENTENCE_END = re.compile(r"[.!?][\"')”’]*(?=\s+[A-Z“‘\"(]|\s*$)")  # "e.g. this" ends none
# Names that the page gives to other parts of itself.
RESERVED_ANCHORS = frozenset({"main", "last-reviewed", "review-heading", "letters"})
ANCHOR_OF_LETTER = "letter-"


def is_short_enough(meaning: str) -> None:
    """Two sentences are read where a word stands; more belong into the longer text."""
    if len(SENTENCE_END.findall(meaning)) > MOST_SENTENCES:
        raise ValidationError(f"Say it in at most {MOST_SENTENCES} sentences. The rest goes into “More about it”.")


def is_free_anchor(slug: str) -> None:
    if slug in RESERVED_ANCHORS or slug.startswith(ANCHOR_OF_LETTER):
        raise ValidationError("The page uses this name for something else. Choose another one.")


class Term(models.Model):
    """A term with its other names. It stands at ``/glossary/#slug``, and may be explained where editors' text uses it."""

    term = models.CharField(max_length=80, unique=True, help_text="As people say it: “CYPS”, “Referral”.")
    slug = models.SlugField(
        "anchor",
        unique=True,
        validators=[is_free_anchor],
        help_text="Its place in the glossary: /glossary/#cyps. Do not change it once it is public.",
    )
    other_names = LinesField(help_text="The long form, the short form and other words for the same thing, one a line.")
    meaning = models.CharField(
        max_length=300,
        validators=[is_short_enough],
        help_text="What it means, in plain words: one sentence or two. A 10-year-old should understand it.",
    )
    more = RichTextField("more about it", blank=True, features=["bold", "italic", "ul", "link"])
    page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Where to read on. The term is not explained on that page.",
    )
    is_explained = models.BooleanField(
        "explain it in text",
        default=True,
        help_text="Where a page uses it first, readers can open its meaning. Not for words that everybody knows.",
    )
    is_exact = models.BooleanField(
        "only with these capitals",
        default=False,
        help_text="For names that are also everyday words: “Sorted”. Short forms such as CYPS are always read so.",
    )
    reviewed_on = models.DateField("last reviewed", null=True, blank=True)
    review_due_on = models.DateField("next review due", null=True, blank=True)
    sources = LinesField(help_text="Who says so, one a line.")

    panels = [
        MultiFieldPanel([FieldPanel("term"), FieldPanel("other_names"), FieldPanel("slug")], heading="The term"),
        MultiFieldPanel(
            [FieldPanel("meaning", widget=AdminAutoHeightTextInput), FieldPanel("more"), PageChooserPanel("page")],
            heading="What it means",
        ),
        FieldRowPanel([FieldPanel("is_explained"), FieldPanel("is_exact")], heading="In other pages"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("reviewed_on"), FieldPanel("review_due_on")]), FieldPanel("sources")],
            heading="Review and sources",
        ),
    ]

    class Meta:
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term

    @property
    def other_name_list(self) -> list[str]:
        return lines(self.other_names)

    @property
    def names(self) -> list[str]:
        return [self.term, *self.other_name_list]

    def clean(self) -> None:
        super().clean()
        mine = {name.casefold() for name in self.names}
        for other in Term.objects.exclude(pk=self.pk):
            if shared := mine & {name.casefold() for name in other.names}:
                raise ValidationError({"other_names": f"“{shared.pop()}” already belongs to “{other}”."})
