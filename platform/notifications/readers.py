"""How often people are told news: their choice, and the links in mails that open it without signing in."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature
from django.db import transaction
from django.http import Http404
from django.urls import reverse

from notifications.models import Message, Reader, Rhythm, Topic
from tenants.current import get_tenant
from tenants.hosts import address_of
from tenants.signing import sign, unsign

PURPOSE = "mails"


def reader_at(address: str) -> Reader:
    """The reader of an address, made where it was never written to."""
    return Reader.objects.get_or_create(address=address.strip().lower())[0]


def link_for(reader: Reader, topic: str) -> str:
    """The address where whoever got a mail of this topic chooses, or leaves by one POST.

    It lasts as long as the mail it stands in, and is worth nothing on another tenant's site.
    """
    token = sign([reader.pk.hex, str(topic)], purpose=PURPOSE)
    return address_of(
        get_tenant(), reverse("mails:by_link", urlconf=settings.TENANT_URLCONF, args=[token])
    )


def get_reader_by(token: str) -> tuple[Reader, Topic]:
    """Whom a link of a mail was written to, and what the mail was about; Http404 for anything else."""
    try:
        key, topic = unsign(token, purpose=PURPOSE)
        return Reader.objects.get(pk=UUID(key)), Topic(topic)
    except (BadSignature, Reader.DoesNotExist, ValueError, TypeError) as error:
        raise Http404 from error


@transaction.atomic
def choose(reader: Reader, *, rhythm: str, wants_work: bool | None = None) -> None:
    """Keep how often somebody wants news. What waited for a former rhythm comes with the next one.

    None leaves the work's reminders as they are. Whoever wants nothing is sent nothing that waited.
    """
    reader.rhythm = rhythm
    reader.wants_work = reader.wants_work if wants_work is None else wants_work
    reader.save(update_fields=["rhythm", "wants_work"])
    waiting = Message.objects.filter(recipient=reader.address, digest=None).exclude(held="")
    if rhythm == Rhythm.NEVER:
        waiting.delete()
    else:
        waiting.update(held=Rhythm.DAILY if rhythm == Rhythm.AT_ONCE else rhythm)


def leave(reader: Reader, topic: Topic) -> None:
    """One click: no more mails of this topic."""
    if topic == Topic.WORK:
        choose(reader, rhythm=reader.rhythm, wants_work=False)
    else:
        choose(reader, rhythm=Rhythm.NEVER)
