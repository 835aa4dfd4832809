"""Giving account: answering contributions, writing the outcome, closing a consultation."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import OfficialAnswer, OutcomeReport
from accountability.selectors import ANSWERS, is_answerable
from accountability.tasks import announce, announce_outcome
from accounts.models import User
from accounts.roles import Ability
from audit.actions import record
from consultations.models import Consultation
from consultations.permissions import Refused, Verdict
from contributions.models import Contribution, Status

Outcome = Contribution.Outcome


class Unreasoned(ValueError):
    """Only "under study" may go without a reasoned text."""


class NotAnswerable(ValueError):
    """A comment, a survey's answers, or a text that is not public: nothing to answer in public."""


class OutcomeMissing(ValueError):
    """A consultation is closed by publishing its outcome: what was heard and what was decided."""


def reasoned(outcome: str, body: str) -> str:
    """The text of an answer, bare; Unreasoned for no outcome of an answer, or one without its reasons."""
    body = body.strip()
    if outcome not in ANSWERS or (not body and outcome != Outcome.UNDER_STUDY):
        raise Unreasoned
    return body


@transaction.atomic
def answer(
    contribution: Contribution,
    outcome: str,
    body: str,
    *,
    by: User,
    status: Status | None = None,
) -> OfficialAnswer:
    """Answer a contribution in public, or change the answer; author and supporters are told, once.

    `outcome` is one of `selectors.ANSWERS`, `status` its consultation's own word for it. Told is a new
    outcome: other words for the same one are shown with their date, and the former text is kept in the
    audit. Raises Refused, NotAnswerable, Unreasoned.
    """
    _check(by, Ability.ANSWER)
    text = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if not is_answerable(text):
        raise NotAnswerable
    body = reasoned(outcome, body)
    given = OfficialAnswer.objects.filter(contribution=text).first()
    _word(text, outcome, status)
    if given and (given.outcome, given.body) == (outcome, body):
        return given
    given = _publish(given or OfficialAnswer(contribution=text), outcome, body, by=by)
    contribution.outcome = text.outcome = given.outcome
    text.save(update_fields=["outcome", "updated_at"])
    announce.defer(answer_id=str(given.pk))
    return given


@transaction.atomic
def write_outcome(
    consultation: Consultation, *, by: User, publish: bool = False, **words: Any
) -> OutcomeReport:
    """Keep the outcome's words as a draft, or show them to everyone: who took part or follows is then told.

    What is published stays so: writing it anew changes the page, and the former words go to the
    audit. OutcomeMissing where it is to be public without what was heard and decided.
    """
    _check(by, Ability.MANAGE_CONSULTATIONS)
    report = OutcomeReport.objects.select_for_update().filter(consultation=consultation).first()
    report = report or OutcomeReport(consultation=consultation)
    was_public, before = report.published_at is not None, _words_of(report)
    for name, value in words.items():
        setattr(report, name, value)
    if (publish or was_public) and not report.is_complete:
        raise OutcomeMissing
    if before == _words_of(report) and (was_public or not publish) and not report._state.adding:
        return report
    if was_public:
        report.changed_at = timezone.now()
    elif publish:
        report.published_at = timezone.now()
    report.save()
    _record_outcome(report, was_public, before, by=by)
    if publish and not was_public:
        announce_outcome.defer(report_id=str(report.pk))
    return report


@transaction.atomic
def close(consultation: Consultation, *, by: User) -> None:
    """End a consultation, its outcome being public. OutcomeMissing where it is not."""
    _check(by, Ability.MANAGE_CONSULTATIONS)
    locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if locked.state == Consultation.State.CLOSED:
        return
    is_told = OutcomeReport.objects.filter(consultation=locked, published_at__isnull=False).exists()
    if not is_told or locked.state != Consultation.State.PUBLISHED:
        raise OutcomeMissing
    locked.state, locked.closed_at = Consultation.State.CLOSED, timezone.now()
    locked.save(update_fields=["state", "closed_at"])
    locked.phases.filter(opens_at__lt=locked.closed_at, closes_at__gt=locked.closed_at).update(
        closes_at=locked.closed_at  # what was still open ends now: pages tell that day
    )
    consultation.state, consultation.closed_at = locked.state, locked.closed_at
    sentence = _("closed the consultation “%s”") % locked.title
    record("consultation.closed", sentence, by=by, about=locked.pk)


def _check(by: User, ability: Ability) -> None:
    if not by.may(ability):
        raise Refused(Verdict.NOT_YOUR_ROLE)


def _word(text: Contribution, outcome: str, status: Status | None) -> None:
    """Let the text say its outcome in its consultation's own word."""
    if status and (status.consultation_id, status.outcome) != (text.consultation_id, outcome):
        raise NotAnswerable
    if text.status_id != (status.pk if status else None):
        text.status = status
        text.save(update_fields=["status", "updated_at"])


def _publish(given: OfficialAnswer, outcome: str, body: str, *, by: User) -> OfficialAnswer:
    is_new, before = given._state.adding, given.body
    former = "" if is_new else f"{given.get_outcome_display()}\n\n{before}".strip()
    given.outcome, given.body, given.author = outcome, body, by
    if not is_new:
        given.changed_at = timezone.now()
    given.save()
    if is_new:
        sentence = _("answered contribution no. %(number)s: %(outcome)s")
    else:
        sentence = _("changed the answer to contribution no. %(number)s: %(outcome)s")
    values = {"number": given.contribution.number, "outcome": given.get_outcome_display()}
    verb = "answer.published" if is_new else "answer.changed"
    record(verb, sentence % values, by=by, about=given.contribution_id, before=former)
    return given


def _words_of(report: OutcomeReport) -> str:
    return "\n\n".join(
        part for part in (report.summary, report.heard, report.decided, report.next) if part
    )


def _record_outcome(report: OutcomeReport, was_public: bool, before: str, *, by: User) -> None:
    if report.published_at is None:
        return  # a draft is nobody else's business yet
    verb = "outcome.changed" if was_public else "outcome.published"
    if was_public:
        sentence = _("changed the outcome of the consultation “%s”")
    else:
        sentence = _("published the outcome of the consultation “%s”")
    kept = before if was_public else ""
    title = report.consultation.title
    record(verb, sentence % title, by=by, about=report.consultation_id, before=kept)
