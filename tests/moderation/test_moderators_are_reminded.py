"""A mail in the morning, only when something waits, once a day, and left by one click."""

from __future__ import annotations

from collections.abc import Callable

from django.core.mail import EmailMessage

from contributions.models import Contribution
from moderation import actions, appeals
from moderation.tasks import remind, remind_moderators
from notifications.readers import choose, reader_at
from tests.cast import World

type Write = Callable[..., Contribution]
type Mails = list[EmailMessage]


def test_nobody_is_reminded_of_nothing(region: World, mailoutbox: Mails) -> None:
    with region.use():
        assert remind() == 0
    assert not mailoutbox


def test_everybody_who_moderates_is_told_once_a_day_what_waits(
    region: World, write: Write, mailoutbox: Mails
) -> None:
    write(), write()
    reported = write(moderation="published")
    with region.use():
        actions.report(reported, by=region.neighbour, reason="offensive")
        mailoutbox.clear()
        assert remind() == 3
        assert remind() == 0
    told = sorted(mail.to[0] for mail in mailoutbox)
    assert told == sorted([region.admin.email, region.manager.email, region.moderator.email])
    mail = mailoutbox[0]
    assert mail.subject == "À modérer\u00a0: 3 textes attendent d’être lus, dont 1 signalé"
    assert "/gestion/moderation/" in str(mail.body)
    assert "List-Unsubscribe" in mail.extra_headers


def test_whoever_wants_none_gets_none(region: World, write: Write, mailoutbox: Mails) -> None:
    write()
    with region.use():
        choose(reader_at(region.admin.email), rhythm="at_once", wants_work=False)
        assert remind() == 2
    assert region.admin.email not in [mail.to[0] for mail in mailoutbox]


def test_an_appeal_is_told_to_those_who_may_answer_it(
    region: World, write: Write, mailoutbox: Mails
) -> None:
    with region.use():
        decision = actions.decide(write(), "refuse", by=region.moderator, reason="off_topic")
        appeals.contest(decision, "Relisez-moi.", by=region.citizen)
        mailoutbox.clear()
        assert remind() == 2
    assert {mail.subject for mail in mailoutbox} == {
        "À modérer\u00a0: 1 recours attend une réponse"
    }
    assert region.moderator.email not in [mail.to[0] for mail in mailoutbox]


def test_every_tenant_has_its_turn(
    region: World, canal: World, write: Write, mailoutbox: Mails
) -> None:
    write()
    remind_moderators(timestamp=0)
    assert len(mailoutbox) == 3, "nothing waits in the other"
