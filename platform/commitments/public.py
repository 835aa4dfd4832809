"""The page of one commitment, the same for everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.selectors import get_commitment_for, sources_of
from consultations.caching import same_for_visitors
from themes.context import NavItem


@require_safe
@same_for_visitors
def show(request: HttpRequest, commitment: str) -> HttpResponse:
    """What was promised, by whom and for when; how it goes; whose words it comes from."""
    found = get_commitment_for(request.user, commitment)
    steps = list(found.steps.all())
    context = {
        "commitment": found,
        "steps": steps,
        "done": sum(step.done_on is not None for step in steps),
        "sources": sources_of(found, request.user),
        "crumbs": [
            NavItem(_("Home"), reverse("home")),
            NavItem(_("Follow-up"), reverse("accountability:account")),
            NavItem(found.title, ""),
        ],
    }
    return render(request, "commitments/show.html", context)
