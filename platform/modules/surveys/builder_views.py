"""The builder: every change is a plain form, so that it works by keyboard and without JavaScript."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import get_or_post, person_of, posted
from consultations.models import Phase
from modules.surveys import building, editing
from modules.surveys.checker import problems
from modules.surveys.condition_forms import ConditionForm, jump_forms
from modules.surveys.document import Question, Questionnaire, Section, new_key
from modules.surveys.exchange import Malformed, exported, from_library, imported, library
from modules.surveys.forms import ImportForm, InviteForm, QuestionForm, SectionForm
from modules.surveys.kinds import KINDS
from modules.surveys.permissions import asks_invitation
from modules.surveys.selectors import (
    Versions,
    get_question,
    get_section,
    has_answers,
    versions_of,
)
from modules.surveys.shown import kinds_by_group, outline
from modules.surveys.staff import builders_only, of_survey, page, to

STEPS = {"up": -1, "down": 1}


@never_cache
@require_safe
@builders_only
@of_survey
def index(request: HttpRequest, survey: Phase) -> HttpResponse:
    """The questionnaire in work, with everything to change it and what is wrong with it."""
    versions = versions_of(survey)
    questionnaire = in_work(versions)
    context = {
        "versions": versions,
        "sections": outline(questionnaire),
        "problems": problems(questionnaire) if questionnaire.sections else [],
        "groups": kinds_by_group(),
        "form": SectionForm(),
        "asks_invitation": asks_invitation(survey),
        "is_seen": survey.is_open(),
    }
    return page(request, survey, "builder", context)


def in_work(versions: Versions) -> Questionnaire:
    """The questionnaire that the team works on; an empty one to begin with."""
    return versions.in_work.questionnaire if versions.in_work else Questionnaire()


@get_or_post
@builders_only
@of_survey
def add_section(request: HttpRequest, survey: Phase) -> HttpResponse:
    """A new section."""
    form = SectionForm(posted(request))
    if not form.is_valid():
        return page(request, survey, "section", {"form": form})
    section = Section(key=new_key(), **form.cleaned_data)
    saying = _("added the section “%s” to a survey") % section.title
    _change(request, survey, lambda before: editing.add_section(before, section), saying)
    return to(survey, at=section.key)


@get_or_post
@builders_only
@of_survey
def section(request: HttpRequest, survey: Phase, section: str) -> HttpResponse:
    """A section's wording."""
    found = get_section(in_work(versions_of(survey)), section)
    form = SectionForm.of(found, posted(request))
    if not form.is_valid():
        return page(request, survey, "section", {"form": form, "section": found})
    saying = _("reworded the section “%s” of a survey") % found.title

    def edit(before: Questionnaire) -> Questionnaire:
        now = replace(get_section(before, section), **form.cleaned_data)
        return editing.change_section(before, now)

    _change(request, survey, edit, saying)
    return to(survey, at=section)


@get_or_post
@builders_only
@of_survey
def section_conditions(request: HttpRequest, survey: Phase, section: str) -> HttpResponse:
    """When a section is shown, and where people go after it."""
    questionnaire = in_work(versions_of(survey))
    found = get_section(questionnaire, section)
    place = questionnaire.sections.index(found)
    before = [q for one in questionnaire.sections[:place] for q in one.questions]
    later = questionnaire.sections[place + 1 :]
    form = ConditionForm(posted(request), prefix="show", asked=before, condition=found.show)
    jumps = jump_forms(found, later, [*before, *found.questions], posted(request))
    if not all([form.is_valid(), *(one.is_valid() for one in jumps)]):
        context = {"form": form, "jumps": jumps, "section": found, "asked": before}
        return page(request, survey, "section_conditions", context)
    show = form.cleaned_data["condition"]
    leads = tuple(jump for one in jumps if (jump := one.jump()))

    def edit(now: Questionnaire) -> Questionnaire:
        changed = replace(get_section(now, section), show=show, jumps=leads)
        return editing.change_section(now, changed)

    _change(request, survey, edit, _("changed when a section of a survey is shown"))
    return to(survey, at=section)


