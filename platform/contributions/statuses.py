"""A consultation's own words for what becomes of contributions, over the fixed outcomes.

Outcomes mean the same everywhere and are what is counted; a status only says one of them in the words of
the people concerned. One that is removed gives way to its outcome's own word.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Ability
from audit.actions import record
from consultations.models import Consultation
from consultations.permissions import Refused, Verdict
from contributions.models import Contribution, Status
from tenants.memory import remembered

MOST = 20  # statuses of a consultation


@remembered
def _everywhere() -> Mapping[UUID, Status]:
    return Status.objects.in_bulk()


def status_said(text: Contribution) -> str:
    """What became of a text, in its consultation's own words, or in the outcome's.

    Asks nothing of the database, or one statement each half minute: lists call it for every row. A status
    whose outcome the text has left behind (a commitment followed) is left aside.
    """
    if text.status_id is None:
        return text.get_outcome_display()
    status = _everywhere().get(text.status_id)
    if status is None or status.outcome != text.outcome:
        return text.get_outcome_display()
    return str(status.say("title"))


def statuses_of(consultation: Consultation) -> QuerySet[Status]:
    """A consultation's own, in its order."""
    return Status.objects.filter(consultation=consultation)


def get_status_of(consultation: Consultation, pk: UUID) -> Status:
    """One of a consultation that was got for somebody; else Http404."""
    found = statuses_of(consultation).select_related("consultation").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


class TooMany(Exception):
    """A consultation has as many statuses as anybody can keep apart."""


@transaction.atomic
def add(consultation: Consultation, title: str, outcome: str, *, by: User) -> Status:
    """A status at the end of the list. Raises Refused, TooMany."""
    _check(by)
    there = statuses_of(consultation)
    if there.count() >= MOST:
        raise TooMany
    last = there.aggregate(last=Max("position"))["last"] or 0
    made = Status.objects.create(
        consultation=consultation, title=title, outcome=outcome, position=last + 1
    )
    _record(made, _("added the status “%(status)s” (%(outcome)s)"), "status.added", by=by)
    return made


@transaction.atomic
def change(status: Status, title: str, outcome: str, *, by: User) -> None:
    """Say it otherwise; texts that have it follow, unless its outcome is no longer theirs."""
    _check(by)
    before = str(status)
    status.title, status.outcome = title, outcome
    status.save()
    sentence = _("changed the status “%(status)s” (%(outcome)s)")
    _record(status, sentence, "status.changed", by=by, before=before)


@transaction.atomic
def drop(status: Status, *, by: User) -> None:
    """Take it away; texts that have it are told by their outcome again."""
    _check(by)
    _record(status, _("removed the status “%(status)s” (%(outcome)s)"), "status.removed", by=by)
    status.delete()


def _check(by: User) -> None:
    if not by.may(Ability.MANAGE_CONSULTATIONS):
        raise Refused(Verdict.NOT_YOUR_ROLE)


def _record(status: Status, sentence: str, verb: str, *, by: User, before: str = "") -> None:
    values = {"status": status.title, "outcome": status.get_outcome_display()}
    record(verb, sentence % values, by=by, about=status.consultation_id, before=before)
    transaction.on_commit(_everywhere.forget)
    _everywhere.forget()
