"""Proposals' pages for citizens. Reading asks for no cookie: forms for guests have pages of their own."""

from __future__ import annotations

import re
import secrets
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import get_or_post, posted, to_sign_in, with_next
from accounts.models import User
from commitments.selectors import public_commitments_of
from consultations.caching import same_for_visitors
from consultations.heads import head_of_phase
from consultations.models import Phase
from consultations.permissions import Refused, Verdict
from contributions import receipts
from contributions.forms import CommentForm
from contributions.models import Contribution
from contributions.places import map_of, spot_of
from contributions.refusals import in_words
from contributions.selectors import comments_on, get_comment_to_answer
from contributions.thanks import to_thanks
from contributions.throttle import GUEST_TEXTS
from modules.proposals import actions
from modules.proposals.attaching import may_attach
from modules.proposals.changing import may_edit
from modules.proposals.filters import FilterForm, LeanPaginator, new_seed
from modules.proposals.forms import ProposalForm
from modules.proposals.permissions import COMMENT, SUPPORT, WRITE, verdict_on
from modules.proposals.selectors import (
    VERY_ALIKE,
    cards,
    drafts_in,
    get_draft_for,
    get_proposal_for,
    get_proposals_phase_for,
    is_gone,
    is_own,
    located,
    outcomes_in,
    published_in,
    sent_with,
    similar_to,
)
from modules.proposals.thresholds import threshold_of
from themes.head import Head

COMMENTS = 50  # a page
ON_A_MAP = 200  # proposals on one map
WITH_MAP = {"map", "required"}  # what a phase says of places
SHEET = re.compile(r"[0-9a-f]{32}")
CONFLICT, GONE, TOO_MANY = 409, 410, 429


@require_safe
@same_for_visitors
def index(request: HttpRequest, consultation: str, phase: str) -> HttpResponse:
    """The list: search, filters, order and page stand in the query string."""
    here = get_proposals_phase_for(request.user, consultation, phase)
    themes, outcomes = list(here.consultation.themes.all()), outcomes_in(here)
    form = FilterForm(request.GET, themes=themes, outcomes=outcomes)
    if form.needs_seed:
        asked = request.GET.copy()
        asked["graine"] = new_seed()
        return redirect(f"{request.path}?{asked.urlencode()}")
    total = sum(outcomes.values())
    has_map = here.setting("place") in WITH_MAP
    context = {
        "page_head": head_of_phase(here),
        "form": form,
        "total": total,
        "has_map": has_map,
        **(
            _on_a_map(here, form)
            if has_map and form.is_map
            else _in_pages(request, here, form, total)
        ),
        "shows_supports": here.setting("supports"),
    }
    return render(request, "proposals/index.html", {**_common(request, here), **context})


def _in_pages(request: HttpRequest, here: Phase, form: FilterForm, total: int) -> dict[str, Any]:
    pages = LeanPaginator(form, published_in(here), here.setting("page_size"), total)
    return {"page": pages.get_page(request.GET.get("page"))}


def _on_a_map(here: Phase, form: FilterForm) -> dict[str, Any]:
    """All that is somewhere, on one frame, in place of the cards."""
    found = form.order(form.narrow(located(published_in(here)))).values("pk")[:ON_A_MAP]
    rows = list(form.order(cards(Contribution.objects.filter(pk__in=found))))
    for text in rows:
        text.phase, text.consultation = here, here.consultation
    page = Paginator(rows, ON_A_MAP).get_page(1)
    return {"page": page, "map": map_of(rows)}


@require_safe
@same_for_visitors
def show(request: HttpRequest, consultation: str, phase: str, number: int) -> HttpResponse:
    """One proposal, what became of it, and what people say of it."""
    here = get_proposals_phase_for(request.user, consultation, phase)
    proposal = get_proposal_for(request.user, here, number)
    if is_gone(proposal) and not is_own(request.user, proposal):
        return render(request, "410.html", status=GONE)
    comments = Paginator(comments_on(proposal), COMMENTS)
    may_comment = verdict_on(request.user, COMMENT, here)
    if not proposal.is_published:
        may_comment = Verdict.NOT_HERE
    member = request.user if isinstance(request.user, User) else None
    own = is_own(request.user, proposal)
    threshold = threshold_of(proposal)
    may_support = verdict_on(request.user, SUPPORT, here).value
    arguments = bool(here.setting("arguments"))
    context = {
        **_common(request, here),
        "threshold": threshold,
        "spot": spot_of(proposal),
        "arguments": arguments,
        "replies": here.setting("replies"),
        "may_attach": own and may_attach(request.user, proposal),
        "may_edit": own and may_edit(request.user, proposal),
        "page_head": _head(here, proposal) if proposal.is_published else None,
        "proposal": proposal,
        "is_own": own,
        "support_verdict": "over" if threshold and threshold.is_expired else may_support,
        "comment_verdict": may_comment.value,
        "comment_form": CommentForm(guest=False, arguments=arguments)
        if member and may_comment
        else None,
        "page": comments.get_page(request.GET.get("page")),
        "commitments": public_commitments_of(proposal, request.user)
        if proposal.is_published
        else [],
    }
    return render(request, "proposals/show.html", context)


