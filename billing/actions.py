"""What billing does to a tenant: it writes what the contract allows."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from billing.plans import Plan, plan_for
from tenants.hosts import forget
from tenants.models import Entitlement, Tenant

TRIAL = timedelta(days=30)


@transaction.atomic(using="platform")
def start_trial(tenant: Tenant) -> Plan:
    """Thirty days of everything its kind of plan has, without a card. The plan that was taken."""
    plan = plan_for(tenant.kind)
    tenant.trial_ends = timezone.localdate() + TRIAL
    tenant.save(update_fields=["trial_ends"])
    grant(tenant, plan)
    return plan


@transaction.atomic(using="platform")
def grant(tenant: Tenant, plan: Plan) -> None:
    """Write the entitlements of a plan: every module of the installation, and the plan's limits."""
    modules = {name.rsplit(".", 1)[-1]: None for name in settings.MODULES}
    for key, limit in {**modules, **plan.limits}.items():
        Entitlement.objects.update_or_create(
            tenant=tenant, key=key, defaults={"allowed": True, "limit": limit}
        )
    forget()
