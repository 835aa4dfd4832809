"""The team's pages: the questions that wait for an answer, and those that it expects."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import get_or_post, person_of, posted, staff_only
from accounts.roles import Ability
from consultations.models import Phase
from consultations.permissions import may
from modules.questions import actions
from modules.questions.forms import AnswerForm, ExpectedForm
from modules.questions.models import Expected
from modules.questions.permissions import ANSWER, PREPARE
from modules.questions.reports import figures
from modules.questions.selectors import (
    get_expected_of,
    get_here_for,
    get_question_of,
    published_in,
    unanswered_in,
)

A_PAGE = 20


@never_cache
@require_safe
@staff_only(Ability.SEE_RESULTS)
def index(request: HttpRequest, consultation: str, phase: str) -> HttpResponse:
    """What waits for an answer, the oldest first; what has one; what the team expects."""
    here = get_here_for(request.user, consultation, phase)
    answered = published_in(here).filter(answer__isnull=False)
    context = {
        "phase": here,
        "consultation": here.consultation,
        "figures": figures(here),
        "waiting": unanswered_in(here)[:A_PAGE],
        "page": Paginator(answered, A_PAGE).get_page(request.GET.get("page")),
        "expected": here.expected.all(),
        "may_answer": may(request.user, ANSWER, here),
        "may_prepare": may(request.user, PREPARE, here),
    }
    return render(request, "questions/manage/index.html", context)


@never_cache
@get_or_post
@staff_only(Ability.ANSWER)
def answer(request: HttpRequest, consultation: str, phase: str, number: int) -> HttpResponse:
    """Answer a question, or change the answer."""
    here = get_here_for(request.user, consultation, phase)
    question = get_question_of(here, number)
    given = getattr(question, "answer", None)
    form = AnswerForm(posted(request), initial={"body": given.body if given else ""})
    if form.is_valid():
        actions.answer(question, form.cleaned_data["body"], by=person_of(request))
        messages.success(request, _("The answer is published."))
        return _back(here)
    context = {
        "phase": here,
        "consultation": here.consultation,
        "question": question,
        "form": form,
        "is_new": given is None,
    }
    return render(request, "questions/manage/answer.html", context)


@never_cache
@get_or_post
@staff_only(Ability.MANAGE_CONSULTATIONS)
def expect(request: HttpRequest, consultation: str, phase: str) -> HttpResponse:
    """Write a question that the team expects."""
    here = get_here_for(request.user, consultation, phase)
    return _edit(request, Expected(phase=here))


@never_cache
@get_or_post
@staff_only(Ability.MANAGE_CONSULTATIONS)
def change_expected(request: HttpRequest, consultation: str, phase: str, pk: UUID) -> HttpResponse:
    """Change one of them."""
    here = get_here_for(request.user, consultation, phase)
    return _edit(request, get_expected_of(here, pk))


@require_POST
@staff_only(Ability.MANAGE_CONSULTATIONS)
def drop_expected(request: HttpRequest, consultation: str, phase: str, pk: UUID) -> HttpResponse:
    """Take one of them away."""
    here = get_here_for(request.user, consultation, phase)
    expected = get_expected_of(here, pk)
    actions.drop_expected(expected, by=person_of(request))
    messages.success(request, _("“%s” is removed.") % expected)
    return _back(here)


def _edit(request: HttpRequest, expected: Expected) -> HttpResponse:
    form = ExpectedForm(posted(request), instance=expected)
    if form.is_valid():
        actions.keep_expected(form.save(commit=False), by=person_of(request))
        messages.success(request, _("“%s” is saved.") % expected)
        return _back(expected.phase)
    context = {
        "phase": expected.phase,
        "consultation": expected.phase.consultation,
        "form": form,
        "is_new": expected._state.adding,
    }
    return render(request, "questions/manage/expected.html", context)


def _back(here: Phase) -> HttpResponseRedirect:
    return redirect("questions_manage:index", here.consultation.slug, here.slug)
