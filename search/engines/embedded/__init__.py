"""The embedded engine: nothing to install, nothing to start."""

from search.engines.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
