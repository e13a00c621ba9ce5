"""Reading ``demo/``."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import markdown
import nh3
import yaml
from django.conf import settings

FOLDERS = {
    "service": "services",
    "topic": "topics",
    "resource": "resources",
    "pathway": "pathways",
    "page": "pages",
    "plan": "plan",
}
ALLOWED = {"p", "ul", "ol", "li", "strong", "em", "br", "h3"}


def folder() -> Path:
    return Path(settings.BASE_DIR) / "demo"


def read(name: str) -> Any:
    return yaml.safe_load((folder() / name).read_text(encoding="utf-8"))


def read_entries(kind: str) -> list[dict[str, Any]]:
    """Every file of a kind, by name."""
    paths = sorted((folder() / FOLDERS[kind]).glob("*.yaml"))
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths]


def version() -> str:
    """A fingerprint of all the files: the demonstration is loaded again only when it has changed."""
    digest = hashlib.blake2b(digest_size=12)
    for path in sorted([*folder().rglob("*.yaml"), *Path(__file__).parent.glob("*.py")]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def rich(text: Any) -> str:
    """Markdown as the HTML that Wagtail's rich text keeps."""
    html = markdown.markdown(str(text or "").strip(), extensions=["sane_lists"])
    return nh3.clean(html, tags=ALLOWED, attributes={})


def words(value: Any) -> str:
    """A text field, trimmed; nothing when it is absent."""
    return " ".join(str(value or "").split())
