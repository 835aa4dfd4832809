"""Studying contributions, holding answers back, and publishing them together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accountability import actions as answers
from accountability.models import OfficialAnswer
from accounts.models import User
from accounts.roles import Ability
from audit.actions import record
from consultations.models import Consultation, Theme
from consultations.permissions import Refused, Verdict
from contributions.models import Contribution, Status
from instruction.models import Dossier, Note, Sheet, ThemeAgent
from instruction.selectors import agents
from instruction.sheets import changed_since, values_of
from instruction.tasks import tell_agent
from tenants.ids import uuid7

NO_ANSWER: dict[str, Any] = {"outcome": "", "status": None, "body": ""}


class Changed(Exception):
    """Somebody else changed the dossier while this one was being filled in."""


@transaction.atomic
def take_charge(theme: Theme, agent: User | None, *, by: User) -> None:
    """Name who studies a theme, or nobody."""
    _check(by)
    had = ThemeAgent.objects.filter(theme=theme).first()
    if (had.agent_id if had else None) == (agent.pk if agent else None):
        return
    if agent is None:
        ThemeAgent.objects.filter(theme=theme).delete()
        record(
            "theme.released", _("took the theme “%s” from its agent") % theme, by=by, about=theme.pk
        )
        return
    ThemeAgent.objects.update_or_create(theme=theme, defaults={"agent": agent})
    sentence = _("gave the theme “%(theme)s” to %(agent)s") % {"theme": theme, "agent": agent}
    record("theme.given", sentence, by=by, about=theme.pk)


@transaction.atomic
def arrange(texts: Sequence[Contribution], *, by: User, **what: Any) -> int:
    """Give contributions to an agent (`agent`), a date (`due_on`), or both; how many changed.

    The agent is told once for all of them. None takes the agent or the date away.
    """
    _check(by)
    changed = []
    for text in texts:
        dossier = _locked(text)
        if any(getattr(dossier, name) != value for name, value in what.items()):
            _write(dossier, by=by, **what)
            changed.append(text)
    if not changed:
        return 0
    record("dossier.arranged", _arranged(changed, **what), by=by, about=changed[0].pk)
    agent = what.get("agent")
    if agent is not None and agent != by:
        keys = [str(text.pk) for text in changed]
        tell_agent.defer(agent=str(agent.pk), texts=keys, event=str(uuid7()))
    return len(changed)


def study(text: Contribution, *, by: User, seen: datetime | None, **words: Any) -> Dossier:
    """Keep analysis, cost and opinion. Changed where the dossier is no longer as `by` saw it."""
    return _keep(text, by=by, seen=seen, **words)


def hold_back(
    text: Contribution,
    *,
    by: User,
    seen: datetime | None,
    outcome: str,
    body: str,
    status: Status | None = None,
) -> Dossier:
    """Write the answer without publishing it.

    Raises Refused, Changed, and `accountability.actions.Unreasoned` as publishing it would.
    """
    body = answers.reasoned(outcome, body)
    return _keep(text, by=by, seen=seen, outcome=outcome, status=status, body=body)


def take_back(text: Contribution, *, by: User, seen: datetime | None) -> Dossier:
    """Forget the answer that is held back; what is public stays."""
    return _keep(text, by=by, seen=seen, **NO_ANSWER)


@transaction.atomic
def publish(
    text: Contribution, *, by: User, outcome: str, body: str, status: Status | None = None
) -> OfficialAnswer:
    """Publish one answer at once, what was held back being replaced by it."""
    given = answers.answer(text, outcome, body, by=by, status=status)
    _let_go([text])
    return given


@transaction.atomic
def publish_together(
    texts: Iterable[Contribution], consultation: Consultation, *, by: User
) -> list[OfficialAnswer]:
    """Publish all these answers that were held back: all of them, or none."""
    _check(by)
    held = Dossier.objects.select_for_update(of=("self",)).filter(
        contribution__in=list(texts), contribution__consultation=consultation, outcome__gt=""
    )
    dossiers = list(held.select_related("contribution", "status").order_by("contribution__number"))
    given = [
        answers.answer(one.contribution, one.outcome, one.body, by=by, status=one.word)
        for one in dossiers
    ]
    _let_go([dossier.contribution for dossier in dossiers])
    if given:
        sentence = ngettext(
            "published one answer that was held back, in “%(title)s”",
            "published %(count)s answers together, in “%(title)s”",
            len(given),
        )
        values = {"count": len(given), "title": consultation.title}
        record("answers.published", sentence % values, by=by, about=consultation.pk)
    return given


@transaction.atomic
def publish_many(texts: Sequence[Contribution], *, by: User, **answer: Any) -> list[OfficialAnswer]:
    """The same answer to several contributions, at once; all or none of them."""
    return [publish(text, by=by, **answer) for text in texts]


@transaction.atomic
def hold_back_many(texts: Sequence[Contribution], *, by: User, **answer: Any) -> int:
    """The same answer to several contributions, held back; all or none of them."""
    for text in texts:
        hold_back(text, by=by, seen=_seen(text), **answer)
    return len(texts)


def note(text: Contribution, body: str, *, by: User) -> Note:
    """Leave a word to colleagues."""
    _check(by)
    return Note.objects.create(contribution=text, body=body.strip(), author=by)


@transaction.atomic
def apply(sheet: Sheet, *, by: User) -> tuple[int, list[int]]:
    """Do what a spreadsheet says: how many dossiers changed, and the numbers of those that could not.

    A dossier that is no longer as the spreadsheet's preview showed it is left alone. Applied once: the
    sheet is gone afterwards.
    """
    _check(by)
    locked = Sheet.objects.select_for_update().filter(pk=sheet.pk).first()
    if locked is None:
        return 0, []
    texts = Contribution.objects.in_bulk([change["pk"] for change in locked.changes])
    people = {str(person.pk): person for person in agents()}
    done, left = 0, []
    for change in locked.changes:
        text = texts.get(UUID(change["pk"]))
        dossier = _locked(text) if text else None
        if dossier is None or changed_since(dossier, change):
            left.append(change["number"])
            continue
        _write(dossier, by=by, **values_of(change, people))
        done += 1
    if done:
        sentence = ngettext(
            "changed one dossier from the spreadsheet “%(name)s”",
            "changed %(count)s dossiers from the spreadsheet “%(name)s”",
            done,
        )
        values = {"count": done, "name": locked.name}
        record("dossiers.imported", sentence % values, by=by, about=locked.consultation_id)
    locked.delete()
    return done, left


def _check(by: User) -> None:
    if not by.may(Ability.ANSWER):
        raise Refused(Verdict.NOT_YOUR_ROLE)


@transaction.atomic
def _keep(text: Contribution, *, by: User, seen: datetime | None, **words: Any) -> Dossier:
    _check(by)
    dossier = _locked(text)
    if all(getattr(dossier, name) == value for name, value in words.items()):
        return dossier
    if not dossier._state.adding and dossier.changed_at != seen:
        raise Changed
    _write(dossier, by=by, **words)
    if "outcome" in words:
        if dossier.outcome:
            sentence = _("wrote the answer to no. %s, held back")
        else:
            sentence = _("took back the answer to no. %s, which was held back")
        record("dossier.held", sentence % text.number, by=by, about=text.pk)
    return dossier


def _locked(text: Contribution) -> Dossier:
    found = Dossier.objects.select_for_update().filter(contribution=text).first()
    return found or Dossier(contribution=text)


def _write(dossier: Dossier, *, by: User, **what: Any) -> None:
    for name, value in what.items():
        setattr(dossier, name, value)
    dossier.changed_at, dossier.changed_by = timezone.now(), by
    dossier.save()


def _let_go(texts: Sequence[Contribution]) -> None:
    Dossier.objects.filter(contribution__in=texts).update(**NO_ANSWER)


def _seen(text: Contribution) -> datetime | None:
    return Dossier.objects.filter(contribution=text).values_list("changed_at", flat=True).first()


def _arranged(texts: Sequence[Contribution], **what: Any) -> str:
    listed = ", ".join(str(text.number) for text in texts[:20]) + ("…" if len(texts) > 20 else "")
    parts = []
    if "agent" in what:
        agent: User | None = what["agent"]
        told = (
            _("gave no. %(numbers)s to %(agent)s")
            if agent
            else _("took no. %(numbers)s from its agent")
        )
        parts.append(told % {"numbers": listed, "agent": agent})
    if "due_on" in what:
        day: date | None = what["due_on"]
        told = (
            _("set the due date of no. %(numbers)s to %(day)s")
            if day
            else _("removed the due date of no. %(numbers)s")
        )
        parts.append(told % {"numbers": listed, "day": day.strftime("%d/%m/%Y") if day else ""})
    return _(", and ").join(parts)
