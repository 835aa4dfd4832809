"""What a demonstration's consultation gives to read: its partners with logos, documents, news."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import typst
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.text import slugify

from consultations.models import Consultation, Document, Partner
from showcase.models import News
from tenants.current import get_tenant
from themes import logos
from themes.documents import KINDS

FOLDER = Path(__file__).parent / "demo"
PAPER = FOLDER / "document.typ"
type Data = Mapping[str, Any]


def plant(consultation: Consultation, data: Data, *, colour: str) -> None:
    """All of it, as the data file tells; documents are set in PDF, with titles in `colour` (#rrggbb)."""
    for place, one in enumerate(data["consultation"]["partners"]):
        _partner(consultation, place, one)
    for place, one in enumerate(data["consultation"]["documents"]):
        _document(consultation, place, one, colour)
    today = timezone.localdate()
    News.objects.bulk_create(
        News(
            consultation=consultation if one.get("of_consultation") else None,
            slug=slugify(one["title"]),
            title=one["title"],
            body="\n\n".join(one["body"]),
            day=today - timedelta(days=one["days_ago"]),
            is_published=True,
        ).learn(one.get("translations", {}))
        for one in data["look"]["news"]
    )


def _partner(consultation: Consultation, place: int, told: Data) -> None:
    partner = Partner(consultation=consultation, position=place, name=told["name"], url=told["url"])
    if logo := told.get("logo"):
        partner.wear(logos.read(ContentFile((FOLDER / f"{logo}.svg").read_bytes())))
    partner.save()


def _document(consultation: Consultation, place: int, told: Data, colour: str) -> None:
    document = Document(
        consultation=consultation,
        position=place,
        title=told["title"],
        description=told["description"],
    )
    words = {"site": get_tenant().name, "colour": colour, **told}
    paper = typst.compile(
        PAPER,
        sys_inputs={"data": json.dumps(words, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )
    document.hold(ContentFile(paper), KINDS["pdf"])
    document.learn(told.get("translations", {})).save()
