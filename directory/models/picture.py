"""Pictures, each with a description for people who cannot see it."""

from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class Picture(AbstractImage):
    """A Wagtail image whose description is required, as the site shows no picture without words."""

    alternative_text = models.CharField(
        max_length=255,
        help_text="What the picture shows, for people who cannot see it. One sentence.",
    )

    admin_form_fields = (*Image.admin_form_fields, "alternative_text")

    @property
    def default_alt_text(self) -> str:
        return self.alternative_text


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_picture_rendition")
        ]
