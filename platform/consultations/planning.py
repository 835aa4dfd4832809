"""Days of a consultation that is being prepared: when its stages would open and close, in Paris time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from consultations.module import Module
from themes import figures

NOTICE = timedelta(days=14)  # from today to the first opening, where nobody says otherwise


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A stage as it would be; `module` is None where its folder is gone."""

    title: str
    module: Module | None
    opens_at: datetime
    closes_at: datetime


def first_day() -> date:
    """A believable first day: the Monday that comes after two weeks to prepare."""
    day = timezone.localdate() + NOTICE
    return day + timedelta(days=-day.weekday() % 7)


def at(day: date, hour: int, minute: int) -> datetime:
    """A time of a day, in Paris."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def moved(moment: datetime, days: int) -> datetime:
    """The same time of another day, whether clocks changed in between or not."""
    local = timezone.make_naive(moment)
    return timezone.make_aware(local + timedelta(days=days))


def drawn(planned: Sequence[Planned]) -> figures.Timeline:
    """The stages as a picture of their dates."""
    spans = [
        figures.Span(
            one.title, one.opens_at, one.closes_at, str(one.module.name) if one.module else ""
        )
        for one in sorted(planned, key=lambda one: one.opens_at)
    ]
    return figures.timeline(spans, timezone.now())
