"""What a machine learned from texts that people wrote, and how it is learned again. Nothing here runs for a visitor."""

from __future__ import annotations

import hashlib
from pathlib import Path

FOLDER = Path(__file__).parent


def fingerprint() -> str:
    """Of every text that is learned from: another one means that the tables are to be learned anew."""
    found = hashlib.blake2b(digest_size=8)
    for path in sorted(FOLDER.glob("*/*.tsv")):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()
