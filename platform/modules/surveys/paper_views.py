"""On paper: the form to print, and the screen on which answers are copied in."""

from __future__ import annotations

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import get_or_post, person_of
from consultations.models import Phase
from modules.surveys import actions
from modules.surveys.filling import PageForm, merged, pages_of, whole_form
from modules.surveys.forms import PaperForm
from modules.surveys.models import Version
from modules.surveys.paper import paper_form
from modules.surveys.selectors import live_version
from modules.surveys.staff import builders_only, of_survey, page, to


@require_safe
@builders_only
@of_survey
def form(request: HttpRequest, survey: Phase) -> HttpResponse:
    """The questionnaire as a PDF, with the way to the form on line."""
    version = live_version(survey)
    if version is None or not version.questionnaire.questions:
        return to(survey)
    return HttpResponse(paper_form(survey, version), content_type="application/pdf")


@never_cache
@get_or_post
@builders_only
@of_survey
def enter(request: HttpRequest, survey: Phase) -> HttpResponse:
    """All questions on one page, to copy a sheet in; then the next one."""
    version = live_version(survey)
    if version is None or not version.questionnaire.questions:
        return to(survey)
    if request.method == "POST":
        return _entered(request, survey, version)
    origin = request.GET.get("origin")
    paper = PaperForm(initial={"origin": origin} if origin else None)
    return _screen(request, survey, _blank(version), paper)


def _blank(version: Version) -> PageForm:
    questions = [one for one in version.questionnaire.questions.values() if one.kind != "file"]
    return PageForm(questions, {}).without_errors()


def _entered(request: HttpRequest, survey: Phase, version: Version) -> HttpResponse:
    """Paper knows no conditions: what they hide is left out, and nothing is required of it."""
    questionnaire = version.questionnaire
    sent = merged({}, request.POST, list(questionnaire.questions.values()))
    answers, paper = whole_form(pages_of(questionnaire, sent), sent), PaperForm(request.POST)
    for field in answers.fields.values():
        field.required = False
    if answers.is_valid() and paper.is_valid():
        try:
            entered = actions.enter(
                version, answers.said(), by=person_of(request), **paper.cleaned_data
            )
        except IntegrityError:
            paper.add_error("reference", _("This sheet is entered already."))
        else:
            words = _("Entered as no. %(number)s. The next sheet:")
            messages.success(request, words % {"number": entered.number})
            there = to(survey, "enter")
            there["Location"] += f"?origin={paper.cleaned_data['origin']}"
            return there
    shown = PageForm([q for q in questionnaire.questions.values() if q.kind != "file"], sent)
    shown.is_valid()
    shown._errors = answers.errors
    return _screen(request, survey, shown, paper)


def _screen(
    request: HttpRequest, survey: Phase, answers: PageForm, paper: PaperForm
) -> HttpResponse:
    return page(request, survey, "enter", {"form": answers, "paper": paper})
