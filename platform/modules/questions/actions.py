"""What people and the team do with questions. Each verb checks the rule first: Refused says why not."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import record
from consultations.models import Phase
from consultations.permissions import Person, Refused, Verdict, check
from contributions.actions import submit
from contributions.models import Contribution
from modules.questions.models import Answer, Expected
from modules.questions.permissions import ANSWER, ASK, PREPARE
from modules.questions.selectors import KIND
from modules.questions.tasks import announce_answer


def ask(phase: Phase, *, by: Person, **fields: Any) -> tuple[Contribution, str]:
    """Hand a question in, and its receipt's code."""
    check(by, ASK, phase)
    return submit(phase, by=by, kind=KIND, **fields)


@transaction.atomic
def answer(question: Contribution, body: str, *, by: User) -> Answer:
    """Answer a published question in public, or change the answer; who asked is told of the first one."""
    check(by, ANSWER, question.phase)
    locked = Contribution.objects.select_for_update().get(pk=question.pk)
    if not locked.is_published:
        raise Refused(Verdict.NOT_HERE)
    given = Answer.objects.filter(contribution=locked).first()
    before = given.body if given else ""
    if given and before == body:
        return given
    if given:
        given.body, given.changed_at = body, timezone.now()
        given.save(update_fields=["body", "changed_at"])
        sentence = _("changed the answer to question no. %s")
    else:
        given = Answer.objects.create(contribution=locked, body=body)
        sentence = _("answered question no. %s")
        announce_answer.defer(answer_id=str(given.pk))
    record("question.answered", sentence % locked.number, by=by, about=locked.pk, before=before)
    return given


@transaction.atomic
def keep_expected(expected: Expected, *, by: User) -> None:
    """Keep a question that the team expects, new or changed."""
    check(by, PREPARE, expected.phase)
    if expected._state.adding:
        last = Expected.objects.filter(phase=expected.phase).aggregate(last=Max("position"))["last"]
        expected.position = (last or 0) + 1
    expected.save()
    sentence = _("wrote the expected question “%s”") % expected.title
    record("question.expected", sentence, by=by, about=expected.phase_id)


@transaction.atomic
def drop_expected(expected: Expected, *, by: User) -> None:
    """Take one away; the journal keeps its answer."""
    check(by, PREPARE, expected.phase)
    sentence = _("removed the expected question “%s”") % expected.title
    record("question.dropped", sentence, by=by, about=expected.phase_id, before=expected.body)
    expected.delete()
