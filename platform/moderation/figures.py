"""What everyone may know of moderation: how much, why, how soon, and how often it was taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    Exists,
    Expression,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
)
from django.utils import timezone

from moderation.models import Appeal, Decision, Reason, Report

RECENT = timedelta(days=365)
HOUR = timedelta(hours=1)
_AGAINST = Q(verdict__in=[Decision.Verdict.REFUSE, Decision.Verdict.HIDE])


class Median(Aggregate):
    """PostgreSQL’s middle value, of durations too: Django has no ordered-set aggregate of its own."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)%(filter)s"


@dataclass(frozen=True, kw_only=True)
class PublicFigures:
    """What moderation did in the last twelve months, for everyone.

    `to_read` and `to_report` are the median hours from a text’s arrival to the first decision on it, and
    from a report to its answer; None before the first.
    """

    published: int
    removed: int
    reasons: list[tuple[str, int]]
    to_read: int | None
    reports: int
    to_report: int | None
    appeals: int
    granted: int


def public_figures() -> PublicFigures:
    """Three statements, whatever the rows."""
    since = timezone.now() - RECENT
    reported = Report.objects.filter(at__gte=since).aggregate(
        reports=Count("pk"), soon=Median(_between("handled_at", "at"))
    )
    appealed = Appeal.objects.filter(at__gte=since).aggregate(
        appeals=Count("pk"), granted=Count("pk", filter=Q(granted=True))
    )
    return PublicFigures(
        **_decided(since),
        **appealed,
        reports=reported["reports"],
        to_report=_hours(reported["soon"]),
    )


def _decided(since: datetime) -> dict[str, Any]:
    by_reason = {
        f"for_{key}": Count("pk", filter=_AGAINST & Q(reason=key)) for key in Reason.values
    }
    earlier = Decision.objects.filter(contribution=OuterRef("contribution"), at__lt=OuterRef("at"))
    first = Q(verdict__in=[Decision.Verdict.PUBLISH, Decision.Verdict.REFUSE]) & ~Q(came_after=True)
    told = (
        Decision.objects.filter(at__gte=since)
        .annotate(came_after=Exists(earlier))
        .aggregate(
            published=Count("pk", filter=Q(verdict=Decision.Verdict.PUBLISH)),
            removed=Count("pk", filter=_AGAINST),
            soon=Median(_between("at", "contribution__created_at"), filter=first),
            **by_reason,
        )
    )
    reasons = [(str(reason.label), told[f"for_{reason.value}"]) for reason in Reason]
    return {
        "published": told["published"],
        "removed": told["removed"],
        "to_read": _hours(told["soon"]),
        "reasons": sorted((one for one in reasons if one[1]), key=lambda one: -one[1]),
    }


def _between(end: str, start: str) -> Expression:
    return ExpressionWrapper(F(end) - F(start), output_field=DurationField())


def _hours(time: timedelta | None) -> int | None:
    """Whole hours, never less than one."""
    return None if time is None else max(1, round(time / HOUR))
