"""Templates: a consultation prepared as a draft, ready to be reworded, on a new site or in the workspace.

The texts are in `starters/<key>.json`, in French: contents that the team will make its own, not our
interface. What a module begins with (a questionnaire) is the module's own: see `Module.prepare`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import record
from consultations.actions import free_address, require_manager
from consultations.models import Consultation, Phase, Theme
from consultations.module import module_of
from consultations.planning import Planned, at

FOLDER = Path(__file__).parent / "starters"


@dataclass(frozen=True, kw_only=True)
class StarterTheme:
    """A theme; `colour` as #rrggbb."""

    title: str
    description: str
    colour: str


@dataclass(frozen=True, kw_only=True)
class StarterPhase:
    """A phase of a module (its key), that opens so many days after the site did and lasts so many."""

    module: str
    title: str
    introduction: str
    opens_in: int
    lasts: int


@dataclass(frozen=True, kw_only=True)
class Starter:
    """One way to begin. `key` also names the modules' own files for it.

    `texts` are the fields of the Consultation to prepare.
    """

    key: str
    name: str
    summary: str
    texts: Mapping[str, str]
    themes: tuple[StarterTheme, ...]
    phases: tuple[StarterPhase, ...]

    @property
    def first_day(self) -> date:
        """The day on which its first phase opens, where nobody says otherwise."""
        return timezone.localdate() + timedelta(days=min(one.opens_in for one in self.phases))

    def planned(self, first_day: date) -> list[Planned]:
        """Its phases, the first of which opens on this day; each from nine o'clock to a last midnight."""
        today = first_day - (self.first_day - timezone.localdate())
        return [
            Planned(
                title=one.title,
                module=module_of(one.module),
                opens_at=at(today + timedelta(days=one.opens_in), 9, 0),
                closes_at=at(today + timedelta(days=one.opens_in + one.lasts), 23, 59),
            )
            for one in self.phases
        ]


def _read(key: str) -> Starter:
    data = json.loads((FOLDER / f"{key}.json").read_text())
    texts = data["consultation"]
    return Starter(
        key=key,
        name=data["name"],
        summary=data["summary"],
        texts={**texts, "why": "\n\n".join(texts["why"]), "use": "\n\n".join(texts["use"])},
        themes=tuple(StarterTheme(**theme) for theme in data["themes"]),
        phases=tuple(StarterPhase(**phase) for phase in data["phases"]),
    )


STARTERS = (_read("assises-vie-associative"), _read("concertation-quartier"))


def starter_of(key: str) -> Starter | None:
    """The starter of this key; None where it is none of ours."""
    return next((starter for starter in STARTERS if starter.key == key), None)


@transaction.atomic
def plant(
    starter: Starter, *, by: User, title: str = "", first_day: date | None = None
) -> Consultation:
    """Prepare the starter's consultation as a draft, under its own title and dates unless others are given."""
    require_manager(by)
    fields: dict[str, Any] = {**starter.texts, **({"title": title} if title else {})}
    consultation = Consultation.objects.create(slug=free_address(fields["title"]), **fields)
    Theme.objects.bulk_create(
        Theme(
            consultation=consultation,
            slug=slugify(theme.title),
            title=theme.title,
            description=theme.description,
            colour=theme.colour,
            position=place,
        )
        for place, theme in enumerate(starter.themes, start=1)
    )
    planned = starter.planned(first_day or starter.first_day)
    for place, (phase, dates) in enumerate(zip(starter.phases, planned, strict=True), start=1):
        _add(phase, dates, consultation, place, starter)
    sentence = _("prepared the consultation “%s” from a template") % consultation.title
    record("consultation.created", sentence, by=by, about=consultation.pk)
    return consultation


def _add(
    phase: StarterPhase, dates: Planned, consultation: Consultation, place: int, starter: Starter
) -> None:
    """One phase, with what its module begins with; none where the module's folder is gone."""
    module = dates.module
    if module is None:
        return
    row = Phase.objects.create(
        consultation=consultation,
        module_key=module.key,
        kind_key=module.kinds[0].key,
        slug=slugify(phase.title),
        title=phase.title,
        introduction=phase.introduction,
        opens_at=dates.opens_at,
        closes_at=dates.closes_at,
        position=place,
    )
    module.prepare(row, starter.key)
