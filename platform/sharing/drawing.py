"""Pictures drawn by typst, from a drawing of `drawings/` and data.

typst sets the words (fonts, lines, sizes that fit) and draws in some 25 ms; Pillow then keeps 256 colours,
which is a third of the weight (infra/decisions/0016-sharing.md).
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_figtree
import typst
from PIL import Image

FOLDER = Path(__file__).parent / "drawings"
COLOURS = 256
LONG = re.compile(r"\S{24,}")
BREAK = "\N{ZERO WIDTH SPACE}"
# Signs that have no shape, and the pictures that no text font draws.
UNDRAWN = {"Cc", "Cf", "Cn", "Co", "Cs", "So"}


def draw(drawing: str, data: Mapping[str, Any]) -> bytes:
    """A PNG, one pixel a typst point. `data` is what the drawing reads as `told`."""
    told = json.dumps({"font": fontpkg_figtree.FAMILY, **data})
    png = typst.compile(
        source(drawing),
        format="png",
        ppi=72,
        font_paths=_fonts(),
        sys_inputs={"data": told},
    )
    return _lighter(png)


@cache
def source(drawing: str) -> bytes:
    """The text of a drawing: also what tells that pictures made before it are old."""
    return (FOLDER / f"{drawing}.typ").read_bytes()


def drawable(text: str) -> str:
    """Text as a picture can show it: no sign without a shape, and endless words may break."""
    shown = "".join(sign for sign in text if unicodedata.category(sign) not in UNDRAWN)
    return LONG.sub(lambda word: BREAK.join(word[0]), " ".join(shown.split()))


def as_svg(picture: bytes) -> str:
    """A picture of pixels inside an SVG: the one way for it to travel as text."""
    with Image.open(io.BytesIO(picture)) as image:
        width, height, kind = image.width, image.height, image.get_format_mimetype()
    inside = f"data:{kind};base64,{b64encode(picture).decode()}"
    size = f"width='{width}' height='{height}'"
    return f"<svg xmlns='http://www.w3.org/2000/svg' {size}><image {size} href='{inside}'/></svg>"


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(fontpkg_figtree.ROOT / "files")])


def _lighter(png: bytes) -> bytes:
    kept = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        few = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(kept, "PNG", optimize=True)
    return kept.getvalue()
