"""What stages and steps of a pathway can be."""

from django.db import models


class StepKind(models.TextChoices):
    """Where somebody goes from a stage. Going back is a step like any other."""

    STEP_UP = "step-up", "If you need more help"
    STEP_DOWN = "step-down", "As things get better"
    ACROSS = "across", "If something else fits better"
    AT_18 = "at-18", "When you turn 18"
    UNIVERSAL = "universal", "Back to everyday support"


class EvidenceKind(models.TextChoices):
    NICE = "nice", "NICE guidance"
    LAW = "law", "Law or statutory guidance"
    NATIONAL = "national", "National policy"
    LOCAL = "local", "Local paper"
    RESEARCH = "research", "Research"
    OTHER = "other", "Other"