@never_cache
@get_or_post
def write(
    request: HttpRequest, consultation: str, phase: str, draft: UUID | None = None
) -> HttpResponse:
    """Write a proposal. Whatever happens to what was sent, the page keeps it."""
    here = get_proposals_phase_for(request.user, consultation, phase)
    verdict = verdict_on(request.user, WRITE, here)
    if verdict is Verdict.SIGN_IN and request.method != "POST":
        return to_sign_in(request)
    if sent := sent_with(here, _sheet(request)):
        return to_thanks(request, sent, receipts.issue_again(sent))
    kept = get_draft_for(request.user, here, draft) if draft else None
    if request.method == "POST":
        return _receive(request, here, kept)
    form = _form(request, here, kept)
    return _write(request, here, form, kept=kept, refusal=in_words(verdict, here))


def _receive(request: HttpRequest, here: Phase, kept: Contribution | None) -> HttpResponse:
    as_draft = "draft" in request.POST and isinstance(request.user, User)
    form = _form(request, here, kept, as_draft=as_draft)
    if not form.is_valid():
        return _write(request, here, form, kept=kept)
    try:
        if as_draft:
            return _keep(request, here, form, kept)
        return _hand_in(request, here, form, kept)
    except Refused as refused:
        refusal = in_words(refused.verdict, here)
        return _write(request, here, form, kept=kept, refusal=refusal, status=CONFLICT)


def _keep(
    request: HttpRequest, here: Phase, form: ProposalForm, kept: Contribution | None
) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101 - guests have no drafts
    draft = actions.keep_draft(here, by=request.user, draft=kept, **form.values())
    messages.success(
        request, _("The draft is saved. You alone see it; finish it whenever you like.")
    )
    return redirect("proposals:draft", here.consultation.slug, here.slug, draft.pk)


def _hand_in(
    request: HttpRequest, here: Phase, form: ProposalForm, kept: Contribution | None
) -> HttpResponse:
    if not (verdict := verdict_on(request.user, WRITE, here)):
        raise Refused(verdict)
    is_guest = not isinstance(request.user, User)
    if is_guest and GUEST_TEXTS.is_reached(request):
        form.add_error(None, _too_many())
        return _write(request, here, form, status=TOO_MANY)
    if "anyway" not in request.POST:
        alike = similar_to(here, form.cleaned_data["title"], VERY_ALIKE)
        if alike:
            return _write(request, here, form, kept=kept, alike=alike, must_confirm=True)
    proposal, code = actions.propose(
        here, by=request.user, draft=kept, sheet=_sheet(request), **form.values()
    )
    if is_guest:
        GUEST_TEXTS.count(request)
    return to_thanks(request, proposal, code)


def _sheet(request: HttpRequest) -> str:
    """The secret of the page that was sent; empty for what none of our pages holds."""
    sheet = request.POST.get("sheet", "")
    return sheet if SHEET.fullmatch(sheet) else ""


def _form(
    request: HttpRequest, here: Phase, kept: Contribution | None, *, as_draft: bool = False
) -> ProposalForm:
    return ProposalForm(
        posted(request),
        initial=ProposalForm.said_in(kept) if kept else None,
        phase=here,
        guest=not isinstance(request.user, User),
        as_draft=as_draft,
    )


def _write(
    request: HttpRequest, here: Phase, form: ProposalForm, *, status: int = 200, **said: Any
) -> HttpResponse:
    sheet = _sheet(request) or secrets.token_hex(16)
    pieces = here.setting("pictures") or here.setting("documents")
    context = {
        **_common(request, here),
        "form": form,
        "sheet": sheet,
        "takes_pieces": pieces,
        **said,
    }
    if request.method != "POST" and not said.get("kept"):
        context["drafts"] = list(drafts_in(here, request.user)[:3])
    return render(request, "proposals/write.html", context, status=status)


@require_safe
def similar(request: HttpRequest, consultation: str, phase: str) -> HttpResponse:
    """A piece of page: published proposals whose titles are like the one being typed."""
    here = get_proposals_phase_for(request.user, consultation, phase)
    title = request.GET.get("title", "").replace("\x00", "")[:200].strip()
    alike = similar_to(here, title) if len(title) > 3 else []
    return render(request, "proposals/similar.html", {"alike": alike, "phase": here})


