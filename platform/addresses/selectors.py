"""The claims of the current tenant."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import User
from accounts.roles import Ability
from tenants.current import get_tenant
from tenants.models import Claim


def claims_for(user: User) -> QuerySet[Claim]:
    """The current tenant's, by host; nothing for who does not manage the site."""
    if not user.may(Ability.MANAGE_SITE):
        return Claim.objects.none()
    return Claim.objects.filter(tenant_id=get_tenant().pk)


def get_claim_for(user: User, pk: UUID) -> Claim:
    """One of them; Http404 for another tenant's."""
    found = claims_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
