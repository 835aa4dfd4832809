"""What a browser needs to put a site on a phone's screen, and to say that there is no network."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.safestring import mark_safe
from django.views.decorators.http import conditional_page, require_safe

from consultations.caching import same_for_visitors
from languages.offered import current
from sharing.pictures import ICONS
from sharing.views import kept
from tenants.current import get_tenant
from themes.context import Site


@require_safe
@conditional_page
def manifest(request: HttpRequest) -> HttpResponse:
    """The site as an application: its name, its colours, its icons."""
    site = Site(request, get_tenant())
    told = {
        "id": "/",
        "name": site.name,
        "description": site.tagline,
        "lang": current(),
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",  # pages lead to pages: there must be a way back
        "icons": [_icon(name) for name in ICONS],
        **_colours(site),
    }
    return kept(JsonResponse(told, content_type="application/manifest+json"))


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script behind the offline page; where that is off, one that removes itself."""
    context = _files(Site(request, get_tenant())) if settings.OFFLINE_PAGE else {}
    answer = render(request, "sharing/sw.js", context, content_type="text/javascript")
    patch_cache_control(answer, no_cache=True)
    return answer


@require_safe
@same_for_visitors
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown in the place of a page that cannot be reached."""
    return render(request, "sharing/offline.html")


def _icon(name: str) -> dict[str, Any]:
    icon = ICONS[name]
    return {
        "src": reverse(f"sharing:{name}"),
        "sizes": f"{icon.side}x{icon.side}",
        "type": "image/png",
        "purpose": icon.purpose,
    }


def _colours(site: Site) -> dict[str, str]:
    if site.brand is None:
        return {}
    scheme = site.brand.palette.light
    return {"background_color": scheme.ground, "theme_color": scheme.surface}


def _files(site: Site) -> dict[str, Any]:
    """What the worker keeps, the page first, and a name that changes with any of it."""
    page = render_to_string("sharing/offline.html", {"site": site})
    files = [reverse("sharing:offline"), static("themes/site.css"), site.stylesheet_url]
    version = hashlib.sha256((page + "".join(files)).encode()).hexdigest()[:12]
    told = mark_safe(json.dumps(files))  # noqa: S308 — our own addresses
    return {"files": told, "version": version, "language": current()}
