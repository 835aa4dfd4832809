"""A look before it is published: its stylesheet, its colours while one types, the real home page in it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from consultations.manage.common import administrators_only
from showcase.actions import look_in_hand
from showcase.forms import IdentityForm
from showcase.manage.common import dressed
from showcase.models import Version
from showcase.selectors import get_draft, get_version
from showcase.views import welcome
from tenants.current import get_tenant
from themes.brand import brand_of, get_branding
from themes.models import Branding
from themes.shapes import css_of


@never_cache
@require_safe
@administrators_only
def tried_sheet(request: HttpRequest) -> HttpResponse:
    """The stylesheet of the look in hand, with what is being typed where the query holds it."""
    return HttpResponse(css_of(_typed(request)), content_type="text/css")


@never_cache
@require_safe
@administrators_only
def tried_palette(request: HttpRequest) -> HttpResponse:
    """The colours being typed, with their contrast: a part of the page of the look."""
    context = {"palette": _typed(request).palette, "name": get_tenant().name}
    return render(request, "themes/components/palette.html", context)


@never_cache
@require_safe
@administrators_only
def version_sheet(request: HttpRequest, look: UUID) -> HttpResponse:
    """The stylesheet of an earlier look."""
    return HttpResponse(css_of(_look_of(get_version(look))), content_type="text/css")


@never_cache
@require_safe
@administrators_only
def draft(request: HttpRequest) -> HttpResponse:
    """The real home page in the look in hand."""
    sheet = reverse("showcase:tried_sheet")
    return _home_page(request, look_in_hand(), sheet, draft=get_draft())


@never_cache
@require_safe
@administrators_only
def version(request: HttpRequest, look: UUID) -> HttpResponse:
    """The real home page in an earlier look."""
    found = get_version(look)
    sheet = reverse("showcase:version_sheet", args=[look])
    return _home_page(request, _look_of(found), sheet, version=found)


def _typed(request: HttpRequest) -> Branding:
    """The look in hand with the query's colours and shapes; what cannot be read stays as it is."""
    look = look_in_hand()
    if "main_colour" in request.GET:
        IdentityForm(request.GET, instance=look).is_valid()
    return look


def _look_of(version: Version) -> Branding:
    branding = get_branding()
    branding.put_on(version.look)
    return branding


def _home_page(
    request: HttpRequest, look: Branding, sheet: str, **trial: Version | None
) -> HttpResponse:
    context = {
        **welcome(brand_of(look), request.user),
        "site": dressed(request, look, sheet),
        "trial": trial,
    }
    return render(request, "showcase/home.html", context)
