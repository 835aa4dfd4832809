"""The account of all consultations: how much was answered, and how soon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Max, Q, QuerySet
from django.urls import reverse

from accountability.selectors import CALLS_FOR_ANSWER, RETAINED
from consultations.models import Consultation
from consultations.permissions import Person
from consultations.selectors import consultations_for
from contributions.models import Contribution

Outcome = Contribution.Outcome
_ANSWERED = ~Q(outcome__in=[Outcome.RECEIVED, Outcome.UNDER_STUDY])


class Median(Aggregate):
    """PostgreSQL's middle value, of durations too: Django has no ordered-set aggregate of its own."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)%(filter)s"


@dataclass(frozen=True, kw_only=True)
class Given:
    """How one consultation was answered, or all of them. Numbers of contributions.

    `days` is the median from a contribution's publication to its answer; None before the first.
    """

    published: int
    answered: int
    retained: int
    days: int | None
    title: str = ""
    url: str = ""

    @property
    def share(self) -> int:
        """Answered out of published in percent, never rounded up to all."""
        return 100 * self.answered // self.published if self.published else 0


def by_consultation(person: Person) -> list[Given]:
    """Each consultation that `person` sees and that received something, the latest first; one statement."""
    named = _seen(person).values("consultation__title", "consultation__slug")
    rows = named.annotate(latest=Max("consultation__published_at"), **_measures())
    return [
        _given(
            row,
            title=row["consultation__title"],
            url=reverse("consultations:show", args=[row["consultation__slug"]]),
        )
        for row in rows.order_by(F("latest").desc(nulls_last=True))
    ]


def in_all(person: Person) -> Given:
    """All that `person` sees together; one statement, since a median of medians would be none."""
    return _given(_seen(person).aggregate(**_measures()))


def _seen(person: Person) -> QuerySet[Contribution]:
    seen = consultations_for(person).exclude(state=Consultation.State.DRAFT)
    return Contribution.objects.filter(
        CALLS_FOR_ANSWER,
        moderation=Contribution.Moderation.PUBLISHED,
        consultation__in=seen,
    ).order_by()


def _measures() -> dict[str, Aggregate]:
    waited = ExpressionWrapper(
        F("official_answer__published_at") - F("published_at"), output_field=DurationField()
    )
    return {
        "published": Count("pk"),
        "answered": Count("pk", filter=_ANSWERED),
        "retained": Count("pk", filter=Q(outcome__in=RETAINED)),
        "waited": Median(waited, filter=_ANSWERED, output_field=DurationField()),
    }


def _given(row: Mapping[str, Any], **named: str) -> Given:
    waited: timedelta | None = row["waited"]
    return Given(
        published=row["published"],
        answered=row["answered"],
        retained=row["retained"],
        days=None if waited is None else max(0, waited.days),
        **named,
    )
