"""The phases of a consultation, which the pages call stages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import get_or_post, person_of, posted
from consultations import actions
from consultations.forms import ExtensionForm, PhaseForm, new_phase
from consultations.manage.common import frame, on_a_consultation, say_in_use
from consultations.models import Consultation, Phase
from consultations.module import Module
from consultations.pages import tell
from consultations.permissions import modules_on
from consultations.selectors import get_phase_of


@require_safe
@on_a_consultation
def index(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """All phases with their dates, and the modules that can make another."""
    [told] = tell([consultation])
    context = {**frame(request, consultation), "told": told, "modules": modules_on()}
    return render(request, "consultations/manage/phases.html", context)


@get_or_post
@on_a_consultation
def create(request: HttpRequest, consultation: Consultation, module: str) -> HttpResponse:
    """A phase that runs one of the modules."""
    chosen = next((one for one in modules_on() if one.key == module), None)
    if chosen is None:
        raise Http404
    phase = new_phase(consultation, chosen)
    form, settings = _forms(request, phase, chosen)
    if form.is_valid() and settings.is_valid():
        for name, value in _chosen(form, settings).items():
            setattr(phase, name, value)
        actions.add_phase(phase, by=person_of(request))
        messages.success(request, _("The stage “%s” is added.") % phase)
        return _back(consultation)
    context = {"form": form, "settings_form": settings, "module": chosen}
    return render(
        request, "consultations/manage/phase.html", {**frame(request, consultation), **context}
    )


@get_or_post
@on_a_consultation
def edit(request: HttpRequest, consultation: Consultation, phase: str) -> HttpResponse:
    """A phase's words, dates, audience and its module's settings."""
    found, module = _found(consultation, phase)
    form, settings = _forms(request, found, module)
    if form.is_valid() and settings.is_valid():
        actions.change_phase(found, by=person_of(request), **_chosen(form, settings))
        messages.success(request, _("The stage “%s” is saved.") % found)
        return _back(consultation)
    context = {"form": form, "settings_form": settings, "module": module, "phase": found}
    context["begun"] = actions.has_begun(found)
    return render(
        request, "consultations/manage/phase.html", {**frame(request, consultation), **context}
    )


@get_or_post
@on_a_consultation
def extend(request: HttpRequest, consultation: Consultation, phase: str) -> HttpResponse:
    """More time, with a reason that everybody reads."""
    found = get_phase_of(consultation, phase)
    form = ExtensionForm(found, posted(request))
    if form.is_valid():
        until, reason = form.cleaned_data["until"], form.cleaned_data["reason"]
        try:
            actions.extend(found, until, reason=reason, by=person_of(request))
        except actions.NotLater:  # somebody else extended it in between
            form.add_error(
                "until", _("The new closing must be later than the present one, and to come.")
            )
        else:
            messages.success(request, _("“%s” is extended. Those who took part are told.") % found)
            return _back(consultation)
    context = {**frame(request, consultation), "form": form, "phase": found}
    return render(request, "consultations/manage/extend.html", context)


@require_POST
@on_a_consultation
def move(request: HttpRequest, consultation: Consultation, phase: str) -> HttpResponse:
    """One place up or down."""
    step = -1 if request.POST.get("to") == "up" else 1
    actions.move(get_phase_of(consultation, phase), step, by=person_of(request))
    return _back(consultation)


@require_POST
@on_a_consultation
def remove(request: HttpRequest, consultation: Consultation, phase: str) -> HttpResponse:
    """Take it away, unless people saw it open or wrote in it."""
    found = get_phase_of(consultation, phase)
    try:
        actions.remove_phase(found, by=person_of(request))
        messages.success(request, _("The stage “%s” is removed.") % found)
    except actions.InUse as used:
        return say_in_use(request, used, reverse("workspace:phases", args=[consultation.slug]))
    except actions.Begun:
        messages.error(request, _("People saw this stage open: it stays."))
    return _back(consultation)


def _found(consultation: Consultation, slug: str) -> tuple[Phase, Module]:
    phase = get_phase_of(consultation, slug)
    if phase.module is None:  # its folder is gone: nothing to set
        raise Http404
    return phase, phase.module


def _forms(request: HttpRequest, phase: Phase, module: Module) -> tuple[PhaseForm, Form]:
    begun = not phase._state.adding and actions.has_begun(phase)
    chosen = {name: phase.setting(name) for name in module.settings_form.base_fields}
    settings = module.settings_form(posted(request), initial=chosen, prefix="settings")
    return PhaseForm(phase, module, posted(request), begun=begun), settings


def _chosen(form: PhaseForm, settings: Form) -> dict[str, Any]:
    return {**form.cleaned_data, "settings": settings.cleaned_data}


def _back(consultation: Consultation) -> HttpResponse:
    return redirect("workspace:phases", consultation.slug)
