"""A mail is told once, sent once, and not lost."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from accounts.models import User
from notifications import actions
from notifications.models import Message
from notifications.readers import choose, reader_at
from notifications.tasks import send, send_late, send_late_messages
from tests.cast import World

MAIL = "accounts/mail/code"  # any pair of mail templates
type Mails = list[EmailMessage]


class Killed(BaseException):
    """The worker's process ends in the middle of a job, as by a crash or a kill."""


class Transport:
    """A mail server that fails as it is told: `before` it took the mail, or `after`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.taken: list[str] = []
        self.before: dict[str, BaseException] = {}
        self.after: dict[str, BaseException] = {}
        monkeypatch.setattr(EmailMessage, "send", self._send_of())

    def _send_of(self) -> Any:
        def send(mail: EmailMessage, *args: Any, **kwargs: Any) -> int:
            subject = str(mail.subject)
            if error := self.before.get(subject):
                raise error
            self.taken.append(subject)
            if error := self.after.get(subject):
                raise error
            return 1

        return send


@pytest.fixture
def transport(monkeypatch: pytest.MonkeyPatch) -> Transport:
    return Transport(monkeypatch)


def tell(recipient: str, key: str = "fact", **more: Any) -> Message | None:
    """Tell somebody something."""
    return actions.tell(recipient, key=key, subject="Un fait", template=MAIL, code="123456", **more)


def test_the_same_fact_is_told_once_an_address(region: World, mailoutbox: Mails) -> None:
    with region.use():
        assert tell("Anna@example.org") is not None
        assert tell("anna@example.org") is None
        assert tell("boris@example.org") is not None
    assert [mail.to for mail in mailoutbox] == [["anna@example.org"], ["boris@example.org"]]


def test_a_mail_is_in_the_tenants_name_and_colours(region: World, mailoutbox: Mails) -> None:
    with region.use():
        tell("anna@example.org")
        brand = region.tenant.name
    [mail] = mailoutbox
    html = mail.alternatives[0].content  # type: ignore[attr-defined]
    assert brand in mail.message()["From"] or "R=C3=A9gion" in mail.message()["From"]
    assert brand in html
    assert "border-top:4px solid #" in html


def test_news_are_not_sent_to_whoever_wants_none(region: World, mailoutbox: Mails) -> None:
    with region.use():
        choose(reader_at(region.citizen.email), rhythm="never")
        choose(reader_at("gone@example.org"), rhythm="never")
        User.objects.filter(pk=region.agent.pk).update(is_active=False)
        assert tell(region.citizen.email, news=True) is None
        assert tell("Gone@example.org", news=True) is None
        assert tell(region.agent.email, news=True) is None, "a closed account is told nothing"
        assert tell(region.neighbour.email, news=True) is not None
        assert tell("guest@example.org", news=True) is not None
        assert tell(region.citizen.email) is not None, "answers to one's own deeds always come"


def late(key: str, minutes: int, **fields: Any) -> Message:
    """A message left unsent for some minutes."""
    message = Message.objects.create(
        key=key, recipient=f"{key}@example.org", subject=key, text=key, **fields
    )
    Message.objects.filter(pk=message.pk).update(
        created_at=timezone.now() - timedelta(minutes=minutes)
    )
    return message


def begun_long_ago(message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(begun_at=timezone.now() - timedelta(minutes=11))


def test_what_was_left_unsent_for_ten_minutes_goes_out_once(
    region: World, mailoutbox: Mails
) -> None:
    with region.use():
        late("fresh", 5), late("lost", 15), late("old", 60 * 24 * 4)
        late("held", 15, topic="news", held="weekly")
        assert send_late() == 1
        assert send_late() == 0
    assert [mail.subject for mail in mailoutbox] == ["lost"]


def test_one_mail_that_cannot_be_sent_keeps_no_other_back_and_is_tried_again(
    region: World, transport: Transport
) -> None:
    transport.before["bad"] = ConnectionRefusedError()
    with region.use():
        late("bad", 20), late("good", 15)
        assert send_late() == 1
        transport.before.clear()
        assert send_late() == 1
    assert transport.taken == ["good", "bad"]


def test_a_job_killed_before_the_server_took_the_mail_loses_nothing_that_is_owed(
    region: World, transport: Transport
) -> None:
    transport.before["code"] = Killed()
    with region.use():
        message = late("code", 20)
        with pytest.raises(Killed):
            send(message.pk)
        transport.before.clear()
        assert send(message.pk) is False, "it may be on its way"
        begun_long_ago(message)
        assert send_late() == 1
    assert transport.taken == ["code"]


def test_a_job_killed_after_the_server_took_the_mail_sends_no_news_twice(
    region: World, transport: Transport
) -> None:
    transport.after["news"] = Killed()
    with region.use():
        message = late("news", 20, topic="news")
        with pytest.raises(Killed):
            send(message.pk)
        transport.after.clear()
        begun_long_ago(message)
        assert send(message.pk) is False
        assert send_late() == 0
    assert transport.taken == ["news"]


def test_an_address_refused_for_good_is_not_tried_again_and_one_that_is_full_is(
    region: World, transport: Transport
) -> None:
    with region.use():
        gone, full = late("gone", 20), late("full", 20)
        transport.before = {
            "gone": SMTPRecipientsRefused({gone.recipient: (550, b"No such user")}),
            "full": SMTPRecipientsRefused({full.recipient: (452, b"Mailbox full")}),
        }
        assert send_late() == 0
        transport.before.clear()
        assert send_late() == 1
    assert transport.taken == ["full"]


def test_every_tenant_has_its_turn(region: World, canal: World, mailoutbox: Mails) -> None:
    for world in (region, canal):
        with world.use():
            late("lost", 15)
    send_late_messages(timestamp=0)
    senders = sorted(str(mail.from_email) for mail in mailoutbox)
    assert len(senders) == 2
    assert senders[0] != senders[1]
