"""Ages as the field says them: from an age (inclusive) up to a birthday (exclusive)."""

from __future__ import annotations

from dataclasses import dataclass

OPEN_ENDED = 999  # stands for "no upper age" where a number is needed
OLDEST = 25  # the portal answers for people up to their 26th birthday


def ordinal(number: int) -> str:
    """18 -> "18th", 21 -> "21st"."""
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Whole years, ``[start, before)``; ``before`` is None when there is no upper age."""

    start: int = 0
    before: int | None = None

    def includes(self, age: int) -> bool:
        """Whether a person of this age, in whole years, is inside the range."""
        return self.start <= age and (self.before is None or age < self.before)

    @property
    def is_everyone(self) -> bool:
        return self.start == 0 and self.before is None

    @property
    def text(self) -> str:
        """For a card: "Aged 11 to 25", "Aged 17 and under", "Aged 16 and over", "Any age"."""
        if self.is_everyone:
            return "Any age"
        if self.before is None:
            return f"Aged {self.start} and over"
        if self.start == 0:
            return f"Aged {self.before - 1} and under"
        if self.before - 1 == self.start:
            return f"Aged {self.start}"
        return f"Aged {self.start} to {self.before - 1}"

    @property
    def sentence(self) -> str:
        """For a reason: "For ages 11 up to the 26th birthday."."""
        if self.is_everyone:
            return "For any age."
        if self.before is None:
            return f"For ages {self.start} and over."
        if self.start == 0:
            return f"For anyone up to their {ordinal(self.before)} birthday."
        return f"For ages {self.start} up to the {ordinal(self.before)} birthday."
