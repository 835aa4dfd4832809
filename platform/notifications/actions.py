"""Telling people things, by mail."""

from __future__ import annotations

from typing import Any

from accounts.mails import drawn
from accounts.selectors import person_at
from notifications.models import SUBJECT, Message, Reader, Rhythm, Topic
from notifications.readers import link_for, reader_at
from notifications.tasks import send_message

HELD = frozenset({Rhythm.DAILY, Rhythm.WEEKLY})


def tell(
    recipient: str,
    *,
    key: str,
    subject: str,
    template: str,
    news: bool = False,
    work: bool = False,
    **context: Any,
) -> Message | None:
    """Put one mail in the outbox and queue its sending, both in the caller's transaction.

    `template` names a pair `<template>.txt` and `<template>.html`, given `context`, `site`, `tenant`,
    `site_address` and `subject`. `news` says that the mail is no answer to what its reader just did,
    `work` that it reminds one of the team: people choose how often they want news, leave either by
    one click, and the mail tells where; any other mail is owed, and always sent. The same `key` to the
    same address is told once: None the second time, without an address, and for what is not wanted.
    Call it inside `accounts.speaking.speaking_to(recipient)`, where the words and links are the reader's too.
    """
    topic = Topic.NEWS if news else Topic.WORK if work else ""
    if not recipient:
        return None
    reader = reader_at(recipient) if topic else None
    if reader and not _wants(reader, topic):
        return None
    held = reader.rhythm if reader and topic == Topic.NEWS and reader.rhythm in HELD else ""
    message, is_new = Message.objects.get_or_create(
        recipient=recipient.strip().lower(),
        key=key,
        defaults={
            "topic": topic,
            "held": held,
            **_letter(subject, template, context, reader, topic, held),
        },
    )
    if is_new and not held:
        send_message.defer(message_id=str(message.id))
    return message if is_new else None


def _wants(reader: Reader, topic: str) -> bool:
    """Whether news or reminders go to this address now; a closed account is told nothing."""
    person = person_at(reader.address)
    if person is not None and not person.is_active:
        return False
    return reader.wants_work if topic == Topic.WORK else reader.rhythm != Rhythm.NEVER


def _letter(
    subject: str,
    template: str,
    context: dict[str, Any],
    reader: Reader | None,
    topic: str,
    held: str,
) -> dict[str, str]:
    """A mail's words. One that is held is a part of another: it is drawn `bare`, without the letter."""
    link = link_for(reader, topic) if reader else ""
    words = drawn(template, subject, **context, choices_address=link, bare=bool(held))
    return {
        "subject": words["subject"][:SUBJECT],
        "text": words["text"].strip("\n"),
        "html": words["html"],
        "leave_url": link,
    }