@get_or_post
@builders_only
@of_survey
def delete_section(request: HttpRequest, survey: Phase, section: str) -> HttpResponse:
    """Ask, then remove a section with its questions."""
    found = get_section(in_work(versions_of(survey)), section)
    if request.method != "POST":
        context = {"section": found, "count": len(found.questions)}
        return page(request, survey, "delete", context)
    saying = _("removed the section “%s” from a survey") % found.title
    _change(request, survey, lambda before: editing.remove_section(before, section), saying)
    messages.success(request, _("The section “%s” is removed.") % found.title)
    return to(survey)


@require_POST
@builders_only
@of_survey
def arrange_section(request: HttpRequest, survey: Phase, section: str) -> HttpResponse:
    """One place up or down, or a copy."""
    found = get_section(in_work(versions_of(survey)), section)
    if request.POST.get("to") == "copy":
        saying = _("copied the section “%s” of a survey") % found.title
        _change(request, survey, lambda now: editing.duplicate_section(now, section), saying)
    else:
        step = STEPS.get(request.POST.get("to", ""), 0)
        saying = _("moved the section “%s” of a survey") % found.title
        _change(request, survey, lambda now: editing.move_section(now, section, step), saying)
    return to(survey, at=section)


@get_or_post
@builders_only
@of_survey
def add_question(request: HttpRequest, survey: Phase, section: str, kind: str) -> HttpResponse:
    """A new question of one kind."""
    if kind not in KINDS:
        raise Http404
    found = get_section(in_work(versions_of(survey)), section)
    form = QuestionForm(posted(request), request.FILES or None, kind=KINDS[kind])
    if not form.is_valid():
        return page(request, survey, "question", {"form": form, "section": found})
    made = form.result()
    saying = _("added the question “%s” to a survey") % made.label
    _change(request, survey, lambda now: editing.add_question(now, section, made), saying)
    return to(survey, at=made.key)


@get_or_post
@builders_only
@of_survey
def question(request: HttpRequest, survey: Phase, question: str) -> HttpResponse:
    """A question's wording and settings."""
    questionnaire = in_work(versions_of(survey))
    found = get_question(questionnaire, question)
    form = QuestionForm(
        posted(request),
        request.FILES or None,
        kind=KINDS[found.kind],
        question=found,
        answered=has_answers(survey, question),
    )
    if not form.is_valid():
        section = questionnaire.section_of[question]
        return page(
            request, survey, "question", {"form": form, "question": found, "section": section}
        )
    made = form.result()
    saying = _("changed the question “%s” of a survey") % made.label
    _change(request, survey, lambda now: _with(now, made, question), saying)
    return to(survey, at=made.key)


def _with(now: Questionnaire, made: Question, was: str) -> Questionnaire:
    """The question as it was made, with the conditions that it has now."""
    return editing.change_question(now, replace(made, show=get_question(now, was).show), was)


@get_or_post
@builders_only
@of_survey
def question_conditions(request: HttpRequest, survey: Phase, question: str) -> HttpResponse:
    """When a question is shown."""
    questionnaire = in_work(versions_of(survey))
    found = get_question(questionnaire, question)
    keys = list(questionnaire.questions)
    asked = [questionnaire.questions[key] for key in keys[: keys.index(question)]]
    form = ConditionForm(posted(request), prefix="show", asked=asked, condition=found.show)
    if not form.is_valid():
        context = {"form": form, "question": found, "asked": asked}
        return page(request, survey, "question_conditions", context)
    show = form.cleaned_data["condition"]

    def edit(now: Questionnaire) -> Questionnaire:
        changed = replace(get_question(now, question), show=show)
        return editing.change_question(now, changed, question)

    _change(request, survey, edit, _("changed when a question of a survey is shown"))
    return to(survey, at=question)


