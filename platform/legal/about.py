"""Who answers for the site of a legal page: a tenant by its duties, the platform by its settings."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from legal.models import Basis, Duties
from legal.publisher import duties_of_platform
from tenants.current import get_tenant
from tenants.hosts import address_of, platform_address
from tenants.models import Tenant

COLLECTIVITIES = frozenset(
    {
        Tenant.Kind.REGION,
        Tenant.Kind.DEPARTMENT,
        Tenant.Kind.INTERCOMMUNALITY,
        Tenant.Kind.COMMUNE,
    }
)


@dataclass(frozen=True, kw_only=True)
class About:
    """All that the generated texts take from outside themselves. What nobody told yet is empty."""

    name: str
    address: str
    identifier: str
    kind: str
    duties: Duties

    @property
    def is_platform(self) -> bool:
        return not self.kind

    @property
    def is_collectivity(self) -> bool:
        """Whether a public task is the basis of the site, and an administrative court its judge."""
        return self.kind in COLLECTIVITIES

    @property
    def asks_consent(self) -> bool:
        return not self.is_collectivity and self.duties.basis == Basis.CONSENT

    @property
    def responsible(self) -> str:
        """The legal name, or for the time being the site's."""
        return self.duties.legal_name or self.name


def about_tenant(duties: Duties) -> About:
    """The current tenant, with its duties as they stand."""
    tenant = get_tenant()
    return About(
        name=tenant.name,
        address=address_of(tenant),
        identifier=tenant.identifier,
        kind=tenant.kind,
        duties=duties,
    )


def about_platform() -> About:
    """The platform's own site."""
    return About(
        name=settings.PLATFORM_NAME,
        address=platform_address(),
        identifier=settings.PUBLISHER["identifier"],
        kind="",
        duties=duties_of_platform(),
    )
