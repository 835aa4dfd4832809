"""One mail with all the news of a day or a week, for whoever chose that rhythm."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.mails import drawn
from accounts.speaking import speaking_to
from notifications.models import SUBJECT, Message, Rhythm, Topic
from notifications.readers import link_for, reader_at
from tenants.current import get_tenant

WHOLE = 30  # pieces of news told in full in one mail; the others by their titles
A_WEEK = timedelta(days=7)
MONDAY = 0


def due(today: date) -> Iterable[str]:
    """The addresses with news that waited long enough: since yesterday, or for Monday.

    A Monday that the worker missed is made up for: what has waited a week goes out any day.
    """
    weekly = Q(held=Rhythm.WEEKLY)
    if today.weekday() != MONDAY:
        weekly &= Q(created_at__lt=timezone.now() - A_WEEK)
    waiting = Message.objects.filter(Q(held=Rhythm.DAILY) | weekly, digest=None)
    return list(waiting.order_by("recipient").values_list("recipient", flat=True).distinct())


@transaction.atomic
def make(address: str) -> Message | None:
    """Put all that waits for an address in one mail; None where another run was faster.

    Its parts are marked in the same transaction, so a run cut short leaves all or nothing.
    """
    waiting = Message.objects.select_for_update(skip_locked=True)
    parts = list(waiting.filter(recipient=address, digest=None).exclude(held="").order_by("pk"))
    if not parts:
        return None
    with speaking_to(address):
        digest = _write(address, parts)
    Message.objects.filter(pk__in=[part.pk for part in parts]).update(digest=digest)
    return digest


def _write(address: str, parts: list[Message]) -> Message:
    link = link_for(reader_at(address), Topic.NEWS)
    words = drawn(
        "notifications/mail/digest",
        _subject(parts),
        parts=parts[:WHOLE],
        others=parts[WHOLE:],
        choices_address=link,
    )
    return Message.objects.create(
        key=f"digest:{parts[0].pk}",
        recipient=address,
        topic=Topic.NEWS,
        subject=words["subject"][:SUBJECT],
        text=words["text"],
        html=words["html"],
        leave_url=link,
    )


def _subject(parts: list[Message]) -> str:
    if len(parts) == 1:
        return parts[0].subject
    name, count = get_tenant().name, len(parts)
    told = ngettext(
        "%(name)s: %(count)s piece of news", "%(name)s: %(count)s pieces of news", count
    )
    return told % {"name": name, "count": count}
