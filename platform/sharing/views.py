"""What programs ask a site for: robots, site maps, pictures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from sharing import pictures
from sharing.robots import may_be_listed, private_paths
from tenants.current import peek_tenant
from themes.context import Site

HOUR = 3600  # seconds


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines are asked to leave alone: everything, on a site with nothing public yet."""
    site = Site(request, peek_tenant())
    listed = may_be_listed(site.tenant)
    context = {
        "disallowed": private_paths() if listed else ("/",),
        "sitemap": site.address(reverse("sharing:sitemap")) if listed else "",
    }
    answer = render(request, "sharing/robots.txt", context, content_type="text/plain")
    return kept(answer)


@require_safe
@conditional_page
def site_picture(request: HttpRequest) -> HttpResponse:
    """The picture that stands for the site where its pages are shared."""
    return _png(pictures.of_site())


@require_safe
@conditional_page
def picture(request: HttpRequest, consultation: str) -> HttpResponse:
    """The picture that stands for a public consultation; a draft has none, for nobody."""
    return _png(pictures.of_consultation(consultation))


@require_safe
@conditional_page
def icon(request: HttpRequest, name: str) -> HttpResponse:
    """An icon of the installed site."""
    return _png(pictures.of_icon(name))


def _png(content: bytes) -> HttpResponse:
    return kept(HttpResponse(content, content_type="image/png"))


def kept(answer: HttpResponse) -> HttpResponse:
    """Let everybody's caches keep what is the same for all, for an hour."""
    patch_cache_control(answer, public=True, max_age=HOUR)
    return answer
