"""Every request works for the tenant of its host, or for the platform, or is refused."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template import loader
from django.utils.translation import override

from tenants.current import use
from tenants.hosts import address_of, is_ours, is_platform, platform_address, tenant_at
from tenants.models import Tenant
from tenants.names import normalise_host

READING = {"GET", "HEAD"}
# A name of their own is theirs to take elsewhere: browsers hold it to HTTPS for a month, not for a year,
# and never what is below it.
HSTS_OF_THEIRS = 30 * 24 * 60 * 60  # seconds


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
            return _moved(request, host, is_same_host=True)
        if is_platform(host):
            return self.get_response(request)
        tenant = tenant_at(host)
        if tenant is None:
            return unknown_host(host)
        answer = self._answer(request, tenant, host)
        if settings.SECURE_HSTS_SECONDS and request.is_secure() and not is_ours(host):
            answer["Strict-Transport-Security"] = f"max-age={HSTS_OF_THEIRS}"
        return answer

    def _answer(self, request: HttpRequest, tenant: Tenant, host: str) -> HttpResponse:
        is_elsewhere = tenant.host != host
        if is_elsewhere and request.method in READING:
            return _moved(request, tenant.host, is_same_host=False)
        with use(tenant):
            request.tenant = tenant  # type: ignore[attr-defined]
            request.urlconf = settings.TENANT_URLCONF
            answer = self.get_response(request)
            return _told_where(request, answer, tenant) if is_elsewhere else answer


def _moved(request: HttpRequest, host: str, *, is_same_host: bool) -> HttpResponse:
    """The same address at the right host.

    Of a host written otherwise, 308: a posted form is repeated there. Of another host of the site, 301, which
    browsers are to ask for again each time: the main address may change back.
    """
    port = f":{request.get_port()}" if ":" in request.get_host() else ""
    address = f"{request.scheme}://{host}{port}{request.get_full_path()}"
    headers = {} if is_same_host else {"Cache-Control": "no-cache"}
    return HttpResponsePermanentRedirect(address, preserve_request=is_same_host, headers=headers)


def _told_where(request: HttpRequest, answer: HttpResponse, tenant: Tenant) -> HttpResponse:
    """After a form sent to an address that leads elsewhere by now: a page, where a redirect was to follow.

    The form's own page lets it lead to its own host only (form-action), and the next page is on another:
    browsers would stay on the form, and people would send it twice.
    """
    if not 300 <= answer.status_code < 400 or "Location" not in answer:
        return answer
    here = request.build_absolute_uri()
    after = urlsplit(urljoin(here, answer["Location"]))
    if after.netloc != urlsplit(here).netloc:
        return answer
    with override(answer.get("Content-Language", settings.LANGUAGE_CODE)):
        page = at_another_address(request, tenant, after._replace(scheme="", netloc="").geturl())
    page.cookies = answer.cookies
    return page


def at_another_address(request: HttpRequest, tenant: Tenant, path: str) -> HttpResponse:
    """The page that leads from one address of a site to its main one; call it where the tenant is set."""
    context = {"host": tenant.host, "address": address_of(tenant, path)}
    return render(request, "tenants/moved.html", context)


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
