"""The few corner and type styles a site may choose, as tokens of its stylesheet."""

from __future__ import annotations

from themes.models import Branding

# The first of each is the house's own, in styles/1-tokens.css.
_CORNERS = {
    Branding.Corners.BUBBLE: "",
    Branding.Corners.ROUND: "--round:1.375rem;--tail:var(--round-small);",
    Branding.Corners.SOFT: "--round:0.375rem;--tail:0.25rem;",
    Branding.Corners.SQUARE: "--round:0px;--tail:0px;",
}
_SERIFS = (
    'Charter,"Bitstream Charter","Sitka Text",Cambria,"Noto Serif","Liberation Serif",Georgia,'
    '"DejaVu Serif Condensed",serif'
)
_SERIF_TITLES = f"--font-title:{_SERIFS};--title-weight:700;--title-spacing:-0.01em;"
_DEVICE = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif'
_TYPEFACES = {
    Branding.Typeface.HOUSE: "",
    Branding.Typeface.TITLES: _SERIF_TITLES,
    Branding.Typeface.BOOK: f"--font-text:{_SERIFS};{_SERIF_TITLES}",
    Branding.Typeface.DEVICE: f"--font-text:{_DEVICE};--title-weight:700;",
}
# Those that show the house's own letters somewhere, so that their file is fetched.
WITH_HOUSE_LETTERS = frozenset({Branding.Typeface.HOUSE, Branding.Typeface.TITLES})


def css_of(branding: Branding) -> str:
    """The whole stylesheet of a look: its colours, and its shapes in the same cascade layer."""
    x, y = branding.focus
    shapes = (
        _CORNERS[Branding.Corners(branding.corners)]
        + _TYPEFACES[Branding.Typeface(branding.typeface)]
        + (f"--banner-at:{x:.0%} {y:.0%};" if branding.banner else "")
    )
    layer = f"@layer tenant{{:root{{{shapes}}}}}" if shapes else ""
    return branding.palette.css() + layer
