"""The moderators' pages beside the queue: appeals, suspensions, and the rules that fill it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.access import get_or_post, person_of, posted
from accounts.roles import Ability
from moderation import appeals, blocks, rules, selectors
from moderation.forms import BlockForm, RulesForm, SettleForm
from moderation.models import Appeal, Block, Decision
from moderation.tabs import tabs
from moderation.views import moderators_only
from tenants.gate import still_taken

PAGE = 30
_WAYS = {  # what granting an appeal does, and what refusing it does
    Decision.Verdict.REFUSE: (
        gettext_lazy("The author is right: publish the text"),
        gettext_lazy("Confirm the refusal"),
    ),
    Decision.Verdict.HIDE: (
        gettext_lazy("The author is right: show the text again"),
        gettext_lazy("Leave the text hidden"),
    ),
}
_OF_A_BLOCK = (
    gettext_lazy("The person is right: end the suspension"),
    gettext_lazy("Confirm the suspension"),
)


@require_GET
@moderators_only
def appeals_index(request: HttpRequest) -> HttpResponse:
    """All appeals, those that wait first."""
    found = selectors.appeals_for(person_of(request))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "tabs": tabs(selectors.counts(), "recours")}
    return render(request, "moderation/appeals.html", context)


@still_taken
@get_or_post
@moderators_only
def settle(request: HttpRequest, appeal: UUID) -> HttpResponse:
    """One appeal, with the text, the decision and the author's words; its answer, by somebody else."""
    found = selectors.get_appeal_for(person_of(request), appeal)
    is_own = found.contested.moderator_id == person_of(request).pk
    take_back, confirm = _ways(found)
    form = SettleForm(posted(request), take_back=take_back, confirm=confirm)
    if found.handled_at is None and not is_own and form.is_valid():
        _settle(request, found, form)
        return redirect("moderation:appeals")
    context = {
        "appeal": found,
        "decision": found.contested,
        "text": found.decision.contribution if found.decision else None,
        "is_own": is_own,
        "others": appeals.others(found.contested) if is_own else [],
        "manages": person_of(request).may(Ability.MANAGE_SITE),
        "form": form,
    }
    return render(request, "moderation/settle.html", context)


@require_GET
@moderators_only
def blocks_index(request: HttpRequest) -> HttpResponse:
    """All suspensions, the latest first."""
    found = selectors.blocks_for(person_of(request))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "tabs": tabs(selectors.counts(), "suspensions")}
    return render(request, "moderation/blocks.html", context)


@still_taken
@get_or_post
@moderators_only
def block(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Suspend the author of a text."""
    text = selectors.get_text_for(person_of(request), pk)
    if not blocks.may_be_blocked(text.author):
        raise Http404
    assert text.author is not None  # noqa: S101 - nobody to block is a 404
    form = BlockForm(posted(request))
    if form.is_valid():
        try:
            blocks.block(text.author, text=text, by=person_of(request), **form.cleaned_data)
            messages.success(request, _("The person is suspended, and told why."))
        except blocks.CannotBlock:
            messages.warning(request, _("This person is suspended already, or is of the team."))
        return redirect("moderation:blocks")
    return render(request, "moderation/block.html", {"form": form, "text": text})


@still_taken
@require_POST
@moderators_only
def lift(request: HttpRequest, suspension: UUID) -> HttpResponse:
    """End a suspension before its time."""
    found: Block = selectors.get_block_for(person_of(request), suspension)
    if blocks.lift(found, by=person_of(request)):
        messages.success(request, _("The suspension has ended; the person is told."))
    else:
        messages.warning(request, _("This suspension had ended already."))
    return redirect("moderation:blocks")


@get_or_post
@moderators_only
def change_rules(request: HttpRequest) -> HttpResponse:
    """What is read before it shows, whatever the stage says."""
    now = rules.rules()
    initial = {name: getattr(now, name) for name in RulesForm.base_fields}
    form = RulesForm(posted(request), initial=initial)
    if form.is_valid():
        rules.change(by=person_of(request), **form.cleaned_data)
        messages.success(
            request, _("The rules are saved. They hold for what is written from now on.")
        )
        return redirect("moderation:rules")
    context = {"form": form, "tabs": tabs(selectors.counts(), "regles")}
    return render(request, "moderation/rules.html", context)


def _settle(request: HttpRequest, appeal: Appeal, form: SettleForm) -> None:
    answer = form.cleaned_data["answer"]
    try:
        appeals.settle(appeal, granted=form.is_granted, answer=answer, by=person_of(request))
        messages.success(
            request, _("The appeal is answered; its author is told, where an address is known.")
        )
    except appeals.SettledAlready:
        messages.warning(request, _("Somebody answered this appeal in the meantime."))


def _ways(appeal: Appeal) -> tuple[object, object]:
    if appeal.decision is None:
        return _OF_A_BLOCK
    return _WAYS[Decision.Verdict(appeal.decision.verdict)]
