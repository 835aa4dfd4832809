"""Uploaded pictures: checked, re-encoded in the widths we show, each within a budget of bytes.

What leaves here was written by us, pixel by pixel. Nothing of the sent file survives but what it
showed: no metadata, no script, no second format inside.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MAX_BYTES = 8_000_000  # what a telephone's camera sends
MAX_SIDE = 12_000  # pixels
MAX_PIXELS = 30_000_000  # after the shortcut that JPEG offers: what one picture may cost in memory
WIDEST = 960  # pixels
# Quality, and by how much detail is softened first.
_STEPS = (*((quality, 1) for quality in range(80, 15, -8)), (24, 2), (16, 4), (16, 8), (16, 16))
_FORMATS = ("PNG", "JPEG", "WEBP")
FOLDER = "pictures"
WHOLE = "whole"  # in a file's name, in the place of its width
WHOLE_BUDGET = 150_000  # bytes; it is never on a page
type Focus = tuple[float, float]  # a point, as parts of the width and the height
CENTRE: Focus = (0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a picture is for: the bytes that each width may weigh, and its height over its width at most."""

    budgets: Mapping[int, int]
    tallest: float


# A first view with a banner weighs 60 KiB at most, letters and logo included.
BANNER = Shape({480: 6_000, WIDEST: 12_000}, tallest=0.625)
FIGURE = Shape({480: 10_000, WIDEST: 24_000}, tallest=1.25)  # fetched when one scrolls to it


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture and what it is for; nothing is written before `keep`.

    `whole` is the key of its uncut form, where that is among the tenant's files already.
    """

    image: Image.Image
    shape: Shape
    whole: str = ""

    @property
    def most_bytes(self) -> int:
        """What its files weigh at most."""
        whole = WHOLE_BUDGET if self.image.height > self.image.width * self.shape.tallest else 0
        return sum(self.shape.budgets.values()) + whole

    def keep(self, focus: Focus = CENTRE) -> dict[str, Any]:
        """Write it among the current tenant's files, what is too tall cut away around `focus`.

        Returns what a look's JSON remembers of it: with its whole, where it was cut, for another cut.
        """
        cut = _cut(self.image, self.shape.tallest, focus)
        files = _encode(cut, self.shape)
        kept = {"key": _digest(*(content for content, _size in files))}
        for content, (width, _height) in files:
            _write(kept["key"], width, content)
        whole = {} if cut is self.image else {"whole": self.whole or self._keep_whole()}
        return {**kept, "sizes": [list(size) for _content, size in files], **whole}

    def encoded(self) -> list[tuple[bytes, tuple[int, int]]]:
        """Its files, each with its size, for a room that keeps them by itself."""
        return _encode(_cut(self.image, self.shape.tallest, CENTRE), self.shape)

    def _keep_whole(self) -> str:
        content = within(_narrowed(self.image, WIDEST), WHOLE_BUDGET)
        _write(key := _digest(content), WHOLE, content)
        return key


@dataclass(frozen=True, slots=True)
class Shown:
    """A kept picture, ready for an `<img>`: the widest for `src`, all of them for `srcset`."""

    url: str
    srcset: str
    width: int
    height: int


def read(upload: File[bytes], shape: Shape) -> Picture:
    """The picture in an uploaded file. Raises ValidationError, with a sentence for who sent it."""
    check_weight(upload, MAX_BYTES)
    return Picture(decode(upload.read(), max_side=MAX_SIDE).convert("RGB"), shape)


def cut_anew(kept: Mapping[str, Any], shape: Shape, focus: Focus) -> Mapping[str, Any]:
    """A kept picture cut around another point; the same where nothing of it was cut away."""
    if not is_cut(kept):
        return kept
    with default_storage.open(_name(kept["whole"], WHOLE)) as file, Image.open(file) as image:
        return Picture(image.convert("RGB"), shape, kept["whole"]).keep(focus)


def is_cut(kept: Mapping[str, Any]) -> bool:
    """Whether something of a kept picture was cut away, so that another point would show another part."""
    return "whole" in kept


def show(kept: Mapping[str, Any] | None) -> Shown | None:
    """What a look's JSON remembers, for a page; None where there is no picture."""
    if not kept:
        return None
    urls = {w: default_storage.url(_name(kept["key"], w)) for w, _height in kept["sizes"]}
    width, height = kept["sizes"][-1]
    srcset = ", ".join(f"{url} {w}w" for w, url in urls.items())
    return Shown(urls[width], srcset, width, height)


