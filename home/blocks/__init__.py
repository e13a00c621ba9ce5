"""Blocks for pages of words, one file an idea."""

from home.blocks.body import BodyBlock
from home.blocks.steps import StepBlock

__all__ = ["BodyBlock", "StepBlock"]
