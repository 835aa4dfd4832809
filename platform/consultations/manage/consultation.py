"""One consultation: its overview, its texts, its publication, its journal, its files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Min
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import get_or_post, person_of, posted, staff_only
from accounts.roles import Ability
from consultations import actions, previewing
from consultations.exports import write_csv
from consultations.forms import PreviewForm, TextsForm
from consultations.manage.common import (
    frame,
    managers_only,
    on_a_consultation,
    say_in_use,
    team_only,
)
from consultations.models import Consultation
from consultations.pages import tell
from consultations.readiness import tasks_of
from consultations.selectors import (
    carers_of,
    get_consultation_for,
    get_page_for,
    get_phase_of,
    journal_of,
)
from tenants import limits

A_PAGE = 50


@require_safe
@team_only
def show(request: HttpRequest, consultation: str) -> HttpResponse:
    """Where it stands, what comes next, what people did."""
    return _overview(request, consultation)


def _overview(request: HttpRequest, slug: str, status: int = 200) -> HttpResponse:
    found = get_page_for(request.user, slug)
    [told] = tell([found])
    person = person_of(request)
    draft = found.state == Consultation.State.DRAFT
    tasks = tasks_of(found) if draft else []
    missing = [one for task in tasks for one in task.missing]
    context = {
        **frame(request, found),
        "told": told,
        "tasks": tasks,
        "tasks_done": sum(not task.missing for task in tasks),
        "missing": missing,
        "next": next((one for one in missing if person.may(one.ability)), None),
        "room": limits.use_of(limits.CONSULTATIONS) if draft else None,
        "carers": carers_of(found),
        "may_manage": person.may(Ability.MANAGE_CONSULTATIONS),
        "may_download": person.may(Ability.SEE_RESULTS),
    }
    return render(request, "consultations/manage/consultation.html", context, status=status)


@get_or_post
@on_a_consultation
def edit(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """The texts, the commitment, the moderation."""
    form = TextsForm(consultation, posted(request))
    if form.is_valid():
        actions.describe(consultation, by=person_of(request), **form.cleaned_data)
        messages.success(request, _("The texts are saved."))
        return redirect("workspace:consultation", consultation.slug)
    context = {**frame(request, consultation), "form": form}
    return render(request, "consultations/manage/edit.html", context)


@require_POST
@managers_only
def preview(request: HttpRequest, consultation: str) -> HttpResponse:
    """Look at a draft as of a moment, its first opening if none is asked; or leave the preview."""
    previewing.leave(request)
    if "leave" in request.POST:
        return redirect("workspace:consultation", consultation)
    found, form = get_consultation_for(request.user, consultation), PreviewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write a day and a time, like 31/08/2026 23:59."))
        return redirect(found)
    opens = found.phases.aggregate(first=Min("opens_at"))["first"]
    at = form.cleaned_data["at"] or opens or timezone.now()
    look = previewing.Preview(consultation=found.pk, slug=found.slug, at=at)
    previewing.begin(request, look)
    return redirect(found)


@require_POST
@on_a_consultation
def publish(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """Show it to everybody, unless something is missing."""
    try:
        actions.publish(consultation, by=person_of(request))
    except actions.NotReady as unready:
        messages.error(
            request,
            ngettext(
                "One thing is missing before publication.",
                "%(count)d things are missing before publication.",
                len(unready.missing),
            )
            % {"count": len(unready.missing)},
        )
        return _overview(request, consultation.slug, status=409)
    except actions.PlanFull as full:
        messages.error(request, _full(full.limit))
        return _overview(request, consultation.slug, status=409)
    previewing.leave(request)
    messages.success(request, _("The consultation is published: everybody sees it."))
    return redirect("workspace:consultation", consultation.slug)


@require_POST
@on_a_consultation
def remove(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """Throw a draft away."""
    try:
        actions.remove(consultation, by=person_of(request))
    except actions.InUse as used:
        return say_in_use(
            request, used, reverse("workspace:consultation", args=[consultation.slug])
        )
    previewing.leave(request)
    messages.success(request, _("The draft is thrown away."))
    return redirect("workspace:consultations")


@require_safe
@on_a_consultation
def journal(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """What the team did to it, as sentences."""
    entries = Paginator(journal_of(consultation), A_PAGE)
    page = entries.get_page(request.GET.get("page"))
    context = {**frame(request, consultation), "page": page}
    return render(request, "consultations/manage/journal.html", context)


@require_safe
@staff_only(Ability.SEE_RESULTS)
def download(request: HttpRequest, consultation: str, phase: str, export: str) -> HttpResponse:
    """One of a module's tables, as a file."""
    found = get_phase_of(get_consultation_for(request.user, consultation), phase)
    exports = found.module.exports if found.module else ()
    table = next((one for one in exports if one.key == export), None)
    if table is None:
        raise Http404
    file: Any = FileResponse(  # a response of its own kind, which views may give too
        write_csv(table, found),
        as_attachment=True,
        filename=f"{found.consultation.slug}-{found.slug}-{table.key}.csv",
        content_type="text/csv; charset=utf-8",
    )
    response: HttpResponse = file
    return response


def _full(limit: int) -> str:
    return ngettext(
        "Your plan allows one consultation at a time: close the other one first.",
        "Your plan allows %(limit)d consultations at a time: close one of them first.",
        limit,
    ) % {"limit": limit}