@get_or_post
def support(request: HttpRequest, consultation: str, phase: str, number: int) -> HttpResponse:
    """Support, or take the support back; somebody who comes here by a link goes to the proposal."""
    here = get_proposals_phase_for(request.user, consultation, phase)
    proposal = get_proposal_for(request.user, here, number)
    if request.method == "POST" and isinstance(request.user, User):
        try:
            act = actions.withdraw_support if "undo" in request.POST else actions.support
            act(proposal, by=request.user)
        except Refused as refused:
            messages.error(request, in_words(refused.verdict, here))
    elif request.method == "POST":
        return to_sign_in(request)
    return redirect(proposal)


@get_or_post
def follow(request: HttpRequest, consultation: str, phase: str, number: int) -> HttpResponse:
    """Be told what becomes of a proposal, or no more; a visitor signs in first."""
    here = get_proposals_phase_for(request.user, consultation, phase)
    proposal = get_proposal_for(request.user, here, number)
    if not isinstance(request.user, User):
        return redirect(with_next(reverse("accounts:sign_in"), proposal.get_absolute_url()))
    if request.method == "POST":
        act = actions.unfollow if "undo" in request.POST else actions.follow
        try:
            act(proposal, by=request.user)
        except Refused as refused:
            messages.error(request, in_words(refused.verdict, here))
    return redirect(proposal)


@never_cache
@get_or_post
def comment(request: HttpRequest, consultation: str, phase: str, number: int) -> HttpResponse:
    """Comment: a page of its own, so that guests need no cookie to read."""
    here = get_proposals_phase_for(request.user, consultation, phase)
    proposal = get_proposal_for(request.user, here, number)
    is_guest = not isinstance(request.user, User)
    verdict = verdict_on(request.user, COMMENT, here)
    if verdict is Verdict.SIGN_IN and request.method != "POST":
        return to_sign_in(request)
    asked = request.POST if request.method == "POST" else request.GET
    answered = get_comment_to_answer(proposal, asked["a"]) if asked.get("a") else None
    if answered and not here.setting("replies"):
        raise Http404
    argues = bool(here.setting("arguments")) and answered is None
    form = CommentForm(posted(request), guest=is_guest, arguments=argues)
    if form.is_valid() and is_guest and GUEST_TEXTS.is_reached(request):
        form.add_error(None, _too_many())
        return _comment(request, proposal, form, answered=answered, status=TOO_MANY)
    if not form.is_valid():
        refusal = in_words(verdict, here)
        return _comment(request, proposal, form, answered=answered, refusal=refusal)
    try:
        written, code = actions.comment(proposal, by=request.user, reply_to=answered, **_said(form))
    except Refused as refused:
        refusal = in_words(refused.verdict, here)
        return _comment(
            request, proposal, form, answered=answered, status=CONFLICT, refusal=refusal
        )
    return _commented(request, written, code)


def _said(form: CommentForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "website"}


def _commented(request: HttpRequest, written: Contribution, code: str) -> HttpResponse:
    """Guests are shown their code; members have it by mail and go on reading."""
    if not isinstance(request.user, User):
        GUEST_TEXTS.count(request)
        return to_thanks(request, written, code)
    if written.is_published:
        messages.success(request, _("Your comment is published."))
        return redirect(written)
    messages.success(
        request, _("Your comment has arrived: a person reads it before everybody sees it.")
    )
    return redirect(written.parent)  # type: ignore[arg-type]  # a comment has one


def _comment(
    request: HttpRequest,
    proposal: Contribution,
    form: CommentForm,
    *,
    status: int = 200,
    **said: Any,
) -> HttpResponse:
    context = {**_common(request, proposal.phase), "proposal": proposal, "form": form, **said}
    return render(request, "proposals/comment.html", context, status=status)


def _too_many() -> str:
    return _(
        "Many texts have come from your connection within the hour. Your text is still here: send it "
        "again later, or sign in."
    )


def _head(here: Phase, proposal: Contribution) -> Head:
    published = proposal.published_at
    return head_of_phase(
        here,
        proposal.title,
        proposal.body,
        datePublished=published.isoformat() if published else "",
    )


def _common(request: HttpRequest, here: Phase) -> dict[str, Any]:
    place = [here.consultation.slug, here.slug]
    return {
        "phase": here,
        "consultation": here.consultation,
        "write_verdict": verdict_on(request.user, WRITE, here).value,
        "write_url": reverse("proposals:write", args=place),
    }
