"""Every request works for the tenant of its host, or for the platform, or is refused."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template import loader
from django.utils.translation import override

from tenants.current import use
from tenants.hosts import is_platform, platform_address, tenant_at
from tenants.names import normalise_host


class TenantMiddleware:
    """Sets the tenant for the whole request, response middleware included, and unsets it after."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            given = request.get_host()
        except DisallowedHost:  # not even a host name
            return unknown_host("")
        host = normalise_host(given)
        if host and host != given.rsplit(":", 1)[0]:
            return _moved(request, host)
        if is_platform(host):
            return self.get_response(request)
        tenant = tenant_at(host)
        if tenant is None:
            return unknown_host(host)
        if request.method in {"GET", "HEAD"} and tenant.host != host:
            return _moved(request, tenant.host)
        with use(tenant):
            request.tenant = tenant  # type: ignore[attr-defined]
            request.urlconf = settings.TENANT_URLCONF
            return self.get_response(request)


def _moved(request: HttpRequest, host: str) -> HttpResponse:
    """308: the browser repeats the same request, a posted form included, at the right address."""
    port = f":{request.get_port()}" if ":" in request.get_host() else ""
    address = f"{request.scheme}://{host}{port}{request.get_full_path()}"
    return HttpResponsePermanentRedirect(address, preserve_request=True)


def unknown_host(host: str) -> HttpResponse:
    """Nobody lives at this address: say so, and where to go. Never the public site."""
    context = {
        "host": host,
        "platform_name": settings.PLATFORM_NAME,
        "platform_url": platform_address(),
    }
    page = loader.get_template("tenants/unknown_host.html")
    with override(settings.LANGUAGE_CODE):
        return HttpResponse(
            page.render(context), status=404
        )  # no request: no context processor asks a database
