from pathways.blocks.stage import StageBlock

__all__ = ["StageBlock"]