@get_or_post
@builders_only
@of_survey
def delete_question(request: HttpRequest, survey: Phase, question: str) -> HttpResponse:
    """Ask, then remove a question. Answers given to it stay in the results."""
    questionnaire = in_work(versions_of(survey))
    found = get_question(questionnaire, question)
    if request.method != "POST":
        context = {"question": found, "answered": has_answers(survey, question)}
        return page(request, survey, "delete", context)
    saying = _("removed the question “%s” from a survey") % found.label
    _change(request, survey, lambda now: editing.remove_question(now, question), saying)
    messages.success(request, _("The question “%s” is removed.") % found.label)
    return to(survey, at=questionnaire.section_of[question].key)


@require_POST
@builders_only
@of_survey
def arrange_question(request: HttpRequest, survey: Phase, question: str) -> HttpResponse:
    """One place up or down, into the next section where this one ends; or a copy."""
    found = get_question(in_work(versions_of(survey)), question)
    if request.POST.get("to") == "copy":
        saying = _("copied the question “%s” of a survey") % found.label
        _change(request, survey, lambda now: editing.duplicate_question(now, question), saying)
    else:
        step = STEPS.get(request.POST.get("to", ""), 0)
        saying = _("moved the question “%s” of a survey") % found.label
        _change(request, survey, lambda now: editing.move_question(now, question, step), saying)
    return to(survey, at=question)


def _change(request: HttpRequest, survey: Phase, edit: building.Edit, saying: str) -> None:
    building.change(survey, edit, saying=saying, by=person_of(request))


# --- The whole questionnaire -------------------------------------------------------------------------


@require_POST
@builders_only
@of_survey
def publish(request: HttpRequest, survey: Phase) -> HttpResponse:
    """Let people answer the changes, or drop them."""
    if request.POST.get("what") == "discard":
        building.discard(survey, by=person_of(request))
        messages.success(request, _("The changes are dropped."))
        return to(survey)
    try:
        if building.publish(survey, by=person_of(request)):
            messages.success(request, _("Published: whoever begins now answers this version."))
    except building.NotReady as not_ready:
        messages.error(request, str(not_ready))
    return to(survey)


@require_safe
@builders_only
@of_survey
def export(request: HttpRequest, survey: Phase) -> HttpResponse:
    """The questionnaire in work, as a file."""
    text = exported(in_work(versions_of(survey)), survey.title)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    name = slugify(survey.title)[:60] or "questionnaire"
    answer["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return answer


@get_or_post
@builders_only
@of_survey
def take_in(request: HttpRequest, survey: Phase) -> HttpResponse:
    """From a file or from the library."""
    form = ImportForm(posted(request), request.FILES or None)
    name = request.POST.get("ready", "")
    if name:
        return _taken(request, survey, from_library(name) if name in library() else None)
    if form.is_valid():
        try:
            found = imported(form.cleaned_data["file"].read())
            return _taken(request, survey, found, add=form.cleaned_data["add"])
        except Malformed as malformed:
            form.add_error("file", str(malformed))
    context: dict[str, Any] = {"form": form, "library": library().values()}
    context["has_questions"] = bool(in_work(versions_of(survey)).questions)
    return page(request, survey, "take_in", context)


def _taken(
    request: HttpRequest, survey: Phase, found: Questionnaire | None, add: bool | None = None
) -> HttpResponse:
    if found is None:
        raise Http404
    behind = bool(request.POST.get("add")) if add is None else add
    building.take_in(survey, found, add=behind, by=person_of(request))
    messages.success(request, _("The questions are there: reword them as you like."))
    return to(survey)


@get_or_post
@builders_only
@of_survey
def invitations(request: HttpRequest, survey: Phase) -> HttpResponse:
    """Make invitation codes; they are shown once."""
    form = InviteForm(posted(request))
    codes: list[str] = []
    if form.is_valid():
        codes = building.invite(survey, form.cleaned_data["number"], by=person_of(request))
    context = {"form": form, "codes": codes, "made": survey.survey_invitations.count()}
    return page(request, survey, "invitations", context)
