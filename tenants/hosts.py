"""From a request's host to the tenant that answers there."""

from __future__ import annotations

import time
from threading import Lock

from django.conf import settings

from tenants.models import Tenant
from tenants.names import normalise_host

REMEMBERED = 30.0  # seconds
_lock = Lock()
_known: dict[str, tuple[float, Tenant | None]] = {}


def is_platform(host: str) -> bool:
    """Whether the normalised host is the platform's own, where the public site answers."""
    return host in settings.PLATFORM_HOSTS


def is_ours(host: str) -> bool:
    """Whether the normalised host is the platform's own or below it, where nobody else names anything."""
    return any(host == own or host.endswith(f".{own}") for own in settings.PLATFORM_HOSTS)


def tenant_at(host: str) -> Tenant | None:
    """The tenant whose site the normalised host opens, or None. Remembered for 30 s in the process.

    The tenant comes with its hosts and entitlements, so that using them costs no statement.
    """
    if not host:
        return None
    until, tenant = _known.get(host, (0.0, None))
    if until < time.monotonic():
        tenant = (
            Tenant.objects.prefetch_related("domains", "entitlements")
            .filter(domains__domain=host)
            .first()
        )
        with _lock:
            if len(_known) > 10_000:  # hosts come from outside: never grow without end
                _known.clear()
            _known[host] = (time.monotonic() + REMEMBERED, tenant)
    return tenant


def forget() -> None:
    """Drop what is remembered, after a tenant, a host or an entitlement changed."""
    with _lock:
        _known.clear()


def address_of(tenant: Tenant, path: str = "/") -> str:
    """The absolute address of a path on a tenant's site."""
    return f"{settings.PLATFORM_SCHEME}://{tenant.host}{settings.PLATFORM_PORT}{path}"


def platform_address(path: str = "/") -> str:
    """The absolute address of a path on the platform's own site."""
    return (
        f"{settings.PLATFORM_SCHEME}://{settings.PLATFORM_HOSTS[0]}{settings.PLATFORM_PORT}{path}"
    )


def free_host(slug: str) -> str:
    """The platform's own subdomain for a slug."""
    return normalise_host(f"{slug}.{settings.PLATFORM_HOSTS[0]}")
