"""The question of the server in front: may this host be given a certificate?

It is asked while a stranger shakes hands (Caddy's on_demand_tls, infra/caddy/Caddyfile), so it costs one
statement on an index, and says yes or no and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.http import HttpRequest, HttpResponse

from tenants.hosts import is_platform
from tenants.models import Domain, Tenant
from tenants.names import normalise_host

PATH = "/internal/tls-ask"
_OWN_NAMES = {"localhost", "127.0.0.1", "[::1]"}
# What any server in front adds to what it passes on: with one of them it is not the server's own question.
_PASSED_ON = (
    "HTTP_FORWARDED",
    "HTTP_VIA",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
)


class CertificateMiddleware:
    """Stands before everything that knows of tenants: no host of theirs has this address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != PATH or not _is_from_this_machine(request):
            return self.get_response(request)
        host = request.GET.get("domain", "")
        yes = normalise_host(host) == host.lower() and is_served(host.lower())
        return HttpResponse(status=200 if yes else 404, headers={"Cache-Control": "no-store"})


def is_served(host: str) -> bool:
    """Whether a site answers at the normalised host: the platform's, or one that is not closed."""
    if is_platform(host):
        return True
    found = Domain.objects.filter(domain=host) if host else Domain.objects.none()
    return bool(found.exclude(tenant__state=Tenant.State.CLOSED).exists())


def _is_from_this_machine(request: HttpRequest) -> bool:
    """The peer itself is the loopback, nobody passed the question on, and it is asked at the loopback's name.

    Without an address of the peer (a Unix socket) it is not: then nothing here can tell who asks.
    """
    asked_at = request.META.get("HTTP_HOST", "").lower()
    name = asked_at if asked_at.endswith("]") else asked_at.rpartition(":")[0] or asked_at
    if name not in _OWN_NAMES or any(header in request.META for header in _PASSED_ON):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