def check_weight(upload: File[bytes], limit: int) -> None:
    """Refuse a file of more than `limit` bytes, telling both sizes."""
    if upload.size > limit:
        size = f"{upload.size / 1_000_000:.1f}".replace(".", ",")
        raise ValidationError(
            _(
                "This picture is too heavy: %(size)s MB, for %(most)s MB at most. Choose a smaller one."
            )
            % {"size": size, "most": limit // 1_000_000},
            code="too_heavy",
        )


def decode(content: bytes, *, max_side: int) -> Image.Image:
    """The pixels, upright. The size is read and refused before any of them is unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
                _check_size(image, max_side)
                image.load()
                return ImageOps.exif_transpose(image).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _too_large(max_side) from bomb
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as unreadable:
        raise ValidationError(
            _("This file cannot be read as a picture. Send a PNG, JPEG or WebP file."),
            code="not_a_picture",
        ) from unreadable


def _check_size(image: Image.Image, max_side: int) -> None:
    if max(image.size) > max_side:
        raise _too_large(max_side)
    image.draft("RGB", (2 * WIDEST, 2 * WIDEST))  # a JPEG is unpacked smaller at once
    if image.width * image.height > MAX_PIXELS:
        raise _too_large(max_side)


def _too_large(max_side: int) -> ValidationError:
    return ValidationError(
        _("This picture is too large: %(side)s pixels a side at most. Choose a smaller one.")
        % {"side": max_side},
        code="too_large",
    )


def _cut(image: Image.Image, ratio: float, focus: Focus) -> Image.Image:
    """Without what is too tall, around the focus; the very same picture where nothing is."""
    tallest = max(1, round(image.width * ratio))
    if image.height <= tallest:
        return image
    top = round((image.height - tallest) * focus[1])
    return image.crop((0, top, image.width, top + tallest))


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    """At most so wide."""
    if image.width <= width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _encode(image: Image.Image, shape: Shape) -> list[tuple[bytes, tuple[int, int]]]:
    """The WebP files, each with its size, of our widths or of the picture's own where it is smaller."""
    files = []
    for width in sorted({min(width, image.width) for width in shape.budgets}):
        budget = next(most for limit, most in shape.budgets.items() if width <= limit)
        scaled = _narrowed(image, width)
        files.append((within(scaled, budget), scaled.size))
    return files


def within(image: Image.Image, budget: int) -> bytes:
    """The best quality that fits the budget; then ever softer forms, for what is nothing but detail."""
    content = b""
    for quality, softness in _STEPS:
        content = _webp(_softened(image, softness), quality)
        if len(content) <= budget:
            break
    return content


def _softened(image: Image.Image, by: int) -> Image.Image:
    if by == 1:
        return image
    small = image.resize((-(-image.width // by), -(-image.height // by)), Image.Resampling.BOX)
    return small.resize(image.size, Image.Resampling.BICUBIC)


def _webp(image: Image.Image, quality: int) -> bytes:
    written = io.BytesIO()
    image.save(written, "WEBP", quality=quality, method=6)
    return written.getvalue()


def _digest(*contents: bytes) -> str:
    return hashlib.sha256(b"".join(contents)).hexdigest()[:16]


def _write(key: str, width: int | str, content: bytes) -> None:
    if not default_storage.exists(name := _name(key, width)):
        default_storage.save(name, ContentFile(content))


def _name(key: str, width: int | str) -> str:
    return f"{FOLDER}/{key}-{width}.webp"
