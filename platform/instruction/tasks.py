"""The jobs of instruction: agents are told what is theirs and what is due; old spreadsheets go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app

from accounts.models import User
from accounts.speaking import speaking_to
from contributions.models import Contribution
from instruction.models import Sheet
from instruction.selectors import agents, due_for, texts_for
from notifications.actions import tell
from tenants.current import get_tenant, writing_anyway
from tenants.hosts import address_of
from tenants.jobs import tenant_job
from tenants.tasks import in_every_tenant

SOON = timedelta(days=7)
KEPT = timedelta(days=1)


@tenant_job
def tell_agent(agent: str, texts: list[str], event: str) -> None:
    """Tell an agent which contributions were just given to them, in one mail for the whole `event`."""
    person = User.objects.filter(pk=UUID(agent), is_active=True).first()
    if person is None:
        return
    given = list(texts_for(person).filter(pk__in=texts).order_by("number"))
    _tell(person, f"given:{event}", _said_given, given)


@app.periodic(cron="7 6 * * 1")
@app.task(name="instruction.tasks.remind", queueing_lock="instruction.remind")
def remind(timestamp: int) -> None:
    """Every Monday morning: each agent's contributions that are late, or due within the week."""
    in_every_tenant(remind_agents)


def remind_agents(day: date | None = None) -> int:
    """In the current tenant; how many were told. Nobody is told twice of the same Monday."""
    day, told = day or timezone.localdate(), 0
    for person in agents():
        due = due_for(person, day + SOON)
        if due:
            told += _tell(person, f"due:{day}", _said_due, due, is_reminder=True)
    return told


@app.periodic(cron="47 3 * * *")
@app.task(name="instruction.tasks.tidy_up", queueing_lock="instruction.tidy_up")
def tidy_up(timestamp: int) -> None:
    """Every night: spreadsheets that were shown and never applied."""
    in_every_tenant(forget_sheets)


def forget_sheets() -> int:
    """In the current tenant, a read-only one too; how many were forgotten."""
    with writing_anyway():
        return Sheet.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]


def _said_given(count: int) -> str:
    return ngettext(
        "One contribution is yours to study", "%(count)s contributions are yours to study", count
    )


def _said_due(count: int) -> str:
    return ngettext(
        "One contribution awaits your answer this week",
        "%(count)s contributions await your answer this week",
        count,
    )


def _tell(
    person: User,
    key: str,
    said: Callable[[int], str],
    texts: Sequence[Contribution],
    *,
    is_reminder: bool = False,
) -> bool:
    """A reminder is left by whoever wants none; what was just given to somebody is theirs to know."""
    with speaking_to(person.email):
        message = tell(
            person.email,
            key=key,
            subject=said(len(texts)) % {"count": len(texts)},
            template="instruction/mail/texts",
            work=is_reminder,
            texts=texts,
            action_url=address_of(get_tenant(), f"{reverse('instruction:table')}?agent=moi"),
            action_text=_("See my contributions"),
        )
    return message is not None
