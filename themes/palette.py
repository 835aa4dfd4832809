"""From one colour, a whole accessible palette.

Colours are hexadecimal sRGB strings (``#1f5a4c``). The arithmetic runs in OKLCH, where equal steps
look equal: lightness L from 0 to 1, chroma C from 0 to about 0.37, hue h in degrees.

Sources: WCAG 2.2, "contrast ratio" and "relative luminance"; Björn Ottosson, "A perceptual color
space for image processing" (2020), for the OKLab matrices.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import lru_cache

WHITE = "#ffffff"
BLACK = "#000000"
PLATFORM_COLOUR = "#1d5c4d"
PLATFORM_ACCENT = "#c2552b"

TEXT = 4.5  # WCAG 1.4.3, text
READING = 7.0  # WCAG 1.4.6, what we hold ourselves to for running text
SHAPE = 3.0  # WCAG 1.4.11, edges of controls and focus marks

_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_STEP = 0.005
_SEEN = 2.5  # what an ornament needs to be noticed at all
_GREY = 0.03  # below this chroma the eye sees a grey, and its hue means nothing


class NotAColour(ValueError):
    """The text is not a hexadecimal colour."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A colour safe under white text. ``contrast`` is with white, as a ratio from 1 to 21."""

    colour: str
    contrast: float
    changed: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two colours that meet on a page, and the least contrast they need together."""

    scheme: str
    front: str
    back: str
    front_colour: str
    back_colour: str
    contrast: float
    needed: float

    @property
    def passes(self) -> bool:
        return self.contrast >= self.needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """The colours of one mode. A field ``brand_ink`` becomes the property ``--brand-ink``."""

    ground: str
    surface: str
    sunk: str
    line: str
    edge: str
    ink: str
    ink_soft: str
    vivid: str
    on_vivid: str
    brand: str
    brand_hover: str
    on_brand: str
    brand_ink: str
    brand_soft: str
    deep: str
    on_deep: str
    on_deep_soft: str
    accent: str
    on_accent: str
    accent_ink: str
    accent_soft: str
    focus: str
    good_ink: str
    good_soft: str
    warn_ink: str
    warn_soft: str
    bad: str
    on_bad: str
    bad_ink: str
    bad_soft: str
    info_ink: str
    info_soft: str

    def css(self) -> str:
        return "".join(
            f"--{field.name.replace('_', '-')}:{getattr(self, field.name)};"
            for field in fields(self)
        )


_PAGES = ("ground", "surface", "sunk")
_SOFTS = ("brand_soft", "accent_soft", "good_soft", "warn_soft", "bad_soft", "info_soft")
_MEETINGS: tuple[tuple[str, tuple[str, ...], float], ...] = (
    ("ink", _PAGES + _SOFTS, READING),
    ("ink_soft", _PAGES + _SOFTS, TEXT),
    ("brand_ink", (*_PAGES, "brand_soft"), TEXT),
    ("on_brand", ("brand", "brand_hover"), TEXT),
    ("on_vivid", ("vivid",), TEXT),
    ("on_deep", ("deep",), READING),
    ("on_deep_soft", ("deep",), TEXT),
    ("on_accent", ("accent",), TEXT),
    ("accent_ink", (*_PAGES, "accent_soft"), TEXT),
    ("good_ink", (*_PAGES, "good_soft"), TEXT),
    ("warn_ink", (*_PAGES, "warn_soft"), TEXT),
    ("bad_ink", (*_PAGES, "bad_soft"), TEXT),
    ("on_bad", ("bad",), TEXT),
    ("info_ink", (*_PAGES, "info_soft"), TEXT),
    ("edge", _PAGES, SHAPE),
    ("focus", _PAGES + _SOFTS, SHAPE),
)


@dataclass(frozen=True, slots=True)
class Palette:
    """Everything drawn from one main colour and, if given, one accent."""

    main: Mended
    accent: Mended
    light: Scheme
    dark: Scheme

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Every pair of colours our components put together, in both modes."""
        return (*_meet("light", self.light), *_meet("dark", self.dark))

    @property
    def asked_contrast(self) -> float:
        """The ratio of white text on the colour as it was chosen, before mending."""
        return contrast(self.light.vivid, WHITE)

    def css(self) -> str:
        """Custom properties for both modes, in the cascade layer ``tenant``."""
        return (
            "@layer tenant{"
            f":root{{{self.light.css()}}}"
            f"@media screen and (prefers-color-scheme:dark){{:root{{{self.dark.css()}}}}}"
            "}"
        )


