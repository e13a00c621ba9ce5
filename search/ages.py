"""Ages said in words. Pure functions."""

from __future__ import annotations

import re

AGE_UNITS = r"(?:years?|yrs?|y)\s*(?:olds?|o)?|yo"
NOT_AGES = r"(?:minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|mths?|times?|pm|am|th|st|nd|rd|percent|miles?|ww|years?\s+ago)"
AGE_PATTERNS = (
    re.compile(rf"\b(?:aged?|im|i am|hes|shes|theyre|turned|turning|nearly|almost)\s+(\d{{1,2}})\b(?!\s*{NOT_AGES})"),
    re.compile(rf"\b(\d{{1,2}})\s*(?:{AGE_UNITS})\b(?!\s+ago)"),
    re.compile(
        r"\b([4-9]|1\d|2[0-5])(?:f|m(?! (?:invest|fund|budget|pound|away)))\b"
    ),  # as a doctor notes it: "15F", "9m"
)
AGE_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven",
    "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_SAID_AGE = re.compile(
    rf"\b(?:{'|'.join(AGE_WORDS)})(?= (?:years?|yrs?|y) ?olds?\b)|(?<=\bim )(?:{'|'.join(AGE_WORDS[4:])})\b(?! {NOT_AGES})"
    rf"|(?:(?<=\bage )|(?<=\baged )|(?<=\bhes )|(?<=\bshes ))(?:{'|'.join(AGE_WORDS)})\b(?! {NOT_AGES})"
    rf"|(?<=\bturned )(?:{'|'.join(AGE_WORDS[4:])})\b"
)
MONTHS_OLD = re.compile(r"\b(\d{1,2}) (?:months?|mths?) old\b")
UNDER = re.compile(r"\bunder\s+(\d{1,2})s?\b")
SCHOOL_YEAR = re.compile(r"\b(?:year|yr|y)\s*(\d{1,2})\b(?!\s*old)")
BARE = re.compile(rf"(?<![\w/])(\d{{1,2}})\b(?!\s*{NOT_AGES}\b)(?!\s+\d)")
NOT_BEFORE_AGE = re.compile(
    r"\b(?:tier|section|stage|step|level|part|form|line|band|ward|route|bus|number|grade|after|in|for|last|past|every|nearly|almost)\s*$"
)


def read_age(plain: str) -> tuple[int | None, str]:
    """An age in whole years said in normalised text, and the text without it.

    "im 13", "15yo", "my 4 year old", "year 8" (12), "reception" (4), "17 nearly 18" (17), "anxiety 15", "under 18" (17).
    """
    plain = _SAID_AGE.sub(lambda said: str(AGE_WORDS.index(said[0])), plain)
    found: list[tuple[int, int, int]] = []  # (start, end, age)
    for pattern in AGE_PATTERNS:
        found += [(m.start(), m.end(), int(m[1])) for m in pattern.finditer(plain)]
    found += [(m.start(), m.end(), int(m[1]) // 12) for m in MONTHS_OLD.finditer(plain)]
    if not found:
        found += [(m.start(), m.end(), int(m[1]) - 1) for m in UNDER.finditer(plain) if int(m[1]) > 0]
    if not found:
        found += [(m.start(), m.end(), int(m[1]) + 4) for m in SCHOOL_YEAR.finditer(plain) if 1 <= int(m[1]) <= 13]
        found += [(m.start(), m.end(), 4) for m in re.finditer(r"\b(?:in|starting|started) reception\b", plain)]
    if not found:
        found += [
            (m.start(), m.end(), int(m[1]))
            for m in BARE.finditer(plain)
            if not NOT_BEFORE_AGE.search(plain[: m.start()]) and not UNDER.search(plain[: m.end()])
        ]
    found = [f for f in found if 0 <= f[2] <= 30]
    if not found:
        return None, plain
    ages = {f[2] for f in found}
    _start, _end, age = min(found)
    if len(ages) > 1 and not re.search(r"\b(?:nearly|almost|turning)\b", plain):
        return None, plain  # two children, or a range: ask rather than guess
    for s, e, _ in sorted(found, reverse=True):
        plain = plain[:s] + " " + plain[e:]
    return age, " ".join(plain.split())
