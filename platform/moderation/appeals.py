"""Contesting a decision or a block: once, within six months; settled by somebody else than who took it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Ability
from accounts.selectors import able
from audit.actions import record
from consultations.permissions import Person, Refused, Verdict
from contributions.models import Contribution
from languages.offered import current
from moderation import blocks, letters
from moderation.actions import DecidedAlready, decide
from moderation.models import TIME_TO_CONTEST, Appeal, Block, Decision

State = Contribution.Moderation
Choice = Decision.Verdict
BACK = {Choice.REFUSE: Choice.PUBLISH, Choice.HIDE: Choice.RESTORE}
_HIDDEN_BY = {Choice.REFUSE: State.REFUSED, Choice.HIDE: State.HIDDEN}


class NotContestable(Exception):
    """Contested once already, too late, or no longer in force."""


class SamePerson(Exception):
    """Whoever took a decision does not answer the appeal against it."""


class SettledAlready(Exception):
    """Another person answered first."""


def ends(contested: Decision | Block) -> datetime:
    """Until when it may be contested."""
    return contested.at + TIME_TO_CONTEST


def appeal_of(contested: Decision | Block) -> Appeal | None:
    """The appeal against it, if there was one."""
    return Appeal.objects.filter(**_against(contested)).first()


def is_contestable(contested: Decision | Block) -> bool:
    """Whether it is in force, in time, and was never contested. One or two statements."""
    in_force = contested.is_on if isinstance(contested, Block) else _is_in_force(contested)
    return in_force and timezone.now() < ends(contested) and appeal_of(contested) is None


@transaction.atomic
def contest(contested: Decision | Block, text: str, *, by: Person) -> Appeal:
    """Ask for another person's look; NotContestable where there is nothing to ask any more.

    The caller has made sure that `by`, or whoever is signed out, is the author: by the account or by a link.
    """
    type(contested).objects.select_for_update().get(pk=contested.pk)  # two clicks, one appeal
    if not is_contestable(contested):
        raise NotContestable
    appeal = Appeal.objects.create(**_against(contested), text=text.strip(), language=current())
    if isinstance(contested, Block):
        sentence, about = _("contested a suspension"), contested.user_id
    else:
        number = contested.contribution.number
        sentence = _("contested the decision on contribution no. %s") % number
        about = contested.contribution_id
    record("appeal.made", sentence, by=by if isinstance(by, User) else None, about=about)
    letters.tell_appeal_received(appeal)
    return appeal


@transaction.atomic
def settle(appeal: Appeal, *, granted: bool, answer: str, by: User) -> None:
    """Answer an appeal: take the decision back, or confirm it; its author is told.

    Raises Refused without the ability, SamePerson, SettledAlready.
    """
    if not by.may(Ability.MODERATE):
        raise Refused(Verdict.NOT_YOUR_ROLE)
    now = Appeal.objects.select_for_update().get(pk=appeal.pk)
    if now.handled_at is not None:
        raise SettledAlready
    if now.contested.moderator_id == by.pk:
        raise SamePerson
    now.handled_at, now.handled_by, now.granted = timezone.now(), by, granted
    now.answer = answer.strip()
    now.save(update_fields=["handled_at", "handled_by", "granted", "answer"])
    if granted:
        _take_back(now.contested, by=by)
    _record(now, by=by)
    letters.tell_appeal_settled(now)


def others(contested: Decision | Block) -> list[User]:
    """Who may answer an appeal against it: everyone who moderates but whoever took it. One statement."""
    return [person for person in able(Ability.MODERATE) if person.pk != contested.moderator_id]


def _against(contested: Decision | Block) -> dict[str, Decision | Block]:
    return {"block" if isinstance(contested, Block) else "decision": contested}


def _is_in_force(decision: Decision) -> bool:
    state = decision.contribution.moderation
    if _HIDDEN_BY.get(Choice(decision.verdict)) != state:
        return False
    return decision.contribution.decisions.first() == decision


def _take_back(contested: Decision | Block, *, by: User) -> None:
    if isinstance(contested, Block):
        blocks.lift(contested, by=by, tells=False)
        return
    verdict = BACK[Choice(contested.verdict)]
    try:
        decide(contested.contribution, verdict, by=by, tells_author=False)
    except (
        DecidedAlready
    ):  # its author took the text back meanwhile: the answer stands all the same
        pass


def _record(appeal: Appeal, *, by: User) -> None:
    if appeal.block:
        words = _("took a suspension back") if appeal.granted else _("confirmed a suspension")
        record("appeal.settled", words, by=by, about=appeal.block.user_id)
        return
    assert appeal.decision is not None  # noqa: S101 - it is against one thing or the other
    text = appeal.decision.contribution
    words = (
        _("granted the appeal on contribution no. %s")
        if appeal.granted
        else _("confirmed the decision on contribution no. %s after an appeal")
    )
    record("appeal.settled", words % text.number, by=by, about=text.pk)
