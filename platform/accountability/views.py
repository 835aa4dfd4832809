"""The pages of managers, who write the outcome and close."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accountability import actions, selectors
from accountability.forms import OutcomeForm
from accounts.access import get_or_post, person_of, posted, staff_only
from accounts.roles import Ability
from consultations.models import Consultation
from consultations.selectors import get_consultation_for

managers_only = staff_only(Ability.MANAGE_CONSULTATIONS)


@get_or_post
@managers_only
def edit_outcome(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the outcome of a consultation: as a draft, or for everyone."""
    consultation = get_consultation_for(request.user, slug)
    report = selectors.outcome_of(consultation)
    is_public = report is not None and report.published_at is not None
    publishes = is_public or "publish" in request.POST
    initial = {name: getattr(report, name, "") for name in OutcomeForm.base_fields}
    form = OutcomeForm(posted(request), initial=initial, publishes=publishes)
    if form.is_valid():
        actions.write_outcome(
            consultation, by=person_of(request), publish=publishes, **form.cleaned_data
        )
        messages.success(request, _saved(publishes))
        return redirect("accountability:edit_outcome", slug)
    context = {
        "consultation": consultation,
        "report": report,
        "is_public": is_public,
        "form": form,
        "tally": selectors.tally(consultation),
        "can_close": is_public and consultation.state == Consultation.State.PUBLISHED,
        "left_open": selectors.left_open(consultation) if is_public else None,
    }
    return render(request, "accountability/edit_outcome.html", context)


@require_POST
@managers_only
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """End the consultation for good."""
    consultation = get_consultation_for(request.user, slug)
    if "sure" not in request.POST:
        messages.error(request, _("Tick the box first: closing cannot be undone."))
        return redirect("accountability:edit_outcome", slug)
    try:
        actions.close(consultation, by=person_of(request))
        messages.success(request, _("The consultation is closed. Thank you for giving account."))
    except actions.OutcomeMissing:
        messages.error(
            request, _("Publish the outcome first: a consultation is closed by giving account.")
        )
    return redirect("accountability:edit_outcome", slug)


def _saved(public: bool) -> str:
    if public:
        return _("The outcome is published.")
    return _("The draft is kept. Nobody but the team sees it.")
