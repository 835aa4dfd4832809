"""The catalogue shows every component there is, each with when to use it."""

import re
from pathlib import Path

from tests.cast import World
from themes.styleguide import CATALOGUE

TEMPLATES = Path(__file__).parents[2] / "themes" / "templates" / "themes"
# What stands inside another component, and is shown with it.
INSIDE = {"palette_page", "message", "error_summary"}


def test_each_component_has_its_specimen() -> None:
    shown = "".join((TEMPLATES.parent / part.template).read_text() for part in CATALOGUE)
    components = {file.stem for file in (TEMPLATES / "components").glob("*.html")}
    assert components - set(re.findall(r"themes/components/(\w+)\.html", shown)) - INSIDE == set()


def test_each_specimen_is_in_the_catalogue_and_says_when_to_use_it() -> None:
    files = {file.stem for file in (TEMPLATES / "specimens").glob("*.html")}
    assert files == {part.name for part in CATALOGUE}
    assert all(len(part.when) > 40 for part in CATALOGUE)


def test_the_page_shows_them_all(region: World) -> None:
    page = region.client().get("/styleguide/").content.decode()
    assert [part.name for part in CATALOGUE if f'id="{part.name}"' not in page] == []
