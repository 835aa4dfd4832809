"""The team's pages: prepare a commitment, undertake it in public, tell how it goes, end it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import get_or_post, person_of, posted, staff_only
from accounts.roles import Ability
from commitments import actions
from commitments.forms import ChangeForm, GiveUpForm, NewForm, NewsForm, SourcesForm, StepForm
from commitments.models import Commitment
from commitments.selectors import (
    commitments_for,
    get_commitment_for,
    get_step_of,
    how_kept,
    sources_of,
)

agents_only = staff_only(Ability.ANSWER)
managers_only = staff_only(Ability.MANAGE_CONSULTATIONS)


@require_safe
@agents_only
def index(request: HttpRequest) -> HttpResponse:
    """All of them: drafts, then what is under way, then what ended."""
    listed = list(commitments_for(person_of(request)))
    context = {"commitments": listed, "kept": how_kept(listed)}
    return render(request, "commitments/index.html", context)


@get_or_post
@managers_only
def create(request: HttpRequest) -> HttpResponse:
    """Prepare one; `?concertation=` and `?numero=` fill in where it comes from."""
    initial = {
        "consultation": request.GET.get("concertation"),
        "numbers": request.GET.get("numero", "")[:20],
    }
    form = NewForm(posted(request), initial=initial)
    if not form.is_valid():
        return render(request, "commitments/create.html", {"form": form})
    words = dict(form.cleaned_data)
    sources, _numbers = words.pop("sources", []), words.pop("numbers")
    commitment = actions.draft(words.pop("consultation"), by=person_of(request), **words)
    actions.link(commitment, sources, by=person_of(request))
    messages.success(request, _("The draft is kept. Nobody but the team sees it."))
    return redirect("commitments:manage", commitment.slug)


@require_safe
@agents_only
def manage(request: HttpRequest, commitment: str) -> HttpResponse:
    """One commitment, whole, with all that can be done to it."""
    return _page(request, get_commitment_for(person_of(request), commitment))


@get_or_post
@managers_only
def reword(request: HttpRequest, commitment: str) -> HttpResponse:
    """Change what is promised."""
    found = get_commitment_for(person_of(request), commitment)
    initial = {name: getattr(found, name) for name in ChangeForm.base_fields}
    form = ChangeForm(posted(request), initial=initial, commitment=found)
    if form.is_valid():
        actions.reword(found, by=person_of(request), **form.cleaned_data)
        messages.success(request, _("The commitment is changed."))
        return redirect("commitments:manage", found.slug)
    return render(request, "commitments/reword.html", {"commitment": found, "form": form})


@require_POST
@managers_only
def publish(request: HttpRequest, commitment: str) -> HttpResponse:
    """Undertake it in public."""
    found = get_commitment_for(person_of(request), commitment)
    actions.publish(found, by=person_of(request))
    messages.success(request, _("The commitment is public. Those it comes from are being told."))
    return redirect("commitments:manage", found.slug)


@require_POST
@managers_only
def remove(request: HttpRequest, commitment: str) -> HttpResponse:
    """Throw a draft away."""
    found = get_commitment_for(person_of(request), commitment)
    try:
        actions.remove(found, by=person_of(request))
    except actions.NotUnderWay:
        messages.error(request, _("It was promised in public: give it up, and say why."))
        return redirect("commitments:manage", found.slug)
    messages.success(request, _("The draft is thrown away."))
    return redirect("commitments:index")


@require_POST
@managers_only
def keep(request: HttpRequest, commitment: str) -> HttpResponse:
    """It is done."""
    found = get_commitment_for(person_of(request), commitment)
    try:
        actions.keep(found, by=person_of(request))
        messages.success(request, _("Kept! Those it comes from are being told."))
    except actions.NotUnderWay:
        _say_ended(request)
    return redirect("commitments:manage", found.slug)


@require_POST
@managers_only
def give_up(request: HttpRequest, commitment: str) -> HttpResponse:
    """It will not be done; the reason is public."""
    found = get_commitment_for(person_of(request), commitment)
    form = GiveUpForm(request.POST)
    if not form.is_valid():
        return _page(request, found, give_up_form=form)
    try:
        actions.give_up(found, form.cleaned_data["reason"], by=person_of(request))
        messages.success(request, _("The commitment is given up, and your reason is public."))
    except actions.NotUnderWay:
        _say_ended(request)
    return redirect("commitments:manage", found.slug)


@require_POST
@agents_only
def tell_news(request: HttpRequest, commitment: str) -> HttpResponse:
    """Tell how it goes."""
    found = get_commitment_for(person_of(request), commitment)
    form = NewsForm(request.POST)
    if not form.is_valid():
        return _page(request, found, news_form=form)
    try:
        actions.tell_news(found, **form.cleaned_data, by=person_of(request))
        messages.success(request, _("The news is public. Those it comes from are being told."))
    except actions.NotUnderWay:
        messages.error(request, _("Publish the commitment first."))
    return redirect("commitments:manage", found.slug)


@require_POST
@managers_only
def link(request: HttpRequest, commitment: str) -> HttpResponse:
    """Add contributions it comes from, by their numbers."""
    found = get_commitment_for(person_of(request), commitment)
    form = SourcesForm(request.POST, commitment=found)
    if not form.is_valid():
        return _page(request, found, sources_form=form)
    try:
        count = actions.link(found, form.texts, by=person_of(request))
    except actions.TooMany:
        form.add_error("numbers", _("At most %s contributions.") % actions.MOST_SOURCES)
        return _page(request, found, sources_form=form)
    told = ngettext("One contribution is added.", "%(count)s contributions are added.", count)
    messages.success(request, told % {"count": count})
    return redirect("commitments:manage", found.slug)


@require_POST
@managers_only
def unlink(request: HttpRequest, commitment: str, number: int) -> HttpResponse:
    """Take a contribution off the list it comes from."""
    found = get_commitment_for(person_of(request), commitment)
    text = found.contributions.filter(number=number).first()
    if text is None:
        raise Http404
    actions.unlink(found, text, by=person_of(request))
    messages.success(request, _("Contribution no. %s is taken off.") % number)
    return redirect("commitments:manage", found.slug)


@require_POST
@managers_only
def add_step(request: HttpRequest, commitment: str) -> HttpResponse:
    """One more stage."""
    found = get_commitment_for(person_of(request), commitment)
    form = StepForm(request.POST)
    if form.is_valid():
        try:
            actions.add_step(found, **form.cleaned_data, by=person_of(request))
            messages.success(request, _("The step is added."))
            return redirect("commitments:manage", found.slug)
        except actions.TooMany:
            form.add_error(None, _("At most %s steps.") % actions.MOST_STEPS)
    return _page(request, found, step_form=form)


@require_POST
@agents_only
def tick(request: HttpRequest, commitment: str, step: UUID) -> HttpResponse:
    """A stage is done (`done=1`), or not after all."""
    found = get_commitment_for(person_of(request), commitment)
    actions.tick(get_step_of(found, step), request.POST.get("done") == "1", by=person_of(request))
    return redirect("commitments:manage", found.slug)


@require_POST
@managers_only
def remove_step(request: HttpRequest, commitment: str, step: UUID) -> HttpResponse:
    """Take a stage away."""
    found = get_commitment_for(person_of(request), commitment)
    actions.remove_step(get_step_of(found, step), by=person_of(request))
    messages.success(request, _("The step is taken away."))
    return redirect("commitments:manage", found.slug)


def _page(request: HttpRequest, commitment: Commitment, **wrong: forms.Form) -> HttpResponse:
    """The page of one, with the form that came back with errors in its place."""
    sources = list(sources_of(commitment, person_of(request)))
    context: dict[str, Any] = {
        "commitment": commitment,
        "sources": sources,
        "manages": person_of(request).may(Ability.MANAGE_CONSULTATIONS),
        "step_form": StepForm(prefix=None, auto_id="step_%s"),
        "news_form": NewsForm(auto_id="news_%s"),
        "sources_form": SourcesForm(commitment=commitment, auto_id="sources_%s"),
        "give_up_form": GiveUpForm(auto_id="give_up_%s"),
        **wrong,
    }
    return render(request, "commitments/manage.html", context)


def _say_ended(request: HttpRequest) -> None:
    messages.error(request, _("This commitment is not under way: it cannot be ended."))