def normal(colour: str) -> str:
    """``#ABC``, ``abc`` or ``#AABBCC`` as ``#aabbcc``. Raises NotAColour."""
    found = _HEX.fullmatch(colour.strip())
    if found is None:
        raise NotAColour(colour)
    digits = found[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def contrast(a: str, b: str) -> float:
    """WCAG contrast ratio of two colours, from 1 (the same) to 21 (black on white)."""
    dark, light = sorted((_luminance(a), _luminance(b)))
    return (light + 0.05) / (dark + 0.05)


def mend(colour: str) -> Mended:
    """The nearest colour of the same hue on which white text is readable. Raises NotAColour."""
    asked = normal(colour)
    mended = _until(asked, [WHITE], TEXT, darker=True)
    return Mended(mended, contrast(mended, WHITE), mended != asked)


@lru_cache(maxsize=512)
def derive(main: str, accent: str | None = None) -> Palette:
    """The palette of a main colour; without accent, one is chosen to go with it.

    Raises NotAColour.
    """
    asked, second = normal(main), normal(accent) if accent else _companion(normal(main))
    mended, mended_accent = mend(asked), mend(second)
    return Palette(
        main=mended,
        accent=mended_accent,
        light=_light(asked, mended.colour, mended_accent.colour),
        dark=_dark(asked, second),
    )


def _light(asked: str, main: str, accent: str) -> Scheme:
    _, chroma, hue = _oklch(main)
    tint = min(chroma, 0.006)
    pages = [_tone(0.985, tint, hue), WHITE, _tone(0.962, tint * 1.6, hue)]
    brand_soft = _tone(0.945, min(chroma * 0.3, 0.028), hue)
    accent_soft = _soft(accent, 0.95)
    softs = [brand_soft, accent_soft, *(_tone(0.955, 0.03, h) for h in _STATES.values())]
    deep = _until(_tone(0.27, min(chroma, 0.065), hue), [WHITE], 11, darker=True)
    return Scheme(
        ground=pages[0],
        surface=pages[1],
        sunk=pages[2],
        line=_tone(0.9, tint * 1.6, hue),
        edge=_until(_tone(0.66, tint * 2, hue), pages, SHAPE, darker=True),
        ink=_until(_tone(0.25, tint * 2.5, hue), pages + softs, READING, darker=True),
        ink_soft=_until(_tone(0.46, tint * 2.5, hue), pages + softs, TEXT, darker=True),
        vivid=asked,
        on_vivid=_readable_on(asked),
        brand=main,
        brand_hover=_shift(main, -0.06),
        on_brand=WHITE,
        brand_ink=_until(main, [*pages, brand_soft], TEXT, darker=True),
        brand_soft=brand_soft,
        deep=deep,
        on_deep=WHITE,
        on_deep_soft=_until(_tone(0.86, tint * 3, hue), [deep], TEXT, darker=False),
        accent=accent,
        on_accent=WHITE,
        accent_ink=_until(accent, [*pages, accent_soft], TEXT, darker=True),
        accent_soft=accent_soft,
        focus=_until(_tone(0.45, 0.19, 262), pages + softs, SHAPE, darker=True),
        bad="#b3261e",
        on_bad=WHITE,
        **_states(pages, lightness=0.42, soft=0.955, soft_chroma=0.03, darker=True),
    )


def _dark(asked: str, accent: str) -> Scheme:
    _, chroma, hue = _oklch(asked)
    tint = min(chroma, 0.012)
    pages = [_tone(0.19, tint, hue), _tone(0.23, tint, hue), _tone(0.16, tint, hue)]
    brand_soft = _tone(0.29, min(chroma * 0.5, 0.045), hue)
    accent_soft = _soft(accent, 0.3)
    softs = [brand_soft, accent_soft, *(_tone(0.29, 0.04, h) for h in _STATES.values())]
    brand = _pastel(asked, [*pages, brand_soft])
    second = _pastel(accent, [*pages, accent_soft])
    deep = _tone(0.14, min(chroma, 0.03), hue)
    vivid = asked if contrast(asked, pages[0]) >= _SEEN else brand
    return Scheme(
        ground=pages[0],
        surface=pages[1],
        sunk=pages[2],
        line=_tone(0.34, tint, hue),
        edge=_until(_tone(0.52, tint, hue), pages, SHAPE, darker=False),
        ink=_until(_tone(0.94, tint * 0.6, hue), pages + softs, READING, darker=False),
        ink_soft=_until(_tone(0.77, tint, hue), pages + softs, TEXT, darker=False),
        vivid=vivid,
        on_vivid=_readable_on(vivid),
        brand=brand,
        brand_hover=_shift(brand, 0.05),
        on_brand=_until(_tone(0.2, tint * 2, hue), [brand], TEXT, darker=True),
        brand_ink=brand,
        brand_soft=brand_soft,
        deep=deep,
        on_deep=_until(_tone(0.95, tint, hue), [deep], READING, darker=False),
        on_deep_soft=_until(_tone(0.8, tint, hue), [deep], TEXT, darker=False),
        accent=second,
        on_accent=_until(_tone(0.2, 0.02, _oklch(accent)[2]), [second], TEXT, darker=True),
        accent_ink=second,
        accent_soft=accent_soft,
        focus=_until(_tone(0.82, 0.11, 240), pages + softs, SHAPE, darker=False),
        bad="#f2a19a",
        on_bad="#2b0705",
        **_states(pages, lightness=0.82, soft=0.29, soft_chroma=0.04, darker=False),
    )


_STATES = {"good": 152.0, "warn": 75.0, "bad": 27.0, "info": 250.0}


def _states(
    pages: list[str], *, lightness: float, soft: float, soft_chroma: float, darker: bool
) -> dict[str, str]:
    """Good, warning, bad and information keep their hue for every tenant: they carry meaning."""
    colours: dict[str, str] = {}
    for name, hue in _STATES.items():
        ground = _tone(soft, soft_chroma, hue)
        front = _until(_tone(lightness, 0.11, hue), [*pages, ground], TEXT, darker=darker)
        colours |= {f"{name}_ink": front, f"{name}_soft": ground}
    return colours


def _companion(colour: str) -> str:
    """An accent to go with a colour: terracotta beside cool ones and greys, blue beside warm."""
    _, chroma, hue = _oklch(colour)
    warm = chroma >= _GREY and (hue < 115 or hue > 325)
    return _tone(0.52, 0.12, 245.0 if warm else 42.0)


def _pastel(colour: str, grounds: list[str]) -> str:
    """The light form of a colour, to write and to fill with on dark pages."""
    lightness, chroma, hue = _oklch(colour)
    return _until(_tone(max(lightness, 0.8), min(chroma, 0.12), hue), grounds, TEXT, darker=False)


def _soft(colour: str, lightness: float) -> str:
    _, chroma, hue = _oklch(colour)
    return _tone(lightness, min(chroma * 0.3, 0.035), hue)


def _shift(colour: str, step: float) -> str:
    lightness, chroma, hue = _oklch(colour)
    return _tone(min(1.0, max(0.0, lightness + step)), chroma, hue)


def _readable_on(ground: str) -> str:
    """White, else near-black: against any colour, white or black reaches at least 4.58:1."""
    candidates = (WHITE, "#161616", BLACK)
    return next(text for text in candidates if contrast(text, ground) >= TEXT)


def _until(colour: str, grounds: Iterable[str], needed: float, *, darker: bool) -> str:
    """Move a colour's lightness, hue kept, until it reads on every ground."""
    backs = list(grounds)
    lightness, chroma, hue = _oklch(colour)
    while min(contrast(colour, back) for back in backs) < needed:
        lightness += -_STEP if darker else _STEP
        if not 0 < lightness < 1:
            return BLACK if darker else WHITE
        colour = _tone(lightness, chroma, hue)
    return colour


def _meet(name: str, scheme: Scheme) -> Iterable[Pair]:
    for front, backs, needed in _MEETINGS:
        for back in backs:
            top, bottom = getattr(scheme, front), getattr(scheme, back)
            yield Pair(name, front, back, top, bottom, contrast(top, bottom), needed)


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(maxsize=4096)
def _linear(colour: str) -> tuple[float, float, float]:
    """Linear light of each channel, from 0 to 1."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return red, green, blue


def _oklch(colour: str) -> tuple[float, float, float]:
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _tone(lightness: float, chroma: float, hue: float) -> str:
    """The sRGB colour of an OKLCH one, with chroma lowered until it exists on a screen."""
    if _exists(channels := _channels(lightness, chroma, hue)):
        return _hex(channels)
    low, high = 0.0, chroma
    for _ in range(12):
        middle = (low + high) / 2
        if _exists(_channels(lightness, middle, hue)):
            low = middle
        else:
            high = middle
    return _hex(_channels(lightness, low, hue))


def _channels(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _exists(channels: tuple[float, float, float]) -> bool:
    return all(-0.0005 <= channel <= 1.0005 for channel in channels)


def _hex(channels: tuple[float, float, float]) -> str:
    clipped = (min(1.0, max(0.0, channel)) for channel in channels)
    encoded = (12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in clipped)
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in encoded)
