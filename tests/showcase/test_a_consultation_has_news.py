"""News of a consultation: on its page and in its feed, told once to those who follow it, seen as it is."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accountability.actions import write_outcome
from consultations.following import follow
from consultations.models import Consultation
from notifications.readers import choose, reader_at
from showcase.models import News
from showcase.tasks import announce_news
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_proposal
from tests.sharing.reading import entries

type Mails = list[EmailMessage]
WRITE = "/gestion/actualites/ecrire/"
CHANGE = "/gestion/actualites/modifier/un-atelier-samedi/"
GUEST = "yvette@example.org"
HEARD: dict[str, Any] = {"summary": "Oui au marché.", "heard": "Dit", "decided": "Fait", "next": ""}


@pytest.fixture
def consultation(region: World) -> Consultation:
    with region.use():
        made = make_consultation(slug="assises", title="Assises")
        follow(made, reader_at(GUEST))
        return made


def typed(consultation: Consultation, **more: str) -> dict[str, str]:
    return {
        "title": "Un atelier samedi",
        "body": "À la mairie.\n\n<b>Venez</b>",
        "day": "2026-11-28",
        "consultation": str(consultation.pk),
        **more,
    }


def test_they_show_on_its_page_in_its_feed_and_among_all(
    region: World, consultation: Consultation
) -> None:
    region.client(region.manager).post(WRITE, typed(consultation, is_published="on"))
    with region.use():
        News.objects.create(slug="autre", title="Le site change", body="Oui", is_published=True)
    visitor = region.client()
    page = visitor.get("/concertations/assises/").text
    assert "Un atelier samedi" in page
    assert "Le site change" not in page
    assert "Assises" in visitor.get("/actualites/un-atelier-samedi/").text
    own = visitor.get("/actualites/?concertation=assises").text
    assert "Un atelier samedi" in own
    assert "Le site change" not in own
    assert "Le site change" in visitor.get("/actualites/").text
    [entry] = entries(region, "/concertations/assises/flux.atom")
    assert entry["title"] == "Un atelier samedi"


def test_followers_are_told_once_when_they_are_published(
    region: World, consultation: Consultation, mailoutbox: Mails
) -> None:
    manager = region.client(region.manager)
    manager.post(WRITE, typed(consultation))
    assert not mailoutbox, "nobody reads it yet"
    for _ in range(2):
        manager.post(CHANGE, typed(consultation, is_published="on"))
    with region.use():
        announce_news(news_id=str(News.objects.get().pk))
    [mail] = mailoutbox
    assert mail.to == [GUEST]
    assert "Assises" in mail.subject
    assert "À la mairie." in mail.body
    assert "/concertations/assises/suivre/" in mail.body
    assert "&lt;b&gt;Venez" in str(mail.message())


def test_each_is_told_in_their_own_rhythm(
    region: World, consultation: Consultation, mailoutbox: Mails
) -> None:
    with region.use():
        choose(reader_at(GUEST), rhythm="never")
        follow(consultation, reader_at(region.citizen.email))
        choose(reader_at(region.citizen.email), rhythm="daily")
    region.client(region.manager).post(WRITE, typed(consultation, is_published="on"))
    assert not mailoutbox


def test_news_of_a_draft_are_nobody_else_s_business(
    region: World, canal: World, consultation: Consultation, mailoutbox: Mails
) -> None:
    with region.use():
        Consultation.objects.update(state=Consultation.State.DRAFT)
    region.client(region.manager).post(WRITE, typed(consultation, is_published="on"))
    path = "/actualites/un-atelier-samedi/"
    for who in (None, region.citizen):
        assert region.client(who).get(path).status_code == 404
        assert "Un atelier" not in region.client(who).get("/actualites/").text
    assert region.client(region.manager).get(path).status_code == 200
    assert "Un atelier" not in region.client().get("/flux.atom").text
    assert canal.client().get(path).status_code == 404
    assert not mailoutbox


def test_a_consultation_s_page_takes_no_statement_more_for_its_news(
    region: World, consultation: Consultation
) -> None:
    visitor, path = region.client(), "/concertations/assises/"
    counts = []
    for many in (0, 5):
        with region.use():
            for number in range(many):
                News.objects.create(
                    consultation=consultation, slug=f"n{number}", title="Neuf", body="Texte",
                    is_published=True, day=timezone.localdate(),
                )  # fmt: skip
        visitor.get(path)
        with CaptureQueriesContext(connection) as captured:
            visitor.get(path)
        counts.append(len(captured))
    assert counts == [3, 3]


def test_the_outcome_is_told_once_to_those_who_took_part_or_follow(
    region: World, consultation: Consultation, mailoutbox: Mails
) -> None:
    with region.use():
        make_proposal(make_phase(consultation), region.citizen)
        follow(consultation, reader_at(region.citizen.email))
        write_outcome(consultation, by=region.manager, **HEARD)
        assert not mailoutbox, "a draft is told to nobody"
        for words in (HEARD, {**HEARD, "heard": "Dit, corrigé"}):
            write_outcome(consultation, by=region.manager, publish=True, **words)
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted([GUEST, region.citizen.email])
    assert all("Oui au marché." in mail.body for mail in mailoutbox)
