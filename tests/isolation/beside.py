"""What stands beside a consultation, planted for the sweep: a document, somebody who follows, their link."""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.base import ContentFile

from consultations.following import PURPOSE
from consultations.models import Consultation, Document, Follower
from notifications.models import Reader
from tenants.signing import sign
from themes.documents import KINDS

KEYED = (  # rows that addresses name by a key alone
    "consultations.Theme",
    "consultations.Partner",
    "consultations.Document",
    "questions.Expected",
)


def plant_beside(consultation: Consultation, mark: str) -> None:
    """A document that says `mark`, and a follower."""
    document = Document(consultation=consultation, title="Un plan")
    document.hold(ContentFile(f"%PDF-{mark}".encode()), KINDS["pdf"])
    document.save()
    reader, _made = Reader.objects.get_or_create(address="a@b.fr")
    Follower.objects.create(consultation=consultation, reader=reader)


def links_beside(ids: Callable[[str], list[str]]) -> dict[str, list[str]]:
    """How addresses name the documents, and who follows which consultation by a mail's link."""
    one = Follower.objects.latest("created_at")
    link = sign([one.reader_id.hex, one.consultation_id.hex], purpose=PURPOSE)
    return {"document": ids("consultations.Document"), "following_link": [link]}
