"""One stylesheet, up to date, light, that uses only colours the palette has."""

import gzip
import re

from themes.palette import PLATFORM_COLOUR, derive
from themes.stylesheet import SOURCES, TARGET, build

ROOMS = SOURCES.parents[1] / "platform"
# Each corner is nothing, its parent's, or drawn from what a site chose: never more than that.
TOKEN = r"var\(--(?:round|tail|pill|disc|ear|round-small|bubble[a-z-]*)\)"
ONE = rf"(?:{TOKEN}|min\([0-9.]+r?em, {TOKEN}\)|calc\({TOKEN} (?:\* [0-9.]+|- 1px)\)|0)"
CORNER = rf"{ONE}(?: {ONE}){{0,3}}|inherit"

SOURCE = "".join(path.read_text(encoding="utf-8") for path in sorted(SOURCES.glob("*.css")))


def test_the_committed_stylesheet_is_what_its_sources_give() -> None:
    assert TARGET.read_text(encoding="utf-8") == build(), "run: python -m themes.stylesheet"


def test_it_weighs_at_most_twelve_kilobytes_compressed() -> None:
    assert len(gzip.compress(build().encode())) <= 12_000


def test_every_custom_property_it_uses_exists() -> None:
    known = set(re.findall(r"(--[a-z0-9-]+):", SOURCE + derive(PLATFORM_COLOUR).css()))
    assert set(re.findall(r"var\((--[a-z0-9-]+)", SOURCE)) - known == set()


def test_a_site_of_straight_corners_has_no_round_one_anywhere() -> None:
    """Only the mark of a round choice stays: people know it by its shape."""
    sheets = [*SOURCES.glob("*.css"), *ROOMS.glob("**/static/**/*.css")]
    told = [line for sheet in sheets for line in sheet.read_text(encoding="utf-8").splitlines()]
    round_ones = [
        radius
        for line in told
        for radius in re.findall(r"(?:border-[a-z-]*radius|\brx): ([^;}]+)", line)
        if "radio" not in line and not re.fullmatch(CORNER, radius)
    ]
    assert round_ones == []


def test_it_asks_nothing_of_anybody_else() -> None:
    assert re.findall(r"url\(([^)]*)\)", SOURCE) == ['"figtree.woff2"']
    assert "@import" not in SOURCE


def test_its_colours_all_come_from_the_palette() -> None:
    assert re.search(r"#[0-9a-fA-F]{3,8}\b", SOURCE) is None
