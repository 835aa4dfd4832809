"""A proposal that its author changes, and all that it said before, for everybody."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import get_or_post, person_of, posted
from consultations.caching import same_for_visitors
from consultations.permissions import Person, Refused
from contributions.history import is_editable, wordings_of
from contributions.models import Contribution
from contributions.refusals import in_words
from modules.proposals import actions
from modules.proposals.forms import ProposalForm
from modules.proposals.own import on_ones_own
from modules.proposals.permissions import REVISE, verdict_on
from modules.proposals.selectors import get_proposal_for, get_proposals_phase_for, is_gone, is_own

CONFLICT = 409


def may_edit(person: Person, proposal: Contribution) -> bool:
    """Whether somebody may change a proposal of theirs now."""
    return bool(verdict_on(person, REVISE, proposal.phase)) and is_editable(proposal)


@never_cache
@get_or_post
@on_ones_own
def edit(request: HttpRequest, proposal: Contribution) -> HttpResponse:
    """Change one's own proposal. Whatever happens to what was sent, the page keeps it."""
    here, sent = proposal.phase, posted(request)
    form = ProposalForm(sent, initial=ProposalForm.said_in(proposal), phase=here, guest=False)
    context = {"phase": here, "consultation": here.consultation, "proposal": proposal, "form": form}
    if sent is None and not may_edit(request.user, proposal):
        context["refusal"] = _too_late(request.user, proposal)
    if not form.is_valid():
        return render(request, "proposals/edit.html", context)
    try:
        changed = actions.revise(proposal, by=person_of(request), **form.values())
    except Refused:
        context["refusal"] = _too_late(request.user, proposal)
        return render(request, "proposals/edit.html", context, status=CONFLICT)
    _thank(request, changed)
    return redirect(changed)


@require_safe
@same_for_visitors
def history(request: HttpRequest, consultation: str, phase: str, number: int) -> HttpResponse:
    """All that a proposal said, with what changed from one version to the next."""
    here = get_proposals_phase_for(request.user, consultation, phase)
    proposal = get_proposal_for(request.user, here, number)
    if proposal.edited_at is None or (is_gone(proposal) and not is_own(request.user, proposal)):
        raise Http404
    context = {
        "phase": here,
        "consultation": here.consultation,
        "proposal": proposal,
        "wordings": wordings_of(proposal),
    }
    return render(request, "proposals/history.html", context)


def _too_late(person: Person, proposal: Contribution) -> str:
    words = in_words(verdict_on(person, REVISE, proposal.phase), proposal.phase)
    return words or _(
        "This proposal can no longer be changed: somebody supports it, or it has its answer. Comment on it to "
        "say more."
    )


def _thank(request: HttpRequest, changed: Contribution) -> None:
    if changed.is_published:
        messages.success(request, _("Your proposal is changed. Its former words stay readable."))
    else:
        messages.success(
            request, _("Your changes have arrived: a person reads them before everybody sees them.")
        )
