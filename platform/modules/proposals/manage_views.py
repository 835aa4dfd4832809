"""The team's view of a phase of proposals: all of them, whatever moderation said."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import get_or_post, person_of, posted, staff_only
from accounts.roles import Ability
from consultations.permissions import may
from contributions import dividing
from contributions.dividing import NotDivisible
from contributions.merging import NotMergeable
from contributions.models import Contribution
from modules.proposals import actions
from modules.proposals.filters import NUMBER
from modules.proposals.forms import DivideForm, MergeForm, ReasonForm
from modules.proposals.permissions import MERGE
from modules.proposals.reports import figures
from modules.proposals.selectors import (
    chosen_in,
    due_in,
    get_divided_in,
    get_merged_for,
    get_proposals_phase_for,
    get_published_in,
    proposals_in,
    states_in,
)

PAGE = 50
DUE = "due"  # beside the states of moderation: what is owed an answer


@never_cache
@require_safe
@staff_only(Ability.SEE_RESULTS)
def index(request: HttpRequest, consultation: str, phase: str) -> HttpResponse:
    """Every proposal in a table, by state of moderation."""
    here = get_proposals_phase_for(request.user, consultation, phase)
    states, state, words = (
        states_in(here),
        request.GET.get("etat", ""),
        request.GET.get("q", "")[:100],
    )
    found = proposals_in(here).select_related("theme", "merged_into").order_by("-number")
    if state == DUE:
        found = due_in(here).select_related("theme", "merged_into")
    elif state in dict(states):
        found = found.filter(moderation=state)
    if number := NUMBER.fullmatch(words.strip()):
        found = found.filter(number=number[1])
    elif words := words.replace("\x00", "").strip():
        found = found.filter(title__icontains=words)
    context = {
        "phase": here,
        "consultation": here.consultation,
        "figures": figures(here),
        "states": states,
        "state": state,
        "words": words,
        "due": due_in(here).count() if here.setting("threshold") else 0,
        "may_merge": may(request.user, MERGE, here),
        "dividable": {Contribution.Outcome.RECEIVED, Contribution.Outcome.UNDER_STUDY},
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "proposals/manage/index.html", context)


@never_cache
@get_or_post
@staff_only(Ability.MODERATE)
def merge(request: HttpRequest, consultation: str, phase: str) -> HttpResponse:
    """Make one of the ticked proposals: which one stays, and why; the authors are told."""
    here = get_proposals_phase_for(request.user, consultation, phase)
    asked = request.POST if request.method == "POST" else request.GET
    chosen = chosen_in(here, asked.getlist("n"))
    if len(chosen) < 2:
        messages.warning(request, _("Tick at least two published proposals first."))
        return redirect("proposals_manage:index", consultation, phase)
    form = MergeForm(posted(request), texts=chosen)
    if form.is_valid():
        into = form.cleaned_data["into"]
        try:
            others = [one for one in chosen if one != into]
            actions.merge(others, into, by=person_of(request), reason=form.cleaned_data["reason"])
        except NotMergeable as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _merged(others, into))
            return redirect("proposals_manage:index", consultation, phase)
    context = {"phase": here, "consultation": here.consultation, "form": form, "texts": chosen}
    return render(request, "proposals/manage/merge.html", context)


@never_cache
@get_or_post
@staff_only(Ability.MODERATE)
def separate(request: HttpRequest, consultation: str, phase: str, number: int) -> HttpResponse:
    """Let a merged proposal stand by itself again."""
    here = get_proposals_phase_for(request.user, consultation, phase)
    proposal = get_merged_for(here, number)
    form = ReasonForm(posted(request))
    if form.is_valid():
        try:
            actions.separate(proposal, by=person_of(request), reason=form.cleaned_data["reason"])
        except NotMergeable as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("No. %s stands by itself again.") % proposal.number)
            return redirect("proposals_manage:index", consultation, phase)
    context = {"phase": here, "consultation": here.consultation, "form": form, "text": proposal}
    return render(request, "proposals/manage/separate.html", context)


@never_cache
@get_or_post
@staff_only(Ability.MODERATE)
def divide(request: HttpRequest, consultation: str, phase: str, number: int) -> HttpResponse:
    """Make several proposals of one that asks for several things; its author stays theirs."""
    here = get_proposals_phase_for(request.user, consultation, phase)
    proposal = get_published_in(here, number)
    form = DivideForm(posted(request), text=proposal)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            made = actions.divide(proposal, form.parts, by=person_of(request), reason=reason)
        except NotDivisible as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _divided(proposal, made))
            return redirect("proposals_manage:index", consultation, phase)
    refusal = dividing.why_not(proposal)
    context = {"phase": here, "consultation": here.consultation, "form": form, "text": proposal}
    return render(request, "proposals/manage/divide.html", {**context, "refusal": refusal})


@never_cache
@get_or_post
@staff_only(Ability.MODERATE)
def unite(request: HttpRequest, consultation: str, phase: str, number: int) -> HttpResponse:
    """Make a divided proposal one again, while nothing happened to its parts."""
    here = get_proposals_phase_for(request.user, consultation, phase)
    proposal = get_divided_in(here, number)
    form = ReasonForm(posted(request))
    if form.is_valid():
        try:
            actions.unite(proposal, by=person_of(request), reason=form.cleaned_data["reason"])
        except NotDivisible as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("No. %s is one again.") % proposal.number)
            return redirect("proposals_manage:index", consultation, phase)
    context = {"phase": here, "consultation": here.consultation, "form": form, "text": proposal}
    return render(request, "proposals/manage/unite.html", context)


def _divided(proposal: Contribution, made: Sequence[Contribution]) -> str:
    told = _("No. %(text)s is divided into no. %(parts)s.")
    return told % {"text": proposal.number, "parts": ", ".join(str(one.number) for one in made)}


def _merged(others: Sequence[Contribution], into: Contribution) -> str:
    told = ngettext(
        "One proposal is merged into no. %(into)s.",
        "%(count)s proposals are merged into no. %(into)s.",
        len(others),
    )
    return told % {"count": len(others), "into": into.number}
