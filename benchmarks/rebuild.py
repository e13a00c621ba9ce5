"""Rebuild an index from a file of documents: a process of its own, as ``build_index`` is beside a web server."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django


def main(engine_name: str, path: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    django.setup()
    from benchmarks.site import DocumentFile
    from benchmarks.whole import engine_of

    with engine_of(engine_name) as engine:
        engine.rebuild(DocumentFile(Path(path)).writes())


if __name__ == "__main__":
    main(*sys.argv[1:])
