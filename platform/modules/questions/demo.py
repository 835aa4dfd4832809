"""The demonstration's questions, and those that a starting template expects: `<folder>/<name>.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from consultations.models import Phase
from consultations.module import Planting
from contributions.models import Contribution
from modules.questions.models import Answer, Expected
from modules.questions.selectors import KIND

FOLDER = Path(__file__).parent
type Data = Mapping[str, Any]


def prepare(phase: Phase, starter: str) -> None:
    """Write the expected questions of this starting template; nothing where it has none."""
    _expect(phase, _read("starters", starter))


def plant(planting: Planting) -> None:
    """Plant what the tenant's file tells: expected questions, asked ones, most with their answer."""
    data = _read("demo", planting.source)
    phase = planting.phase
    _expect(phase, data)
    people = {person.display_name: person for person in planting.people}
    last = phase.consultation.contributions.aggregate(last=Max("number"))["last"] or 0
    asked = data.get("asked", [])
    for number, row in enumerate(asked, start=last + 1):
        _ask(phase, number, row, people.get(row["author"]))
    if asked:
        planting.done(len(asked))


def _read(folder: str, name: str) -> Data:
    file = FOLDER / folder / f"{name}.json"
    found: Data = json.loads(file.read_text()) if file.exists() else {}
    return found


def _expect(phase: Phase, data: Data) -> None:
    Expected.objects.bulk_create(
        Expected(phase=phase, title=row["title"], body=row["body"], position=place).learn(
            row.get("translations", {})
        )
        for place, row in enumerate(data.get("expected", []), start=1)
    )


def _ask(phase: Phase, number: int, row: Data, author: User | None) -> None:
    at = _at(row["asked"])
    question = Contribution.objects.create(
        consultation=phase.consultation,
        phase=phase,
        kind=KIND,
        number=number,
        author=author,
        author_name=row["author"],
        body=row["question"],
        language="fr",
        moderation=Contribution.Moderation.PUBLISHED,
        created_at=at,
        published_at=at + timedelta(hours=3),
    )
    if answer := row.get("answer"):
        Answer.objects.create(contribution=question, body=answer, at=at + timedelta(days=1))


def _at(told: str | int) -> datetime:
    """A day as written, or so many days ago, in the morning."""
    now = timezone.localtime()
    if isinstance(told, int):
        return (now - timedelta(days=told)).replace(hour=9, minute=12)
    return timezone.make_aware(datetime.fromisoformat(f"{told}T09:12"))
