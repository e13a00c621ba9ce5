"""Form and model fields that the directory's models share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models


class ChoicesField(models.JSONField):
    """Several values of one controlled vocabulary, kept as a JSON list in the vocabulary's order.

    ``vocabulary`` is a ``TextChoices`` class. The database holds ``["online", "phone"]``.
    """

    def __init__(self, vocabulary: type[models.TextChoices], **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        # The vocabulary is left out of migrations: its words may grow without a schema change.
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def clone(self) -> ChoicesField:
        _, _, args, kwargs = self.deconstruct()
        return self.__class__(self.vocabulary, *args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        unknown = [v for v in value or [] if v not in self.vocabulary.values]
        if not isinstance(value or [], list) or unknown:
            raise ValidationError(f"{', '.join(map(str, unknown)) or value} is not one of the choices.")

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, list):
            order = list(self.vocabulary.values)
            value = sorted({str(v) for v in value}, key=lambda v: order.index(v) if v in order else len(order))
        return super().get_prep_value(value)

    def formfield(self, **kwargs: Any) -> forms.Field:
        options = {
            "choices": self.vocabulary.choices,
            "required": not self.blank,
            "label": self.verbose_name.capitalize(),
            "help_text": self.help_text,
            "widget": forms.CheckboxSelectMultiple,
        }
        return forms.MultipleChoiceField(**options)


class LinesField(models.TextField):
    """Short texts, one a line, as an editor types them; read as a list with ``lines()``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        return super().formfield(**kwargs)


def lines(text: str) -> list[str]:
    """The non-empty lines of a ``LinesField``, trimmed."""
    return [line.strip() for line in text.splitlines() if line.strip()]
