"""How a consultation begins: with a title, from a template, or after an earlier one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import get_or_post, person_of, posted
from consultations import actions, copying, planning, starters
from consultations.forms import BeginningForm, TitleForm
from consultations.manage.common import managers_only
from consultations.models import Consultation
from consultations.pages import tell
from consultations.planning import Planned
from consultations.selectors import consultations_for, get_consultation_for

SHOWN = 12  # earlier consultations offered; each of the others has the same button on its own page


@get_or_post
@managers_only
def create(request: HttpRequest) -> HttpResponse:
    """A title is enough to begin; templates and earlier consultations save most of the writing."""
    form = TitleForm(posted(request))
    if form.is_valid():
        made = actions.create(form.cleaned_data["title"], by=person_of(request))
        return _kept(request, made, "workspace:edit")
    earlier = consultations_for(person_of(request)).prefetch_related("phases")
    context = {"form": form, "starters": starters.STARTERS, "earlier": tell(earlier[:SHOWN])}
    return render(request, "consultations/manage/create.html", context)


@get_or_post
@managers_only
def from_template(request: HttpRequest, template: str) -> HttpResponse:
    """One of the house's templates: its texts, themes and stages, under a title and a first day."""
    starter = starters.starter_of(template)
    if starter is None:
        raise Http404
    form = BeginningForm(starter.texts["title"], starter.first_day, posted(request))

    def make(title: str, first_day: date) -> Consultation:
        return starters.plant(starter, by=person_of(request), title=title, first_day=first_day)

    context = {"starter": starter, "themes": starter.themes}
    return _begin(request, form, starter.planned, make, context)


@get_or_post
@managers_only
def copy(request: HttpRequest, consultation: str) -> HttpResponse:
    """All that was prepared for another consultation, a closed one too; nothing of what people wrote."""
    source = get_consultation_for(request.user, consultation)
    form = BeginningForm(source.title, planning.first_day(), posted(request))

    def plan(first_day: date) -> list[Planned]:
        return copying.planned_after(source, first_day)

    def make(title: str, first_day: date) -> Consultation:
        return copying.copy(source, title=title, first_day=first_day, by=person_of(request))

    context = {"source": source, "themes": source.themes.all(), "partners": source.partners.all()}
    return _begin(request, form, plan, make, context)


def _begin(
    request: HttpRequest,
    form: BeginningForm,
    plan: Callable[[date], Sequence[Planned]],
    make: Callable[[str, date], Consultation],
    context: dict[str, Any],
) -> HttpResponse:
    """Show what the draft would be, with its dates; prepare it once they were agreed to."""
    if form.is_valid() and "look" not in request.POST:
        try:
            made = make(form.cleaned_data["title"], form.cleaned_data["first_day"])
        except ValidationError as full:
            form.add_error(None, full)
        else:
            return _kept(request, made, "workspace:consultation")
    planned = plan(form.day)
    context |= {"form": form, "planned": planned, "timeline": planning.drawn(planned)}
    return render(request, "consultations/manage/begin.html", context)


def _kept(request: HttpRequest, made: Consultation, to: str) -> HttpResponse:
    messages.success(request, _("The draft is kept. Only the team sees it."))
    return redirect(to, made.slug)
