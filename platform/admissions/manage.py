"""The team's pages: who a consultation is for, its codes, its invitations, its opened outcome."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import get_or_post, person_of, posted
from admissions import actions, letters
from admissions.forms import AT_ONCE, AudienceForm, CodesForm, InviteForm
from admissions.models import CodeList
from admissions.selectors import (
    came_to,
    code_lists_of,
    get_code_list_of,
    get_invitation_of,
    invitations_of,
    unsent,
)
from consultations import audience
from consultations.manage.common import frame, managers_only, on_a_consultation
from consultations.models import Consultation
from consultations.selectors import get_consultation_for

A_PAGE = 50


@get_or_post
@on_a_consultation
def index(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """Who it is for, and the ways in."""
    form = AudienceForm(consultation, posted(request))
    if form.is_valid():
        try:
            audience.decide(consultation, **form.cleaned_data, by=person_of(request))
        except audience.Widened:
            form.add_error("audience", _("It was published for a few: it stays among them."))
        else:
            messages.success(request, _("Who it is for is saved."))
            return redirect("admissions:index", consultation.slug)
    people = invitations_of(consultation)
    context = {
        **frame(request, consultation),
        "form": form,
        "codes": code_lists_of(consultation).aggregate(made=Count("codes"), used=_USED),
        "invited": {"all": people.count(), "came": came_to(consultation).count()},
        "may_open_outcome": _may_open_outcome(consultation),
    }
    return render(request, "admissions/manage/index.html", context)


_USED = Count("codes", filter=Q(codes__used_at__isnull=False))


def _may_open_outcome(consultation: Consultation) -> bool:
    is_over = consultation.state == Consultation.State.CLOSED
    return is_over and not consultation.is_for_everyone and not consultation.outcome_is_open


@require_POST
@managers_only
def open_outcome(request: HttpRequest, consultation: str) -> HttpResponse:
    """The one thing that is still decided once a consultation is closed."""
    found = get_consultation_for(request.user, consultation)
    if "sure" in request.POST:
        audience.open_outcome(found, by=person_of(request))
        messages.success(request, _("Everyone reads the outcome now."))
    else:
        messages.error(request, _("Tick the box first: what everyone has read is not taken back."))
    return redirect("admissions:index", found.slug)


@get_or_post
@on_a_consultation
def codes(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """The lists of codes; making one answers with its file, the only time that anybody reads it."""
    form = CodesForm(posted(request))
    if form.is_valid():
        try:
            made, secrets = actions.make_codes(
                consultation, **form.cleaned_data, by=person_of(request)
            )
        except actions.TooMany as full:
            form.add_error("number", _("Only %d more fit.") % full.left)
        else:
            return _file(made, secrets)
    context = {
        **frame(request, consultation),
        "form": form,
        "rows": code_lists_of(consultation),
    }
    return render(request, "admissions/manage/codes.html", context)


def _file(made: CodeList, secrets: Sequence[str]) -> HttpResponse:
    answer = HttpResponse(letters.packed(made, secrets), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{letters.name_of(made)}"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@on_a_consultation
def cancel_codes(request: HttpRequest, consultation: Consultation, codes: UUID) -> HttpResponse:
    """Make the unused codes of a list worth nothing."""
    found = get_code_list_of(consultation, codes)
    count = actions.cancel_codes(found, by=person_of(request))
    words = ngettext("%d unused code is cancelled.", "%d unused codes are cancelled.", count)
    messages.success(request, words % count)
    return redirect("admissions:codes", consultation.slug)


@get_or_post
@on_a_consultation
def invitations(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """Who is invited, who came; inviting more."""
    form = InviteForm(posted(request), request.FILES or None)
    if form.is_valid():
        try:
            new = actions.invite(consultation, form.cleaned_data["found"], by=person_of(request))
        except actions.Unverified as few:
            words = _(
                "Only %d more, until those who run the platform have verified your organisation."
            )
            form.add_error(None, words % few.left)
        except actions.TooMany as full:
            form.add_error(None, _("Only %d more can be invited here.") % full.left)
        else:
            _say_invited(request, consultation, new, len(form.cleaned_data["found"]) - new)
            return redirect("admissions:invitations", consultation.slug)
    listed = invitations_of(consultation)
    searched = request.GET.get("adresse", "").replace("\x00", "").strip()[:100]
    shown = listed.filter(email__icontains=searched) if searched else listed
    context = {
        **frame(request, consultation),
        "form": form,
        "page": Paginator(shown, A_PAGE).get_page(request.GET.get("page")),
        "searched": searched,
        "total": listed.count(),
        "unsent": unsent(consultation).count(),
        "most": AT_ONCE,
    }
    return render(request, "admissions/manage/invitations.html", context)


def _say_invited(request: HttpRequest, consultation: Consultation, new: int, known: int) -> None:
    if new and consultation.is_public:
        words = ngettext(
            "%d person is invited: the mail leaves now.",
            "%d people are invited: the mails leave now.",
            new,
        )
        messages.success(request, words % new)
    elif new:
        words = ngettext(
            "%d person is noted. The mail waits for the publication.",
            "%d people are noted. The mails wait for the publication.",
            new,
        )
        messages.success(request, words % new)
    if known:
        words = ngettext("%d was invited already.", "%d were invited already.", known)
        messages.info(request, words % known)


@require_POST
@on_a_consultation
def send(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """Let the mails go that waited for the publication."""
    if consultation.is_public:
        actions.send(consultation, by=person_of(request))
        messages.success(request, _("The mails leave now."))
    else:
        messages.error(request, _("Publish the consultation first: its page must be there."))
    return redirect("admissions:invitations", consultation.slug)


@require_POST
@on_a_consultation
def send_again(request: HttpRequest, consultation: Consultation, invitation: UUID) -> HttpResponse:
    """Write to one address once more."""
    found = get_invitation_of(consultation, invitation)
    try:
        actions.send_again(found, by=person_of(request))
        messages.success(request, _("Another mail leaves for %s.") % found)
    except actions.TooSoon:
        messages.error(request, _("%s was written to less than a day ago.") % found)
    return redirect("admissions:invitations", consultation.slug)


@require_POST
@on_a_consultation
def withdraw(request: HttpRequest, consultation: Consultation, invitation: UUID) -> HttpResponse:
    """Admit an address no more."""
    found = get_invitation_of(consultation, invitation)
    actions.withdraw(found, by=person_of(request))
    messages.success(request, _("%s is no longer invited.") % found)
    return redirect("admissions:invitations", consultation.slug)
