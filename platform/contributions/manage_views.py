"""The team's page for a consultation's own statuses."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import get_or_post, person_of, posted
from consultations.manage.common import frame, on_a_consultation
from consultations.models import Consultation
from contributions import statuses
from contributions.forms import StatusForm


@get_or_post
@on_a_consultation
def index(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """The list, and the form for one more."""
    form = StatusForm(posted(request))
    if form.is_valid():
        try:
            made = statuses.add(consultation, **form.cleaned_data, by=person_of(request))
        except statuses.TooMany:
            form.add_error(None, _("Twenty statuses are the most that anybody can keep apart."))
        else:
            messages.success(request, _("“%s” is added.") % made)
            return redirect("statuses:index", consultation.slug)
    rows = statuses.statuses_of(consultation)
    context = {**frame(request, consultation), "form": form, "rows": rows}
    return render(request, "contributions/manage/statuses.html", context)


@get_or_post
@on_a_consultation
def edit(request: HttpRequest, consultation: Consultation, status: UUID) -> HttpResponse:
    """One of them, in other words or with another meaning."""
    found = statuses.get_status_of(consultation, status)
    now = {"title": found.title, "outcome": found.outcome}
    form = StatusForm(posted(request), initial=now)
    if form.is_valid():
        statuses.change(found, **form.cleaned_data, by=person_of(request))
        messages.success(request, _("“%s” is saved.") % found)
        return redirect("statuses:index", consultation.slug)
    context = {**frame(request, consultation), "form": form, "status": found}
    return render(request, "contributions/manage/status.html", context)


@require_POST
@on_a_consultation
def drop(request: HttpRequest, consultation: Consultation, status: UUID) -> HttpResponse:
    """Take one away."""
    found = statuses.get_status_of(consultation, status)
    statuses.drop(found, by=person_of(request))
    messages.success(request, _("“%s” is removed.") % found)
    return redirect("statuses:index", consultation.slug)
