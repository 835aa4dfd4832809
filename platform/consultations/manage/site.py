"""The workspace's own pages: what waits, the modules, the history of the site."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import get_or_post, person_of
from accounts.roles import Ability
from consultations.manage.common import administrators_only, team_only
from consultations.models import Consultation
from consultations.module import all_modules, module_of
from consultations.pages import Stage, tell
from consultations.permissions import is_on, switch
from consultations.readiness import opening_steps
from consultations.rooms import waiting_for
from consultations.selectors import consultations_for, history_for
from tenants.current import get_tenant

A_PAGE = 50


@require_safe
@team_only
def home(request: HttpRequest) -> HttpResponse:
    """What waits for whoever signed in; on a new site, what to do first."""
    person = person_of(request)
    steps = opening_steps(person)
    told = tell(consultations_for(person).prefetch_related("phases"))
    context = {
        "waiting": waiting_for(person),
        "steps": steps,
        "steps_done": sum(step.done for step in steps),
        "opening": any(not step.done for step in steps),
        "drafts": [one for one in told if one.stage == Stage.DRAFT],
        "running": [one for one in told if one.stage not in {Stage.DRAFT, Stage.CLOSED}],
        "may_manage": person.may(Ability.MANAGE_CONSULTATIONS),
    }
    return render(request, "consultations/manage/home.html", context)


@get_or_post
@administrators_only
def modules(request: HttpRequest) -> HttpResponse:
    """Which modules this site uses, among those that its contract allows."""
    if request.method == "POST":
        return _switch(request)
    allowed = get_tenant().allowed
    listed = [
        {"module": module, "on": is_on(module), "allowed": module.key in allowed}
        for module in all_modules().values()
    ]
    return render(request, "consultations/manage/modules.html", {"modules": listed})


def _switch(request: HttpRequest) -> HttpResponse:
    module = module_of(request.POST.get("module", ""))
    if module is None or module.key not in get_tenant().allowed:
        raise Http404
    enabled = request.POST.get("enabled") == "yes"
    switch(module, enabled, by=person_of(request))
    words = _("“%(name)s” is on.") if enabled else _("“%(name)s” is off: nobody sees it any more.")
    messages.success(request, words % {"name": module.name})
    return redirect("workspace:modules")


@require_safe
@administrators_only
def history(request: HttpRequest) -> HttpResponse:
    """Everything that was done on the site, as sentences."""
    entries = Paginator(history_for(person_of(request)), A_PAGE)
    context = {"page": entries.get_page(request.GET.get("page"))}
    return render(request, "consultations/manage/history.html", context)


@require_safe
@team_only
def consultations(request: HttpRequest) -> HttpResponse:
    """All consultations, drafts too."""
    person = person_of(request)
    told = tell(consultations_for(person).prefetch_related("phases"))
    context = {
        "consultations": told,
        "may_manage": person.may(Ability.MANAGE_CONSULTATIONS),
        "states": Consultation.State,
    }
    return render(request, "consultations/manage/consultations.html", context)
