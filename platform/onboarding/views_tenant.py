"""The first step into a site just opened."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from onboarding import welcome
from tenants.http import TenantRequest


@never_cache
@require_GET
def come_in(request: TenantRequest, ticket: str) -> HttpResponse:
    """Sign the first administrator in and show them the workspace; a ticket opens once."""
    try:
        welcome.come_in(request, ticket)
    except welcome.Refused:
        return render(request, "onboarding/ticket_refused.html", status=410)
    return redirect("workspace:home")
