"""An uploaded document: one of a short list of kinds, known by what is in it, kept as it came.

It is never shown within our pages: it is downloaded. One that could run something (macros) is refused.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

MEGABYTE = 1_000_000  # bytes
BEGINNING = 1_024  # bytes in which a PDF says that it is one
MIMETYPE = 100  # characters: the longest type that an OpenDocument file names
MACROS = ("vbaproject.bin", "basic/", "scripts/")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of document. `key` is its extension, `name` what people call it."""

    key: str
    name: str
    content_type: str
    is_one: Callable[[File[bytes], Kind], bool]


def _is_pdf(upload: File[bytes], kind: Kind) -> bool:
    return b"%PDF-" in upload.read(BEGINNING)


def _is_open_document(upload: File[bytes], kind: Kind) -> bool:
    with zipfile.ZipFile(upload) as packed, packed.open("mimetype") as told:
        return told.read(MIMETYPE).decode() == kind.content_type and not _runs(packed)


def _is_office(upload: File[bytes], kind: Kind) -> bool:
    folder = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}[kind.key]
    with zipfile.ZipFile(upload) as packed:
        names = packed.namelist()
        known = "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)
        return known and not _runs(packed)


def _runs(packed: zipfile.ZipFile) -> bool:
    names = (name.lower() for name in packed.namelist())
    return any(name.startswith(MACROS[1:]) or name.endswith(MACROS[0]) for name in names)


_OPEN, _OFFICE = (
    "application/vnd.oasis.opendocument.",
    "application/vnd.openxmlformats-officedocument.",
)
KINDS: Mapping[str, Kind] = {
    key: Kind(key=key, name=name, content_type=content_type, is_one=is_one)
    for key, name, content_type, is_one in (
        ("pdf", "PDF", "application/pdf", _is_pdf),
        ("odt", "ODT", f"{_OPEN}text", _is_open_document),
        ("ods", "ODS", f"{_OPEN}spreadsheet", _is_open_document),
        ("odp", "ODP", f"{_OPEN}presentation", _is_open_document),
        ("docx", "DOCX", f"{_OFFICE}wordprocessingml.document", _is_office),
        ("xlsx", "XLSX", f"{_OFFICE}spreadsheetml.sheet", _is_office),
        ("pptx", "PPTX", f"{_OFFICE}presentationml.presentation", _is_office),
    )
}


def check_weight(upload: File[bytes], limit: int) -> None:
    """Refuse a file of more than `limit` bytes, telling the limit. Raises ValidationError."""
    if upload.size > limit:
        wrong = _("This file is too heavy: %s MB at most.") % (limit // MEGABYTE)
        raise ValidationError(wrong, code="too_heavy")


def is_a(kind: Kind, upload: File[bytes]) -> bool:
    """Whether the upload is of this kind by its content; it is left at its beginning."""
    upload.seek(0)
    try:
        return kind.is_one(upload, kind)
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError, OSError):
        return False  # no archive, a broken one, or one that is locked
    finally:
        upload.seek(0)


def kind_of(upload: File[bytes]) -> Kind:
    """What kind of document it is, whatever its name says. Raises ValidationError for any other."""
    for kind in KINDS.values():
        if is_a(kind, upload):
            return kind
    raise ValidationError(
        _(
            "This is no document that we keep: choose a file of one of these kinds, without macros: %s."
        )
        % ", ".join(kind.name for kind in KINDS.values()),
        code="no_document",
    )
