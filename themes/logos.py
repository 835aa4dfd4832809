"""An uploaded logo: checked, re-encoded, shrunk.

Like every picture (`themes.pictures`), what leaves here was written by us, pixel by pixel: an SVG too.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from django.core.files import File
from PIL import Image, ImageOps

from themes import pictures, svg

MAX_BYTES = 2_000_000
MAX_SIDE = 4_000  # pixels
KEPT = (480, 192)  # pixels, four times what the header shows
HEAVIEST = 6_000  # bytes: it is part of every first view
ICON = 192  # pixels


@dataclass(frozen=True, slots=True)
class Logo:
    """A WebP picture of at most 480 × 192 pixels, and a square PNG icon of 192."""

    picture: bytes
    icon: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.picture).hexdigest()[:16]


def read(upload: File[bytes]) -> Logo:
    """The logo in an uploaded file. Raises ValidationError, with a sentence for who sent it."""
    pictures.check_weight(upload, MAX_BYTES)
    content = upload.read()
    width, height = KEPT
    if svg.is_svg(content):
        return _encode(_shrink(svg.draw(content, width=2 * width, height=2 * height)))
    return _encode(_shrink(pictures.decode(content, max_side=MAX_SIDE)))


def _shrink(image: Image.Image) -> Image.Image:
    """Without its transparent margins, and no larger than we show it."""
    box = image.getchannel("A").getbbox()
    trimmed = image.crop(box) if box else image
    trimmed.thumbnail(KEPT, Image.Resampling.LANCZOS)
    return trimmed


def _encode(image: Image.Image) -> Logo:
    picture = pictures.within(image, HEAVIEST)
    icon = io.BytesIO()
    square = ImageOps.pad(image, (ICON, ICON), Image.Resampling.LANCZOS, color=(0, 0, 0, 0))
    square.quantize(64, Image.Quantize.FASTOCTREE).save(icon, "PNG", optimize=True)
    return Logo(picture, icon.getvalue(), image.width, image.height)
