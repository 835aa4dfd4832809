"""The house's letters: Figtree, one variable file cut down to what our languages write.

``python -m themes.font`` writes it from the package ``fontpkg-figtree``; like the stylesheet it is
committed, so that serving a page needs no build. Only a developer needs fontTools.
"""

import io
import sys
from importlib.resources import files
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

TARGET = Path(__file__).parent / "static" / "themes" / "figtree.woff2"
WEIGHTS = (400, 800)
# Latin with its accents (names come from all of Europe), and the signs that French typography asks for.
RANGES = [(0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B)]
SIGNS = "\u2009\u202f\u2010\u2011–—‘’‚“”„†•…‰‹›€™←↑→↓−×"
FEATURES = ["kern", "mark", "ccmp", "locl", "tnum", "lnum"]


def characters() -> set[int]:
    """Every character that the file must draw."""
    spans = (range(first, last + 1) for first, last in RANGES)
    return {code for span in spans for code in span} | {ord(sign) for sign in SIGNS}


def build() -> bytes:
    """The whole family's upright, its weights kept variable, everything else left out."""
    source = files("fontpkg_figtree") / "files" / "Figtree[wght].ttf"
    font = instantiateVariableFont(TTFont(io.BytesIO(source.read_bytes())), {"wght": WEIGHTS})
    font = _again(font)
    options = subset.Options(layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 13, 14])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters())
    cutter.subset(font)
    font.flavor = "woff2"
    return _bytes(font)


def _again(font: TTFont) -> TTFont:
    """Written and read once: the subsetter needs every table's final shape."""
    return TTFont(io.BytesIO(_bytes(font)))


def _bytes(font: TTFont) -> bytes:
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


if __name__ == "__main__":
    TARGET.write_bytes(build())
    sys.stdout.write(f"{TARGET.name}: {TARGET.stat().st_size} bytes\n")
