"""The page that tells people what the API is for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations.caching import same_for_visitors
from consultations.permissions import modules_on
from tenants.current import get_tenant
from tenants.hosts import address_of
from themes.context import NavItem


@require_safe
@same_for_visitors
def index(request: HttpRequest) -> HttpResponse:
    """What is served, where, and how to ask for it."""
    context = {
        "crumbs": [NavItem(_("Home"), reverse("home")), NavItem(_("Open data"), "")],
        "lists": _lists(),
        "schema": address_of(get_tenant(), reverse("api:schema")),
    }
    return render(request, "api/index.html", context)


def _lists() -> list[tuple[str, str]]:
    """Each list's address and what it holds, for the modules that are on."""
    core = [("consultation", _("Consultations: what is asked, the promise, the dates"))]
    brought = [(name, str(module.name)) for module in modules_on() for name in module.viewsets]
    return [
        (address_of(get_tenant(), reverse(f"api:{name}-list")), words)
        for name, words in (*core, *brought)
    ]
