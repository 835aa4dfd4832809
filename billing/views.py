"""The price list, and what a tenant's staff see of their contract."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from billing.limits import gauges, in_words
from billing.plans import PLANS
from billing.selectors import standing_of
from tenants.current import get_tenant
from tenants.gate import kept_open
from tenants.life import MEANS

MANAGE_SITE = "manage_site"  # the ability's key: this room may not import a tenant's rooms


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """What each plan costs and allows. The same page for everyone."""
    offers = [{"plan": plan, "limits": in_words(plan.limits)} for plan in PLANS]
    return render(request, "billing/plans.html", {"offers": offers})


@kept_open
@require_safe
def subscription(request: HttpRequest) -> HttpResponse:
    """Where the trial stands and what the plan allows, for administrators."""
    user: Any = request.user  # a tenant's User here, which this room may not name
    if not user.is_authenticated:
        return redirect_to_login(request.path, reverse(settings.LOGIN_URL))
    if not user.may(MANAGE_SITE):
        raise PermissionDenied
    standing = standing_of(get_tenant())
    citizens, team = MEANS[standing.state]
    context = {
        "standing": standing,
        "limits": in_words(standing.limits),
        "gauges": gauges(),
        "citizens": citizens,
        "team": team,
    }
    return render(request, "billing/subscription.html", context)
