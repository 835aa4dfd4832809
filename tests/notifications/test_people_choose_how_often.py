"""At once, daily, weekly or never: chosen signed in or by a mail's link, left by one click."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notifications import actions, digests
from notifications.models import Message, Reader
from notifications.readers import choose, reader_at
from notifications.tasks import gather, send_digests
from tests.cast import World

type Mails = list[EmailMessage]
MAIL = "accounts/mail/code"  # any pair of mail templates
CHOICES = "/mes-courriels/"
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
GUEST = "yvette@example.org"
STATEMENTS = 3  # the reader, whether the address has an account, what the footer says of the site


def tell(recipient: str, key: str, **more: Any) -> Message | None:
    fields = {"news": True, **more}
    return actions.tell(
        recipient, key=key, subject=f"Du nouveau\u00a0: {key}", template=MAIL, code=key, **fields
    )


def path_of(mail: EmailMessage) -> str:
    """The path of the link that one click posts to."""
    link = mail.extra_headers["List-Unsubscribe"]
    return str(re.sub(r"^<https?://[^/]+(/.*)>$", r"\1", link))


def rhythm(world: World, address: str) -> str:
    with world.use():
        return Reader.objects.get(address=address).rhythm


def test_a_mail_of_news_is_left_by_one_click_of_the_readers_program(
    region: World, mailoutbox: Mails
) -> None:
    with region.use():
        tell(GUEST, "un")
    [mail] = mailoutbox
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    program = region.client(enforce_csrf_checks=True)  # it has no cookie and reads no page
    assert program.get(path_of(mail)).status_code == 200
    assert rhythm(region, GUEST) == "at_once", "opening the link, as machines do, changes nothing"
    answer = program.post(path_of(mail), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "C’est fait" in answer.text
    assert not answer.cookies
    with region.use():
        assert tell(GUEST, "deux") is None
    assert len(mailoutbox) == 1


def test_what_is_owed_cannot_be_left(region: World, mailoutbox: Mails) -> None:
    with region.use():
        choose(reader_at(GUEST), rhythm="never")
        tell(GUEST, "recepisse", news=False)
    [mail] = mailoutbox
    assert "List-Unsubscribe" not in mail.extra_headers
    assert CHOICES not in str(mail.body)


def test_the_link_shows_no_address_and_opens_the_choice_without_signing_in(
    region: World, mailoutbox: Mails
) -> None:
    with region.use():
        tell(GUEST, "un")
    [mail] = mailoutbox
    link = path_of(mail)
    assert link in str(mail.body)
    assert "yvette" not in link
    browser = region.client()
    with CaptureQueriesContext(connection) as statements:
        page = browser.get(link)
    assert len(statements) == STATEMENTS, "\n".join(one["sql"][:200] for one in statements)
    assert "y…@example.org" in page.text
    assert GUEST not in page.text
    assert "rappel" not in page.text, "a citizen is asked nothing about the team's work"
    assert "Votre choix est enregistré" in browser.post(link, {"rhythm": "weekly"}).text
    assert rhythm(region, GUEST) == "weekly"
    assert "Choisissez à quel rythme" in browser.post(link, {"rhythm": "hourly"}).text


@pytest.mark.parametrize("spoil", ["x", "forged"])
def test_a_link_is_worth_nothing_changed_or_on_another_site(
    region: World, canal: World, mailoutbox: Mails, spoil: str
) -> None:
    with region.use():
        tell(GUEST, "un")
    link = path_of(mailoutbox[0])
    changed = link.rstrip("/") + spoil + "/"
    leaving = {"List-Unsubscribe": "One-Click"}
    assert region.client().post(changed, leaving).status_code == 404
    assert canal.client().post(link, leaving).status_code == 404
    assert rhythm(region, GUEST) == "at_once"


def test_a_member_chooses_on_their_account(region: World, mailoutbox: Mails) -> None:
    assert region.client().get(CHOICES).status_code == 302
    browser = region.client(region.citizen)
    assert CHOICES in browser.get("/mon-compte/").text
    answer = browser.post(CHOICES, {"rhythm": "daily"}, follow=True)
    assert "Votre choix est enregistré" in answer.text
    with region.use():
        tell(region.citizen.email, "un")
    assert not mailoutbox
    strict = region.client(region.citizen, enforce_csrf_checks=True)
    assert strict.post(CHOICES, {"rhythm": "never"}).status_code == 403


def test_daily_news_come_in_one_mail_and_once(region: World, mailoutbox: Mails) -> None:
    with region.use():
        choose(reader_at(GUEST), rhythm="daily")
        tell(GUEST, "premier"), tell(GUEST, "second"), tell("autre@example.org", "autre")
        assert tell(GUEST, "premier") is None, "the same fact is told once, at whatever rhythm"
        mailoutbox.clear()
        assert gather(TUESDAY) == 1
        assert gather(TUESDAY) == 0
    [mail] = mailoutbox
    assert mail.to == [GUEST]
    assert mail.subject == "Région Test\u00a0: 2 nouvelles"
    assert "List-Unsubscribe" in mail.extra_headers
    html = str(mail.alternatives[0].content)  # type: ignore[attr-defined]
    for body in (str(mail.body), html):
        assert body.index("premier") < body.index("second")
        assert body.count("Vous recevez ce message") == 1, "one letter around all the news"
    assert html.count("<!doctype html>") == 1


def test_weekly_news_wait_for_monday_or_a_week_at_most(region: World, mailoutbox: Mails) -> None:
    with region.use():
        choose(reader_at(GUEST), rhythm="weekly")
        tell(GUEST, "un")
        assert gather(TUESDAY) == 0
        assert gather(MONDAY) == 1
        tell(GUEST, "deux")
        long_ago = timezone.now() - timedelta(days=8)
        Message.objects.filter(key="deux").update(created_at=long_ago)
        assert gather(TUESDAY) == 1, "a Monday that the worker missed is made up for"
    assert [mail.subject for mail in mailoutbox] == [
        "Du nouveau\u00a0: un",
        "Du nouveau\u00a0: deux",
    ]


def test_what_waits_follows_a_change_of_mind(region: World, mailoutbox: Mails) -> None:
    with region.use():
        reader = reader_at(GUEST)
        choose(reader, rhythm="weekly")
        tell(GUEST, "un")
        choose(reader, rhythm="at_once")
        assert gather(TUESDAY) == 1, "it comes with the next daily mail"
        choose(reader, rhythm="weekly")
        tell(GUEST, "deux")
        choose(reader, rhythm="never")
        assert gather(MONDAY) == 0
    assert len(mailoutbox) == 1


def test_a_digest_that_cannot_be_made_keeps_no_other_back(
    region: World, canal: World, mailoutbox: Mails, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = digests.make

    def fussy(address: str) -> Message | None:
        if address.startswith("a"):
            raise ValueError(address)
        return make(address)

    for world in (region, canal):
        with world.use():
            for address in ("a@example.org", "b@example.org"):
                choose(reader_at(address), rhythm="daily")
                tell(address, "un")
    monkeypatch.setattr(digests, "make", fussy)
    with region.use():
        assert gather(TUESDAY) == 1
    monkeypatch.undo()
    send_digests(timestamp=0)
    told = sorted(mail.to[0] for mail in mailoutbox)
    assert told == ["a@example.org", "a@example.org", "b@example.org", "b@example.org"]


def test_a_digest_tells_at_most_thirty_in_full(region: World, mailoutbox: Mails) -> None:
    with region.use():
        choose(reader_at(GUEST), rhythm="daily")
        for number in range(digests.WHOLE + 2):
            tell(GUEST, f"fait-{number}")
        gather(TUESDAY)
    body = str(mailoutbox[0].body)
    assert body.count("Et aussi") == 1
    assert "- Du nouveau\u00a0: fait-31" in body


def test_the_team_chooses_its_reminders_apart_from_news(region: World, mailoutbox: Mails) -> None:
    with region.use():
        tell(region.moderator.email, "travail", news=False, work=True)
    link = path_of(mailoutbox[0])
    assert "Les rappels de ce qui attend l’équipe" in region.client().get(link).text
    region.client().post(link, {"List-Unsubscribe": "One-Click"})
    with region.use():
        assert tell(region.moderator.email, "encore", news=False, work=True) is None
        assert tell(region.moderator.email, "nouvelle") is not None
