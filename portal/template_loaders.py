"""Our own templates without the indentation that is there for those who write them: a seventh of a long page.

Line breaks stay, so that an error still names its line, and words are never joined.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Origin
from django.template.loaders import app_directories, filesystem

INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


class Filesystem(filesystem.Loader):
    def get_contents(self, origin: Origin) -> Any:
        contents = super().get_contents(origin)
        return INDENTATION.sub("", contents) if _is_ours(Path(origin.name)) else contents


class AppDirectories(Filesystem, app_directories.Loader):
    """The same for the folders of apps."""


def _is_ours(path: Path) -> bool:
    """An HTML template of the project; a package's, and the text of a message, are left as they are."""
    return path.suffix == ".html" and path.is_relative_to(settings.BASE_DIR) and "site-packages" not in path.parts
