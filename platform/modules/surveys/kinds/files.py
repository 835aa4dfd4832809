"""A file that somebody joins: checked, kept apart from what the site shows, read by the team alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from modules.surveys.document import Choice, Question
from modules.surveys.kinds.base import MISSING, Kind, Said, wording
from tenants.limits import fits

MOST_BYTES = 5_000_000
BEGINS = {  # how a file of each kind begins: its name alone proves nothing
    ".pdf": (b"%PDF-",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".webp": (b"RIFF",),
}


class Upload(forms.FileInput):
    """A file, or the one that the draft keeps already; with a box to take that one away."""

    template_name = "surveys/widgets/file.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        kept = value if isinstance(value, str) else ""
        return {**context, "kept": PurePosixPath(kept).name, "accept": ",".join(BEGINS)}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The upload; else the path that the server keeps (views put it there, never the sender)."""
        sent = files.get(name) if files else None
        return sent or ("" if data.get(f"{name}.remove") else data.get(name) or "")


class UploadField(forms.Field):
    """Cleans to the uploaded file, or to the path of one kept before."""

    def clean(self, value: Any) -> Any:
        if not value:
            if self.required:
                raise ValidationError(MISSING["required"])
            return ""
        if not isinstance(value, str):
            self._check(value)
        return value

    def _check(self, upload: Any) -> None:
        if upload.size > MOST_BYTES:
            raise ValidationError(_("This file is too heavy: 5 MB at most."))
        if not fits(upload.size):
            raise ValidationError(
                _("This site has no room left for files: answer without one, or write to its team.")
            )
        begins = BEGINS.get(PurePosixPath(upload.name).suffix.lower(), ())
        head = upload.read(16)
        upload.seek(0)
        if not head.startswith(begins) or not begins:
            raise ValidationError(_("Join a PDF, or a picture in PNG, JPEG or WebP."))


class File(Kind):
    """A document or a picture."""

    key, label, icon, group = "file", _("File"), "paperclip", _("Places and files")
    seconds = 40

    def field(self, question: Question, order: Sequence[Choice]) -> forms.Field:
        said = wording(question)
        said["help_text"] = said["help_text"] or _("A PDF or a picture, 5 MB at most.")
        return UploadField(widget=Upload(), **said)

    def said(self, question: Question, value: Any) -> list[Said]:
        return [Said(text=value)] if isinstance(value, str) and value else []

    def words(self, question: Question, said: Sequence[Said]) -> str | float:
        return PurePosixPath(said[0].text).name
