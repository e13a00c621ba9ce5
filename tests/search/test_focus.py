"""Whose own care pathway a pathway is."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from search.documents import pathway_focus

NEEDS = {
    "autism": ("Autism", "Autism spectrum condition"),
    "adhd": ("ADHD", "Attention deficit hyperactivity disorder"),
    "behaviour": ("Behaviour that's hard to manage", "Behavioural difficulties"),
    "learning-disability": ("Learning disability", "Learning disability (intellectual)"),
    "moving-on": ("Turning 18 and moving on", "Transition to adult services; step down; discharge"),
    "self-harm": ("Hurting yourself", "Self-harm"),
    "anxiety": ("Feeling worried or anxious", "Anxiety: generalised, social"),
}


@pytest.mark.parametrize(
    ("title", "needs", "focus"),
    [
        ("Autism, ADHD and tics", ("autism", "adhd", "learning-disability"), ("autism", "adhd")),
        ("Learning disability and mental health", ("behaviour", "learning-disability"), ("learning-disability",)),
        ("Turning 18 and moving on", ("moving-on",), ("moving-on",)),
        ("Leaving hospital: stepping down", ("moving-on",), ()),
        ("Self-harm: from the first worry to home again", ("self-harm",), ("self-harm",)),
        ("Anxiety and low mood", ("anxiety", "autism", "adhd"), ()),
    ],
)
def test_a_pathway_leads_the_needs_of_its_title(title: str, needs: tuple[str, ...], focus: tuple[str, ...]) -> None:
    rows = [SimpleNamespace(slug=n, label=NEEDS[n][0], professional_term=NEEDS[n][1]) for n in needs]
    assert pathway_focus(title, rows) == focus
