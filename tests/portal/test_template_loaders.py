"""Our templates come without their indentation; everybody else's as they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.template import Engine, engines

OURS = "components/icon.html", "pathways/pathway_page.html"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Templates of a project that stands in ``tmp_path``."""
    package = tmp_path / ".venv" / "lib" / "site-packages" / "package"
    for path in (tmp_path, package):
        path.mkdir(parents=True, exist_ok=True)
        for name in ("page.html", "message.txt"):
            (path / name).write_text("<p>\n    two\n\t  words\n\n</p>\n  {% if broken\n")
    return tmp_path


def source(folder: Path, name: str) -> str:
    engine = Engine(dirs=[str(folder)], loaders=["portal.template_loaders.Filesystem"])
    (loader,) = engine.template_loaders
    (origin,) = loader.get_template_sources(name)
    return str(loader.get_contents(origin))


def test_words_stay_apart_and_lines_keep_their_numbers(folder: Path, settings: object) -> None:
    settings.BASE_DIR = folder  # type: ignore[attr-defined]
    assert source(folder, "page.html") == "<p>\ntwo\nwords\n\n</p>\n{% if broken\n"


@pytest.mark.parametrize("name", ["message.txt", ".venv/lib/site-packages/package/page.html"])
def test_what_is_not_a_page_of_ours_is_left_alone(folder: Path, settings: object, name: str) -> None:
    settings.BASE_DIR = folder  # type: ignore[attr-defined]
    assert "\n    two\n\t  words" in source(folder, name)


@pytest.mark.parametrize("name", OURS)
def test_the_site_uses_them(name: str) -> None:
    engine = engines["django"].engine  # type: ignore[attr-defined]
    template = engine.get_template(name)
    assert Path(template.origin.name).is_relative_to(settings.BASE_DIR)
    assert not [line for line in template.source.splitlines() if line.startswith(" ")]
