"""The administrators' pages of their site's addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import get_or_post, person_of, posted, staff_only
from accounts.roles import Ability
from addresses import actions
from addresses.asking import LABEL, SAYS
from addresses.forms import HostForm
from addresses.hosts import readable
from addresses.selectors import claims_for, get_claim_for
from tenants.claims import own_host
from tenants.current import get_tenant
from tenants.middleware import at_another_address
from tenants.models import Claim, Tenant
from tenants.names import normalise_host

administrators_only = staff_only(Ability.MANAGE_SITE)
MOODS = {
    Claim.State.WAITING: "warn",
    Claim.State.SERVED: "good",
    Claim.State.QUARANTINED: "bad",
}


@never_cache
@get_or_post
@administrators_only
def index(request: HttpRequest) -> HttpResponse:
    """All addresses of the site, and claiming one more."""
    form = HostForm(posted(request))
    if form.is_valid():
        try:
            claimed = actions.claim(form.cleaned_data["host"], by=person_of(request))
        except ValidationError as refused:
            form.add_error("host", refused)
        else:
            return redirect("addresses:show", claimed.pk)
    claims = list(claims_for(person_of(request)))
    main = get_tenant().host
    context = {
        "form": form,
        "main": readable(main),
        "own": own_host(get_tenant()),
        "own_is_main": main not in {claim.host for claim in claims if claim.is_served},
        "rows": [_row(claim) for claim in claims],
        "is_full": len(claims) >= actions.MOST,
        "most": actions.MOST,
    }
    return render(request, "addresses/index.html", context)


@never_cache
@require_safe
@administrators_only
def show(request: HttpRequest, claim: UUID) -> HttpResponse:
    """One address: what to write in its zone, what was found there, and what can be done with it."""
    found = get_claim_for(person_of(request), claim)
    context = {
        **_row(found),
        "records": _records(found),
        "addresses": settings.PLATFORM_ADDRESSES,
    }
    return render(request, "addresses/show.html", context)


@require_POST
@administrators_only
def check(request: HttpRequest, claim: UUID) -> HttpResponse:
    """Look it up now."""
    person = person_of(request)
    try:
        after = actions.check(get_claim_for(person, claim), by=person)
    except actions.TooSoon:
        messages.info(request, _("It was checked a moment ago: try again in some seconds."))
    else:
        if after is None:
            return redirect("addresses:index")
        _say(request, after)
    return redirect("addresses:show", claim)


@never_cache
@get_or_post
@administrators_only
def choose(request: HttpRequest, claim: UUID) -> HttpResponse:
    """Make one the main address, once what that changes was read."""
    found = get_claim_for(person_of(request), claim)
    if request.method == "POST":
        return _chosen(request, found)
    context = {"host": readable(found.host), "claim": found, "now": readable(get_tenant().host)}
    return render(request, "addresses/choose.html", context)


@never_cache
@get_or_post
@administrators_only
def choose_own(request: HttpRequest) -> HttpResponse:
    """Make the address below the platform's the main one again."""
    if request.method == "POST":
        return _chosen(request, None)
    context = {"host": own_host(get_tenant()), "now": readable(get_tenant().host)}
    return render(request, "addresses/choose.html", context)


@never_cache
@get_or_post
@administrators_only
def release(request: HttpRequest, claim: UUID) -> HttpResponse:
    """Let one go, once what that changes was read."""
    found = get_claim_for(person_of(request), claim)
    if request.method == "POST":
        actions.release(found, by=person_of(request))
        messages.success(request, _("%(host)s is let go.") % {"host": readable(found.host)})
        return _onwards(request)
    return render(request, "addresses/release.html", _row(found))


def _chosen(request: HttpRequest, claim: Claim | None) -> HttpResponse:
    try:
        actions.choose(claim, by=person_of(request))
    except actions.NotServed:
        messages.error(request, _("This address does not open the site yet."))
        return redirect("addresses:index")
    return _onwards(request)


def _onwards(request: HttpRequest) -> HttpResponse:
    """The page of addresses, at the site's main address as it is now."""
    tenant = Tenant.objects.prefetch_related("domains").get(pk=get_tenant().pk)
    if tenant.host == normalise_host(request.get_host()):
        return redirect("addresses:index")
    return at_another_address(request, tenant, reverse("addresses:index"))


def _row(claim: Claim) -> dict[str, Any]:
    return {
        "claim": claim,
        "host": readable(claim.host),
        "mood": MOODS[Claim.State(claim.state)],
        "is_main": claim.is_served and claim.host == get_tenant().host,
    }


def _records(claim: Claim) -> Iterator[dict[str, Any]]:
    """What to write in the host's zone, in order: whose it is, then where it leads."""
    yield {
        "kind": "TXT",
        "why": _("says that this name is yours"),
        "name": f"{LABEL}.{claim.host}",
        "value": f"{SAYS}{claim.token}",
        "is_there": claim.is_proven,
    }
    yield {
        "kind": "CNAME",
        "why": _("leads it here"),
        "name": claim.host,
        "value": f"{settings.PLATFORM_HOSTS[0]}.",
        "is_there": claim.is_pointed,
    }


def _say(request: HttpRequest, claim: Claim) -> None:
    host = {"host": readable(claim.host)}
    if claim.is_served and claim.is_proven and claim.is_pointed:
        messages.success(request, _("Everything is right: %(host)s opens your site.") % host)
    elif not claim.is_answered:
        messages.warning(request, _("The DNS does not answer for now. Nothing was changed."))
    elif claim.is_blocked:
        messages.warning(request, _("Its DNS is right, but another site answers at this address."))
    else:
        messages.info(request, _("Not everything is there yet: see below what is missing."))
