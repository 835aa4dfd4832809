"""What may leave the site by itself: what everybody may read, whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import F

from accountability.models import OutcomeReport
from accountability.selectors import CALLS_FOR_ANSWER
from consultations.models import Phase
from consultations.permissions import modules_on
from consultations.selectors import accounted_to, consultations_for
from contributions.models import Contribution

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from consultations.models import Consultation

VISITOR = AnonymousUser()
LATEST = F("published_at").desc(nulls_last=True)
State = Contribution.Moderation


def consultations() -> QuerySet[Consultation]:
    """The public ones, the latest published first."""
    return consultations_for(VISITOR).order_by(LATEST)


def outcomes() -> QuerySet[OutcomeReport]:
    """The published outcomes that everybody may read, the latest first."""
    return (
        OutcomeReport.objects.filter(
            published_at__isnull=False, consultation__in=accounted_to(VISITOR)
        )
        .select_related("consultation")
        .order_by(LATEST)
    )


def phases() -> QuerySet[Phase]:
    """The phases of public consultations whose module is on."""
    return (
        Phase.objects.filter(module_key__in=_keys_on(), consultation__in=consultations_for(VISITOR))
        .select_related("consultation")
        .order_by("-opens_at")
    )


def texts() -> QuerySet[Contribution]:
    """The published texts that stand by themselves, where the module is on; the latest first."""
    return (
        Contribution.objects.filter(
            CALLS_FOR_ANSWER,
            moderation=State.PUBLISHED,
            phase__module_key__in=_keys_on(),
            consultation__in=consultations_for(VISITOR),
        )
        .select_related("consultation", "phase", "theme", "parent")
        .defer("search")
        .order_by(LATEST)
    )


def _keys_on() -> list[str]:
    return [module.key for module in modules_on()]
