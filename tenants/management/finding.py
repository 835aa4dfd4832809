"""What the commands about one tenant share."""

from __future__ import annotations

from django.core.management.base import CommandError

from tenants.models import Tenant
from tenants.names import normalise_host


def find_tenant(host: str) -> Tenant:
    """The tenant at a host; CommandError where there is none."""
    tenant: Tenant | None = Tenant.objects.filter(domains__domain=normalise_host(host)).first()
    if tenant is None:
        raise CommandError(f"No tenant answers at {host}.")
    return tenant
