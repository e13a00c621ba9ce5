from pathways.blocks.stage import StageBlock
from pathways.blocks.step import StepBlock

__all__ = ["StageBlock", "StepBlock"]
