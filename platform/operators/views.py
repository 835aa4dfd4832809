"""The operators' console, on the platform's own host: what they see and do of the tenants."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from billing.limits import NAMES
from billing.plans import plan_for
from operators import accesses as journal_of_accesses
from operators import actions, selectors, visits
from operators.forms import HEALTHS, ContractForm, ReasonForm, SearchForm, StateForm
from operators.models import Operator, Pulse
from operators.signing_in import operator_of, operators_only
from tenants import life
from tenants.hosts import address_of
from tenants.limits import MEGABYTE
from tenants.models import Tenant

PER_PAGE = 50
MOODS = {
    Tenant.State.TRIAL: "info",
    Tenant.State.ACTIVE: "good",
    Tenant.State.READ_ONLY: "warn",
    Tenant.State.SUSPENDED: "bad",
    Tenant.State.CLOSED: "",
}
HEALTH_MOODS = {"well": "good", "late": "warn", "behind": "warn", "stale": "warn", "trouble": "bad"}


@require_safe
@operators_only
def tenants(request: HttpRequest) -> HttpResponse:
    """All tenants, from the public schema alone."""
    form = SearchForm(request.GET)
    chosen = form.chosen
    page = Paginator(selectors.find_tenants(**chosen), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "words": chosen["words"],
        "order": chosen["order"],
        "is_filtered": any(value for name, value in chosen.items() if name != "order"),
        "page": page,
        "rows": [_row(tenant) for tenant in page.object_list],
        "waiting": selectors.unverified().count(),
        "today": timezone.localdate(),
    }
    return render(request, "operators/tenants.html", context)


@require_safe
@operators_only
def tenant(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One tenant: who it is, how it fares, what happened to it, and what can be done."""
    return _page(request, selectors.get_tenant_for(_operator(request), pk))


@require_safe
@operators_only
def verifications(request: HttpRequest) -> HttpResponse:
    """New organisations, to be verified."""
    page = Paginator(selectors.unverified(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "operators/verifications.html", {"page": page})


@require_safe
@operators_only
def journal(request: HttpRequest) -> HttpResponse:
    """What was done to all tenants, by operators and by the platform itself."""
    page = Paginator(selectors.whole_timeline(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "operators/journal.html", {"page": page})


@require_safe
@operators_only
def accesses(request: HttpRequest) -> HttpResponse:
    """Who came into the console, and who was refused."""
    page = Paginator(journal_of_accesses.everybody(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "operators/accesses.html", {"page": page})


@require_POST
@operators_only
def state(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put the site in another state."""
    one = selectors.get_tenant_for(_operator(request), pk)
    form = StateForm(request.POST, tenant=one, prefix="state")
    if not form.is_valid():
        return _page(request, one, state_form=form)
    try:
        actions.change_state(one, **form.cleaned_data, by=_operator(request))
    except life.NotNext:
        form.add_error("state", _("Somebody else has just changed it: look again."))
        return _page(request, one, state_form=form)
    messages.success(request, _("The site is in its new state; its administrators are told."))
    return redirect("operators:tenant", pk)


@require_POST
@operators_only
def contract(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write what the contract allows."""
    one = selectors.get_tenant_for(_operator(request), pk)
    form = ContractForm(request.POST, tenant=one, prefix="contract")
    if not form.is_valid():
        return _page(request, one, contract_form=form)
    changed = actions.change_contract(
        one,
        form.wanted,
        trial_ends=form.cleaned_data.get("trial_ends"),
        reason=form.cleaned_data["reason"],
        by=_operator(request),
    )
    if changed:
        messages.success(request, _("The contract is saved; the site’s administrators are told."))
    else:
        messages.info(request, _("Nothing has changed in the contract."))
    return redirect("operators:tenant", pk)


@require_POST
@operators_only
def verify(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The organisation is who it says it is."""
    one = selectors.get_tenant_for(_operator(request), pk)
    actions.verify(one, by=_operator(request))
    messages.success(request, _("“%(name)s” is verified.") % {"name": one.name})
    if request.POST.get("back") == "queue":
        return redirect("operators:verifications")
    return redirect("operators:tenant", pk)


@require_POST
@operators_only
def visit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A link into the site, good once and for a minute.

    A page shows it: the answer to a form may not lead to another host (form-action).
    """
    one = selectors.get_tenant_for(_operator(request), pk)
    form = ReasonForm(request.POST, prefix="visit")
    if not form.is_valid():
        return _page(request, one, visit_form=form)
    try:
        address = visits.ask(one, **form.cleaned_data, by=_operator(request))
    except visits.Refused:
        form.add_error(None, _("The site is closed: there is nothing to visit."))
        return _page(request, one, visit_form=form)
    context = {
        "tenant": one,
        "address": address,
        "seconds": int(visits.GOOD_FOR.total_seconds()),
        "minutes": int(visits.LASTS.total_seconds() // 60),
    }
    return render(request, "operators/visit.html", context)


def _page(request: HttpRequest, one: Tenant, **forms: Any) -> HttpResponse:
    events = Paginator(selectors.timeline_of(one), PER_PAGE).get_page(request.GET.get("page"))
    citizens, team = life.MEANS[one.state]
    context = {
        **_row(one),
        "page": events,
        "citizens": citizens,
        "team": team,
        "twins": selectors.twins_of(one),
        "gauges": list(_gauges(one)),
        "state_form": StateForm(tenant=one, prefix="state"),
        "contract_form": ContractForm(tenant=one, prefix="contract"),
        "visit_form": ReasonForm(prefix="visit"),
        "today": timezone.localdate(),
        **forms,
    }
    return render(request, "operators/tenant.html", context)


def _row(tenant: Any) -> dict[str, object]:
    """A line of the table; for a tenant that comes with its `health`."""
    health = tenant.health
    return {
        "tenant": tenant,
        "pulse": getattr(tenant, "pulse", None),
        "plan": plan_for(tenant.kind).name,
        "address": address_of(tenant),
        "mood": MOODS[Tenant.State(tenant.state)],
        "health": HEALTHS[health],
        "health_mood": HEALTH_MOODS.get(health, ""),
    }


def _gauges(tenant: Tenant) -> list[dict[str, object]]:
    """What is used of each limit, as it was measured last."""
    pulse: Pulse | None = getattr(tenant, "pulse", None)
    if pulse is None:
        return []
    used = {
        "consultations": pulse.published,
        "staff": pulse.staff,
        "media_megabytes": -(-pulse.media_bytes // MEGABYTE),
    }
    limits = {one.key: one.limit for one in tenant.entitlements.all()}
    return [
        {"id": f"gauge-{key}", "name": NAMES[key], "used": count, "limit": limits.get(key)}
        for key, count in used.items()
    ]


def _operator(request: HttpRequest) -> Operator:
    operator = operator_of(request)
    assert operator is not None  # noqa: S101 - the decorator saw to it
    return operator
