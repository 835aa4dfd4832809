"""A survey's pages for citizens. The introduction asks for no cookie: the form has a page of its own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import get_or_post, posted, to_sign_in
from accounts.models import User
from consultations.caching import same_for_visitors
from consultations.heads import head_of_phase
from consultations.models import Phase
from consultations.permissions import judge, may
from modules.surveys import actions
from modules.surveys.associations import MOST, AssociationForm, begin, sheets_for
from modules.surveys.charts import FEWEST
from modules.surveys.models import Sheet
from modules.surveys.permissions import (
    ANSWER,
    EDIT,
    NEVER,
    READ,
    asks_invitation,
    identity_of,
    shows_results,
    takes_associations,
)
from modules.surveys.reports import copy_of
from modules.surveys.respondents import code_of, known_respondent
from modules.surveys.results import for_everybody, results_of
from modules.surveys.selectors import (
    get_survey_for,
    live_version,
    minutes_of,
    sheet_of,
    versions_of,
)


@require_safe
@same_for_visitors
def index(request: HttpRequest, consultation: str, phase: str) -> HttpResponse:
    """What the survey is about, how long it takes, and the way in."""
    survey = get_survey_for(request.user, consultation, phase)
    version = live_version(survey)
    sheet = sheet_of(survey, known_respondent(request, survey))
    context = {
        **common(request, survey),
        "page_head": head_of_phase(survey),
        "sections": [s for s in version.spoken.sections if s.questions] if version else [],
        "questions": len(version.questionnaire.questions) if version else 0,
        "minutes": minutes_of(version.questionnaire) if version else 0,
        "verdict": judge(request.user, ANSWER, survey),
        "answered": sheet is not None and sheet.contribution_id is not None,
        "begun": sheet is not None and sheet.contribution_id is None,
        "asks_invitation": asks_invitation(survey),
    }
    return render(request, "surveys/index.html", context)


@never_cache
@require_safe
def thanks(
    request: HttpRequest, consultation: str, phase: str, association: str = ""
) -> HttpResponse:
    """The answers are in: the receipt's code and a copy. Also what a second visit leads to."""
    survey = get_survey_for(request.user, consultation, phase)
    sheet = _handed_in(request, survey, association)
    if sheet is None:
        return redirect(survey)
    context = {
        **common(request, survey),
        "code": code_of(request, survey, association),
        "association": sheet.association,
        "take_back_url": address(survey, "take_back", association),
        "copy": copy_of(sheet),
        "number": sheet.contribution.number if sheet.contribution else "",
        "may_take_back": may(request.user, ANSWER, survey),
    }
    return render(request, "surveys/thanks.html", context)


@never_cache
@get_or_post
def take_back(
    request: HttpRequest, consultation: str, phase: str, association: str = ""
) -> HttpResponse:
    """Ask, then withdraw one's answers; one may answer anew until the survey closes."""
    survey = get_survey_for(request.user, consultation, phase)
    sheet = _handed_in(request, survey, association)
    if sheet is None or not may(request.user, ANSWER, survey):
        return redirect(survey)
    if request.method != "POST":
        context = {"thanks_url": thanks_page(survey, association)}
        return render(request, "surveys/take_back.html", common(request, survey) | context)
    if actions.take_back(sheet, by=request.user):
        messages.success(request, _("Your answers are withdrawn and deleted."))
    return redirect(survey)


def _handed_in(request: HttpRequest, survey: Phase, association: str) -> Sheet | None:
    sheet = sheet_of(survey, known_respondent(request, survey), association)
    return sheet if sheet and sheet.contribution_id else None


def thanks_page(survey: Phase, association: str = "") -> str:
    """Where whoever has answered is led: for themself, or for the association of this number."""
    return address(survey, "thanks", association)


def address(survey: Phase, name: str, association: str = "") -> str:
    """A page of the survey, for oneself or for the association of this number."""
    place = [survey.consultation.slug, survey.slug]
    if association:
        return reverse(f"surveys:{name}_for", args=[*place, association])
    return reverse(f"surveys:{name}", args=place)


@never_cache
@get_or_post
def associations(request: HttpRequest, consultation: str, phase: str) -> HttpResponse:
    """For whom a member answers: the associations so far, and one more."""
    survey = get_survey_for(request.user, consultation, phase)
    if not takes_associations(survey):
        raise Http404
    if not isinstance(request.user, User):
        return to_sign_in(request)
    form = AssociationForm(posted(request))
    verdict = judge(request.user, ANSWER, survey)
    if verdict and form.is_valid():
        return _begin(request.user, survey, form)
    sheets = sheets_for(survey, request.user)
    context = {"form": form, "verdict": verdict, "sheets": sheets, "more": len(sheets) < MOST}
    return render(request, "surveys/associations.html", common(request, survey) | context)


def _begin(user: User, survey: Phase, form: AssociationForm) -> HttpResponse:
    sheet = begin(survey, **form.cleaned_data, by=user)
    return redirect(address(survey, "answer", sheet.association_number))


@require_safe
@same_for_visitors
def results(request: HttpRequest, consultation: str, phase: str) -> HttpResponse:
    """The results as everybody may see them, when they may; texts and small groups never."""
    survey = get_survey_for(request.user, consultation, phase)
    if survey.setting("results") == NEVER:
        raise Http404
    context = {**common(request, survey), "page_head": head_of_phase(survey, _("Results"))}
    if context["results_shown"]:
        context["results"] = for_everybody(results_of(survey, versions_of(survey)))
        context["fewest"] = FEWEST
    return render(request, "surveys/results.html", context)


def common(request: HttpRequest, survey: Phase) -> dict[str, Any]:
    """What all of a survey's pages show."""
    return {
        "phase": survey,
        "consultation": survey.consultation,
        "results_shown": shows_results(survey),
        "identity": identity_of(survey),
        "takes_associations": takes_associations(survey),
        "may_edit": may(request.user, EDIT, survey),
        "may_read": may(request.user, READ, survey),
    }
