"""One variable font, light, that draws every sign our pages write, and may be given away."""

from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont

from themes import font

ROOT = Path(__file__).parents[2]


def committed() -> TTFont:
    return TTFont(BytesIO(font.TARGET.read_bytes()))


def test_it_weighs_at_most_twenty_five_kibibytes() -> None:
    assert font.TARGET.stat().st_size <= 25 * 1024


def test_it_is_what_its_package_gives() -> None:
    fresh = TTFont(BytesIO(font.build()))
    assert committed().getBestCmap() == fresh.getBestCmap(), "run: python -m themes.font"
    assert committed()["glyf"].glyphOrder == fresh["glyf"].glyphOrder


def test_its_weights_vary_from_text_to_title() -> None:
    (axis,) = committed()["fvar"].axes
    assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", *font.WEIGHTS)


def test_it_draws_every_letter_of_our_french() -> None:
    words = {
        sign
        for file in ROOT.glob("**/locale/fr/LC_MESSAGES/django.po")
        if ".venv" not in file.parts
        for sign in file.read_text(encoding="utf-8")
    }
    letters = {sign for sign in words if sign.isalpha() or sign in "«»’“”…–€"}
    assert letters - {chr(code) for code in committed().getBestCmap()} == set()


def test_its_licence_comes_with_it() -> None:
    licence = font.TARGET.with_name("figtree-LICENSE.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
