"""Files of surveys: pictures that questions show, and what people join, which only the team reads."""

from __future__ import annotations

import hashlib
import io
import secrets
import warnings
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from themes.storage import PrivateStorage, TenantStorage

MOST_BYTES, MOST_SIDE = 5_000_000, 6_000
KEPT = (1_400, 1_400)  # pixels
NAME_LENGTH = 80  # characters


def url_of(picture: str) -> str:
    """Where a question's picture is shown; empty without one."""
    return TenantStorage().url(picture) if picture else ""


def keep_picture(upload: Any) -> str:
    """Keep a picture for a question, drawn anew: nothing of the file survives but what it shows."""
    if upload.size > MOST_BYTES:
        raise ValidationError(_("This picture is too heavy: 5 MB at most."))
    drawn = io.BytesIO()
    _pixels(upload.read()).save(drawn, "WEBP", quality=82, method=4)
    name = f"surveys/{hashlib.sha256(drawn.getvalue()).hexdigest()[:20]}.webp"
    storage = TenantStorage()
    if not storage.exists(name):
        storage.save(name, ContentFile(drawn.getvalue()))
    return name


def _pixels(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as image:
                if max(image.size) > MOST_SIDE:
                    raise ValidationError(
                        _("This picture is too large: 6000 pixels a side at most.")
                    )
                image.load()
                drawn = ImageOps.exif_transpose(image).convert("RGB")
                drawn.thumbnail(KEPT, Image.Resampling.LANCZOS)
                return drawn
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Warning) as unreadable:
        raise ValidationError(
            _("This file cannot be read as a PNG, JPEG or WebP picture.")
        ) from unreadable


def keep_file(upload: Any) -> str:
    """Keep what somebody joined, under a name that cannot be guessed; the path to it."""
    given = PurePosixPath(upload.name)
    name = get_valid_filename(given.stem[:NAME_LENGTH] or "fichier") + given.suffix.lower()
    return str(PrivateStorage().save(f"surveys/{secrets.token_hex(12)}/{name}", upload))


def forget_file(path: str) -> None:
    """Remove what somebody joined."""
    PrivateStorage().delete(path)
