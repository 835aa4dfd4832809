"""The jobs that send what the outbox holds (infra/decisions/0024-telling.md)."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from smtplib import SMTPRecipientsRefused
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.mails import sender
from notifications import digests
from notifications.models import Message
from tenants.current import get_tenant, writing_anyway
from tenants.jobs import tenant_job
from tenants.tasks import in_every_tenant

logger = logging.getLogger(__name__)
LATE = timedelta(minutes=10)
TOO_LATE = timedelta(days=3)  # a mail nobody could send for three days would only puzzle its reader
FOR_GOOD = 550  # from this answer on a mail server does not know the address, today or tomorrow


@tenant_job
def send_message(message_id: str) -> None:
    """Send one message of the outbox; a run that finds it sent, or being sent, does nothing."""
    send(UUID(message_id))


@app.periodic(cron="*/5 * * * *")
@app.task(name="notifications.tasks.send_late_messages", queueing_lock="notifications.late")
def send_late_messages(timestamp: int) -> None:
    """Every five minutes: send what a job that was lost or gave up left unsent, in every tenant."""
    in_every_tenant(send_late)


@app.periodic(cron="15 5 * * *")
@app.task(name="notifications.tasks.send_digests", queueing_lock="notifications.digests")
def send_digests(timestamp: int) -> None:
    """Early every day (UTC): one mail to whoever wants their news once a day, on Mondays once a week."""
    in_every_tenant(lambda: gather(timezone.localdate()))


def gather(today: date) -> int:
    """Make and queue the mails due today; how many. One that cannot be made keeps no other back."""
    made = 0
    with writing_anyway():  # a read-only site still tells what it had promised to tell
        for address in digests.due(today):
            try:
                if digest := digests.make(address):
                    send_message.defer(message_id=str(digest.pk))
                    made += 1
            except Exception:  # whatever is wrong with it: the others must go
                logger.exception("No digest for a reader of tenant %s", get_tenant().id)
    return made


def send_late() -> int:
    """Send the current tenant's messages unsent for ten minutes; how many went out.

    One that fails is logged, left for the next round, and keeps no other back. What was begun and
    never ended may have gone out: only what is owed to its reader is then sent again.
    """
    now, sent = timezone.now(), 0
    with writing_anyway():
        begun = Message.objects.filter(topic="", sent_at=None, begun_at__lt=now - LATE)
        begun.filter(refused_at=None).update(begun_at=None)
    late = Message.objects.filter(_is_unsent(), created_at__range=(now - TOO_LATE, now - LATE))
    for pk in list(late.order_by("created_at").values_list("pk", flat=True)):
        try:
            sent += send(pk)
        except Exception:  # whatever the mail server says: the others must go
            logger.exception("Message %s of tenant %s could not be sent", pk, get_tenant().id)
    return sent


def send(pk: UUID) -> bool:
    """Send one message unless it is sent, or being sent elsewhere; whether it went out.

    It is marked as begun before the mail server hears of it and as sent afterwards; a failure that the
    server told takes the first mark back, so that it is tried again.
    """
    with writing_anyway():  # a read-only site still answers people
        mine = Message.objects.filter(_is_unsent(), pk=pk).update(begun_at=timezone.now())
        if not mine:  # sent, begun elsewhere, or taken back with its reader's account
            return False
        message = Message.objects.get(pk=pk)
        try:
            _mail(message).send()
        except Exception as error:
            _take_back(message, error)
            if message.refused_at:
                return False
            raise
        message.sent_at = timezone.now()
        message.save(update_fields=["sent_at"])
    return True


def _is_unsent() -> Q:
    return Q(held="", sent_at=None, begun_at=None, refused_at=None)


def _take_back(message: Message, error: Exception) -> None:
    """It did not go out: try again later, unless there is nobody at that address."""
    message.begun_at = None
    if _is_for_good(error):
        message.refused_at = timezone.now()
        logger.warning("Message %s: its address is refused for good", message.pk)
    message.save(update_fields=["begun_at", "refused_at"])


def _is_for_good(error: Exception) -> bool:
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return all(code >= FOR_GOOD for code, _words in error.recipients.values())


def _mail(message: Message) -> EmailMultiAlternatives:
    """The mail as it goes out. Its Message-ID is its own: sent twice, most readers' programs show one."""
    headers = {
        "Message-ID": f"<{message.id}@{get_tenant().host}>",
        "Auto-Submitted": "auto-generated",
    }
    if message.leave_url:  # RFC 8058: one click in the reader's program, without opening a page
        headers["List-Unsubscribe"] = f"<{message.leave_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=sender(),
        to=[message.recipient],
        headers=headers,
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail
