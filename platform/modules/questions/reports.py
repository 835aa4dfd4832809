"""What the team learns from a phase: figures, the file to download; what is told to a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import ngettext

from accounts.models import User
from consultations.models import Phase
from consultations.module import Figure
from modules.questions.models import Answer
from modules.questions.selectors import published_in, totals_of


def figures(phase: Phase) -> list[Figure]:
    """Questions, and how many are answered; one statement."""
    asked, answered = totals_of(phase)
    return [
        Figure(value=asked, caption=ngettext("question", "questions", asked)),
        Figure(value=answered, caption=ngettext("answer", "answers", answered)),
    ]


def rows(phase: Phase) -> Iterator[list[Any]]:
    """What was published, without its authors."""
    for one in published_in(phase).order_by("number").iterator(chunk_size=500):
        answer = getattr(one, "answer", None)
        yield [
            one.number,
            timezone.localdate(one.created_at).isoformat(),
            one.body,
            answer.body if answer else "",
            timezone.localdate(answer.at).isoformat() if answer else "",
        ]


def collect(user: User) -> list[Mapping[str, Any]]:
    """The answers to what somebody asked."""
    given = Answer.objects.filter(contribution__author=user).select_related("contribution")
    return [
        {"question": one.contribution.number, "answer": one.body, "at": one.at}
        for one in given.order_by("at")
    ]
