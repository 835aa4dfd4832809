"""Pictures and files beside a text: few, light, written anew or only downloaded, and seen as the text is.

A picture is unpacked and written again by us. A file is a PDF, sent as it came, to be kept and never to be
shown within our pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Ability
from audit.actions import record
from consultations.models import Consultation
from consultations.permissions import Person, Refused, Verdict, is_on
from consultations.selectors import consultations_for
from contributions.models import Attachment, Contribution
from themes import documents
from themes.pictures import Picture
from themes.storage import PrivateStorage

MOST = {Attachment.Kind.PICTURE: 3, Attachment.Kind.FILE: 2}  # of each, beside one text
FILE_BYTES = 5_000_000
_State = Contribution.Moderation
_SEEN = frozenset({_State.PUBLISHED, _State.MERGED, _State.DIVIDED})


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One attachment, ready for a page: a picture has a size in pixels and a `srcset`."""

    pk: UUID
    title: str
    url: str
    size: int
    srcset: str = ""
    width: int = 0
    height: int = 0


class TooMany(Exception):
    """A text has as many of this kind as it may."""


@transaction.atomic
def attach_picture(text: Contribution, picture: Picture, title: str, *, by: User) -> Attachment:
    """Keep a picture beside one's text. Raises Refused, TooMany. The caller has checked the moment."""
    files = picture.encoded()
    weight = sum(len(content) for content, _size in files)
    made = _make(text, Attachment.Kind.PICTURE, title, weight, by=by)
    made.sizes = [list(size) for _content, size in files]
    made.save(update_fields=["sizes"])
    for content, (width, _height) in files:
        PrivateStorage().save(_name(made, width), ContentFile(content))
    return made


@transaction.atomic
def attach_file(text: Contribution, upload: File[bytes], title: str, *, by: User) -> Attachment:
    """Keep a PDF beside one's text. Raises Refused, TooMany; the form has looked at the file."""
    made = _make(text, Attachment.Kind.FILE, title, upload.size, by=by)
    PrivateStorage().save(_name(made), upload)
    return made


@transaction.atomic
def detach(attachment: Attachment, *, by: User) -> None:
    """Take one away from one's own text, its files too. Refused for another's."""
    if attachment.contribution.author_id != by.pk:
        raise Refused(Verdict.NOT_YOUR_ROLE)
    sentence = _("took “%(title)s” away from contribution no. %(number)s")
    _record(attachment.contribution, sentence, attachment.title, "attachment.removed", by=by)
    attachment.delete()


def read_pdf(upload: File[bytes]) -> File[bytes]:
    """The upload, if it is a PDF of a weight we keep; else ValidationError, with a sentence for who sent it."""
    documents.check_weight(upload, FILE_BYTES)
    if not documents.is_a(documents.KINDS["pdf"], upload):
        raise ValidationError(
            _("This file is no PDF. Save your document as PDF first."), code="no_pdf"
        )
    return upload


def shown(attachments: Iterable[Attachment]) -> tuple[list[Shown], list[Shown]]:
    """Pictures and files, apart, in their order."""
    every = list(attachments)
    pictures = [_picture(one) for one in every if one.kind == Attachment.Kind.PICTURE]
    files = [_file(one) for one in every if one.kind == Attachment.Kind.FILE]
    return pictures, files


def get_attachment_for(person: Person, pk: UUID) -> Attachment:
    """One that `person` may fetch: as they may read its text; else Http404."""
    seen = consultations_for(person).exclude(state=Consultation.State.DRAFT)
    found = (
        Attachment.objects.select_related("contribution__consultation", "contribution__phase")
        .annotate(is_seen=Exists(seen.filter(pk=OuterRef("contribution__consultation"))))
        .defer("contribution__search", "contribution__body")
        .filter(pk=pk)
        .first()
    )
    if found is None or not _may_read(person, found.contribution, found.is_seen):
        raise Http404
    return found


def open_file(attachment: Attachment, width: int = 0) -> File[bytes]:
    """The file itself, a picture's at one of its widths; else Http404."""
    known = [size[0] for size in attachment.sizes]
    if (width or None) not in (known or [None]):
        raise Http404
    try:
        return PrivateStorage().open(_name(attachment, width))
    except OSError as gone:
        raise Http404 from gone


def forget_files(attachment: Attachment) -> None:
    """Delete the files of a row that goes, once it is gone for good."""
    widths = [size[0] for size in attachment.sizes] or [0]
    names = [_name(attachment, width) for width in widths]
    transaction.on_commit(lambda: _delete(names))


def _delete(names: Iterable[str]) -> None:
    for name in names:
        PrivateStorage().delete(name)


def _may_read(person: Person, text: Contribution, is_seen: bool) -> bool:
    if text.phase.module is None or not is_on(text.phase.module):
        return False
    if isinstance(person, User) and _is_concerned(person, text):
        return True
    return text.moderation in _SEEN and is_seen


def _is_concerned(person: User, text: Contribution) -> bool:
    return person.may(Ability.ENTER_WORKSPACE) or text.author_id == person.pk


def _make(
    text: Contribution, kind: Attachment.Kind, title: str, size: int, *, by: User
) -> Attachment:
    locked = Contribution.objects.select_for_update().get(pk=text.pk)
    if locked.author_id != by.pk:
        raise Refused(Verdict.NOT_YOUR_ROLE)
    if locked.attachments.filter(kind=kind).count() >= MOST[kind]:
        raise TooMany
    sentence = _("added “%(title)s” to contribution no. %(number)s")
    _record(locked, sentence, title, "attachment.added", by=by)
    return Attachment.objects.create(contribution=locked, kind=kind, title=title, size=size)


def _record(text: Contribution, sentence: str, title: str, verb: str, *, by: User) -> None:
    record(verb, sentence % {"title": title, "number": text.number}, by=by, about=text.pk)


def _picture(one: Attachment) -> Shown:
    urls = {w: reverse("attachments:picture", args=[one.pk, w]) for w, _height in one.sizes}
    width, height = one.sizes[-1]
    srcset = ", ".join(f"{url} {w}w" for w, url in urls.items())
    return Shown(pk=one.pk, title=one.title, url=urls[width], size=one.size,
                 srcset=srcset, width=width, height=height)  # fmt: skip


def _file(one: Attachment) -> Shown:
    url = reverse("attachments:file", args=[one.pk])
    return Shown(pk=one.pk, title=one.title, url=url, size=one.size)


def _name(attachment: Attachment, width: int = 0) -> str:
    return f"attachments/{attachment.pk.hex}{f'-{width}.webp' if width else '.pdf'}"
