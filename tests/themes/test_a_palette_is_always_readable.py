"""Whatever colour somebody chooses, everything written with its palette can be read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themes.palette import (
    PLATFORM_ACCENT,
    PLATFORM_COLOUR,
    NotAColour,
    contrast,
    derive,
    mend,
    normal,
)

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
HARD = ["#000000", "#ffffff", "#ffff00", "#00ff00", "#0000ff", "#808080", "#ffd100", "#fffffe"]


def failures(main: str, accent: str | None = None) -> list[str]:
    pairs = derive(main, accent).pairs
    return [f"{p.scheme}: {p.front} on {p.back} {p.contrast:.2f}" for p in pairs if not p.passes]


@given(colours)
def test_any_main_colour_gives_a_readable_palette(colour: str) -> None:
    assert failures(colour) == []


@given(colours, colours)
def test_any_two_colours_give_a_readable_palette(main: str, accent: str) -> None:
    assert failures(main, accent) == []


@pytest.mark.parametrize("colour", HARD)
def test_the_hardest_colours_give_a_readable_palette(colour: str) -> None:
    assert failures(colour) == []


@given(colours)
def test_a_mended_colour_carries_white_text(colour: str) -> None:
    mended = mend(colour)
    assert mended.contrast >= 4.5
    assert mended.contrast == contrast(mended.colour, "#ffffff")
    assert mended.changed == (mended.colour != colour)


@given(colours)
def test_mending_twice_changes_nothing_more(colour: str) -> None:
    assert not mend(mend(colour).colour).changed


def test_a_good_colour_is_left_alone() -> None:
    assert mend("#003D8F").colour == "#003d8f"


def test_a_yellow_is_darkened_and_stays_in_the_palette_as_decoration() -> None:
    palette = derive("#ffd100")
    assert palette.main.changed
    assert palette.light.vivid == "#ffd100"


@given(colours, colours)
def test_contrast_is_the_same_both_ways_and_within_its_bounds(a: str, b: str) -> None:
    assert contrast(a, b) == contrast(b, a)
    assert 1 <= contrast(a, b) <= 21.0000001


def test_contrast_agrees_with_the_published_examples() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize(("written", "read"), [("ABC", "#aabbcc"), (" #1D5c4D ", "#1d5c4d")])
def test_a_colour_is_read_however_it_is_written(written: str, read: str) -> None:
    assert normal(written) == read


@pytest.mark.parametrize("wrong", ["", "red", "#12", "#1234567", "rgb(0,0,0)", "#00000g", "}x{"])
def test_what_is_not_a_colour_is_refused(wrong: str) -> None:
    with pytest.raises(NotAColour):
        derive(wrong)


@given(colours)
def test_the_stylesheet_of_a_palette_holds_nothing_but_colours(colour: str) -> None:
    css = derive(colour).css()
    assert css.count("{") == css.count("}")
    assert {len(value) for value in re.findall(r":(#[0-9a-f]+);", css)} == {7}
    assert "--brand-ink:" in css


def test_the_platform_itself_needs_no_mending() -> None:
    palette = derive(PLATFORM_COLOUR, PLATFORM_ACCENT)
    assert (palette.main.changed, palette.accent.changed) == (False, False)
