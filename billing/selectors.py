"""Where a tenant stands with its contract: read from the tenant itself, without a statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from billing.actions import TRIAL
from billing.plans import Plan, plan_for
from tenants.models import Entitlement, Tenant


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A tenant's plan, and how much of its trial is left.

    `days_left` is 0 on the last day and negative afterwards; None without a trial. `allowed` holds the
    entitlements by key: a limit of None is none.
    """

    plan: Plan
    state: str
    trial_ends: date | None
    days_left: int | None
    allowed: dict[str, Entitlement]

    @property
    def is_trial(self) -> bool:
        return self.state == Tenant.State.TRIAL and self.days_left is not None

    @property
    def is_over(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def days_in_all(self) -> int:
        return TRIAL.days

    @property
    def days_gone(self) -> int:
        """Of the trial's days, for a progress bar."""
        return TRIAL.days - min(max(self.days_left or 0, 0), TRIAL.days)

    @property
    def limits(self) -> dict[str, int | None]:
        """How much of each thing the contract allows, modules apart; None without limit."""
        return {key: one.limit for key, one in self.allowed.items() if key in self.plan.limits}


def standing_of(tenant: Tenant, today: date | None = None) -> Standing:
    """How a tenant stands on a day (today by default)."""
    ends = tenant.trial_ends
    left = (ends - (today or timezone.localdate())).days if ends else None
    return Standing(
        plan=plan_for(tenant.kind),
        state=tenant.state,
        trial_ends=ends,
        days_left=left,
        allowed={one.key: one for one in tenant.entitlements.all() if one.allowed},
    )
