"""The hosts of their own that tenants claim: which are served, and which address leads.

What routes a host is its `Domain`: it is made when a claim is served and gone as soon as it is not, so
that nothing else need know of claims. Who may, and what is told of it, is `addresses`' business.
"""

from __future__ import annotations

from django.db import transaction

from tenants.hosts import forget, is_ours
from tenants.models import Claim, Domain, Tenant

State = Claim.State


class Held(Exception):
    """Another site answers at this host."""


@transaction.atomic(using="platform")
def serve(claim: Claim) -> None:
    """Open the claim's site at its host from now on; Held where another's is, and stays."""
    domain, _ = Domain.objects.get_or_create(
        domain=claim.host, defaults={"tenant_id": claim.tenant_id, "is_primary": False}
    )
    if domain.tenant_id != claim.tenant_id:
        raise Held
    claim.state, claim.failing_since = State.SERVED, None
    claim.save()
    _lead(claim.tenant)


@transaction.atomic(using="platform")
def set_aside(claim: Claim) -> None:
    """The host opens nothing any more; the claim stays, and is served again once its DNS is right."""
    claim.state = State.QUARANTINED
    claim.save()
    _close(claim)


@transaction.atomic(using="platform")
def release(claim: Claim) -> None:
    """The host is anybody's: whoever claims it again is given another token."""
    claim.delete()
    _close(claim)


@transaction.atomic(using="platform")
def choose(tenant: Tenant, claim: Claim | None) -> None:
    """The site's main address, which all others lead to: a claimed one while it is served, or its own."""
    Tenant.objects.select_for_update().get(pk=tenant.pk)
    tenant.claims.filter(is_chosen=True).update(is_chosen=False)
    if claim is not None:
        claim.is_chosen = True
        claim.save(update_fields=["is_chosen"])
    _lead(tenant)


def own_host(tenant: Tenant) -> str:
    """The host that the site was opened at, below the platform's own: it never goes. One statement."""
    hosts = Domain.objects.filter(tenant=tenant).order_by("pk").values_list("domain", flat=True)
    return min(hosts, key=lambda host: not is_ours(host), default="")


def _close(claim: Claim) -> None:
    Domain.objects.filter(tenant=claim.tenant, domain=claim.host).delete()
    _lead(claim.tenant)


def _lead(tenant: Tenant) -> None:
    """Make the one address primary that should be, and let every process ask anew."""
    Tenant.objects.select_for_update().get(pk=tenant.pk)  # two changes at once take turns
    chosen = tenant.claims.filter(is_chosen=True, state=State.SERVED).first()
    host = chosen.host if chosen else own_host(tenant)
    domains = Domain.objects.filter(tenant=tenant)
    domains.exclude(domain=host).filter(is_primary=True).update(is_primary=False)
    domains.filter(domain=host, is_primary=False).update(is_primary=True)
    transaction.on_commit(forget, using="platform")
