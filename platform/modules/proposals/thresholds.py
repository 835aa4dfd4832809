"""A number of supports to be gathered within some days: what it is, how far it is, and reaching it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import record
from consultations.models import Phase
from contributions.models import Contribution
from modules.proposals.models import Reached
from modules.proposals.tasks import announce_reached


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """How far one proposal is. `until` is None where there is no limit of time."""

    wanted: int
    supports: int
    until: datetime | None
    reached_at: datetime | None

    @property
    def shown(self) -> int:
        """Supports, never more than are wanted: for a bar."""
        return min(self.supports, self.wanted)

    @property
    def missing(self) -> int:
        return max(0, self.wanted - self.supports)

    @property
    def is_expired(self) -> bool:
        """Whether the time is over and the number was not reached."""
        return bool(self.until and not self.reached_at and timezone.now() >= self.until)


def threshold_of(proposal: Contribution) -> Threshold | None:
    """None where its phase asks for no number. Reads `reached`, which a page selects beforehand."""
    phase: Phase = proposal.phase
    wanted, days = phase.setting("threshold"), phase.setting("threshold_days")
    if not wanted or not phase.setting("supports"):
        return None
    begun = proposal.published_at or proposal.created_at
    reached: Reached | None = getattr(proposal, "reached", None)
    return Threshold(
        wanted=reached.supports if reached else wanted,
        supports=proposal.supports_count,
        until=begun + timedelta(days=days) if days else None,
        reached_at=reached.at if reached else None,
    )


def notice(proposal: Contribution) -> Reached | None:
    """Look whether a proposal has just gathered what it needs; if so, write it down and tell the team.

    None where it has not, or had already. The caller is in a transaction, with `supports_count` as it stands.
    """
    threshold = threshold_of(proposal)
    if threshold is None or threshold.missing or threshold.reached_at or threshold.is_expired:
        return None
    reached, is_new = Reached.objects.get_or_create(
        contribution=proposal, defaults={"supports": threshold.wanted}
    )
    if not is_new:
        return None
    sentence = _(
        "saw contribution no. %(number)s reach %(supports)s supports: it is owed an answer"
    )
    values = {"number": proposal.number, "supports": threshold.wanted}
    record("proposal.reached", sentence % values, by=None, about=proposal.pk)
    announce_reached.defer(reached_id=str(reached.pk))
    return reached
