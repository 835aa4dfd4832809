"""The pages of whoever a decision is about: why, and how to contest it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import get_or_post, members_only, person_of, posted
from contributions.views import private
from moderation import appeals, selectors
from moderation.forms import ContestForm
from moderation.models import Block
from tenants.gate import still_taken


@still_taken
@private
@get_or_post
def contest(request: HttpRequest, contest: str) -> HttpResponse:
    """Contest a decision, then follow what becomes of it: the link is the proof, no account is needed."""
    contested = selectors.get_contested(contest)
    is_open = appeals.is_contestable(contested)
    form = ContestForm(posted(request))
    if is_open and form.is_valid():
        try:
            appeals.contest(contested, form.cleaned_data["text"], by=request.user)
        except appeals.NotContestable:  # sent twice: the page shows the first
            pass
        return redirect("moderation:contest", contest)
    context = {
        "decision": contested,
        "is_block": isinstance(contested, Block),
        "contribution": None if isinstance(contested, Block) else contested.contribution,
        "is_open": is_open,
        "ends": appeals.ends(contested),
        "appeal": None if is_open else appeals.appeal_of(contested),
        "form": form,
    }
    return render(request, "moderation/contest.html", context)


@never_cache
@require_safe
@members_only
def own_decision(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's own text that is out of sight, whole, with the reason."""
    decision = selectors.get_decision_on_own_text(person_of(request), pk)
    context = {
        "decision": decision,
        "contribution": decision.contribution,
        "is_open": appeals.is_contestable(decision),
        "appeal": appeals.appeal_of(decision),
    }
    return render(request, "moderation/own_decision.html", context)


@never_cache
@require_safe
@members_only
def own_block(request: HttpRequest) -> HttpResponse:
    """Why one cannot take part for a time; back to the account once it has ended."""
    block = selectors.own_block(person_of(request))
    if block is None:
        return redirect("accounts:profile")
    return redirect(block.contest_url)
