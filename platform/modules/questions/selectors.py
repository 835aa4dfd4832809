"""Which questions are seen by whom."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404

from consultations.models import Phase
from consultations.permissions import Person
from consultations.selectors import get_phase_for
from contributions.models import Contribution
from modules.questions.models import Answer, Expected

KEY = "questions"
KIND = "question"


def get_here_for(person: Person, consultation: str, phase: str) -> Phase:
    """The phase of questions at these slugs that `person` may see; else Http404."""
    return get_phase_for(person, consultation, phase, KEY)


def published_in(phase: Phase) -> QuerySet[Contribution]:
    """What everybody reads, with its answer: the latest answered first, then what waits for one."""
    questions = Contribution.objects.filter(
        phase=phase, kind=KIND, moderation=Contribution.Moderation.PUBLISHED
    )
    found = questions.select_related("answer").defer("search")
    return found.order_by(F("answer__at").desc(nulls_last=True), "-number")


def unanswered_in(phase: Phase) -> QuerySet[Contribution]:
    """The published questions that have no answer yet, the oldest first."""
    return published_in(phase).filter(answer=None).order_by("number")


def get_question_of(phase: Phase, number: int) -> Contribution:
    """A published question of a phase that was got for somebody; else Http404."""
    found = published_in(phase).filter(number=number).first()
    if found is None:
        raise Http404
    found.phase = phase
    return found


def get_expected_of(phase: Phase, pk: UUID) -> Expected:
    """An expected question of a phase that was got for somebody; else Http404."""
    found = Expected.objects.filter(phase=phase, pk=pk).first()
    if found is None:
        raise Http404
    found.phase = phase
    return found


def totals_of(phase: Phase) -> tuple[int, int]:
    """How many published questions, and how many of them are answered; one statement."""
    answered = Count("pk", filter=Q(answer__isnull=False))
    told = published_in(phase).order_by().aggregate(asked=Count("pk"), answered=answered)
    return told["asked"], told["answered"]


def reply_to(contribution: UUID) -> str:
    """The answer to a question, for its receipt; empty where there is none yet."""
    return (
        Answer.objects.filter(contribution=contribution).values_list("body", flat=True).first()
        or ""
    )
