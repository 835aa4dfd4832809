"""The two pages of a visit on a tenant's site."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from operators import visits
from tenants.gate import ends_a_visit, kept_open


@never_cache
@kept_open
@require_GET
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Begin a visit; a link opens once, within a minute."""
    try:
        visits.enter(request, token)
    except visits.Refused:
        return render(request, "operators/visit_refused.html", status=410)
    return redirect("workspace:home")


@ends_a_visit
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the visit of this browser."""
    visit = visits.current(request)
    if visit is None:
        raise Http404
    visits.leave(request, visit)
    return redirect("home")
