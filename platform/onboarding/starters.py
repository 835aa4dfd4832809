"""What a new site begins with: nothing, or a consultation prepared as a draft, ready to be reworded.

The texts are in `starters/<key>.json`, in French: contents that the team will make its own, not our
interface. What a module begins with (a questionnaire) is the module's own: see `Module.prepare`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.actions import record
from consultations.models import Consultation, Phase, Theme
from consultations.module import module_of

FOLDER = Path(__file__).parent / "starters"


@dataclass(frozen=True, kw_only=True)
class StarterTheme:
    """A theme; `colour` as #rrggbb."""

    title: str
    description: str
    colour: str


@dataclass(frozen=True, kw_only=True)
class StarterPhase:
    """A phase of a module (its key), that opens so many days after the site and lasts so many."""

    module: str
    title: str
    introduction: str
    opens_in: int
    lasts: int


@dataclass(frozen=True, kw_only=True)
class Starter:
    """One way to begin. `key` also names the modules' own files for it.

    `texts` are the fields of the Consultation to prepare; empty where there is none.
    """

    key: str
    name: str | Promise
    summary: str | Promise
    texts: Mapping[str, str]
    themes: tuple[StarterTheme, ...] = ()
    phases: tuple[StarterPhase, ...] = ()


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


BLANK = Starter(
    key="blank",
    name=_("A blank site"),
    summary=_("Your name and your colours. You write your first consultation yourself."),
    texts={},
)
STARTERS = (BLANK, _read("assises-vie-associative"), _read("concertation-quartier"))


def starter_of(key: str) -> Starter:
    """The starter of this key; the blank one where it is none of ours any more."""
    return next((starter for starter in STARTERS if starter.key == key), BLANK)


def plant(starter: Starter, *, by: User) -> Consultation | None:
    """Prepare the starter's consultation as a draft of the current tenant; None for the blank one."""
    if not starter.texts:
        return None
    fields: dict[str, Any] = dict(starter.texts)
    consultation = Consultation.objects.create(slug=slugify(fields["title"]), **fields)
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
    for place, phase in enumerate(starter.phases, start=1):
        _add(phase, consultation, place, starter)
    sentence = translate("prepared the consultation “%s” from a template") % consultation.title
    record("consultation.created", sentence, by=by, about=consultation.pk)
    return consultation


def _add(phase: StarterPhase, consultation: Consultation, place: int, starter: Starter) -> None:
    """One phase, with what its module begins with; none where the module's folder is gone."""
    module = module_of(phase.module)
    if module is None:
        return
    row = Phase.objects.create(
        consultation=consultation,
        module_key=module.key,
        kind_key=module.kinds[0].key,
        slug=slugify(phase.title),
        title=phase.title,
        introduction=phase.introduction,
        opens_at=_at(phase.opens_in, 9, 0),
        closes_at=_at(phase.opens_in + phase.lasts, 23, 59),
        position=place,
    )
    module.prepare(row, starter.key)


def _at(days: int, hour: int, minute: int) -> datetime:
    """So many days from today, at this time in Paris."""
    day = timezone.localtime() + timedelta(days=days)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)
