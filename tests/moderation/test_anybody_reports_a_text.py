"""A report: with or without an account, a reference, an answer; and no flood."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from consultations.models import Phase
from contributions.models import Contribution
from moderation import actions
from moderation.models import Report
from moderation.reporting import REPORTS
from tests.cast import World

type Write = Callable[..., Contribution]
type Mails = list[EmailMessage]


@pytest.fixture
def shown(write: Write) -> Contribution:
    """A published text of the citizen."""
    return write(moderation="published", title="Fermer la rue aux voitures")


def page_of(text: Contribution) -> str:
    return f"/signaler/{text.pk}/"


def reports(region: World) -> list[Report]:
    with region.use():
        return list(Report.objects.order_by("at"))


def test_a_guest_reports_and_keeps_a_reference(
    region: World, shown: Contribution, mailoutbox: Mails
) -> None:
    browser = region.client()
    assert "Fermer la rue aux voitures" in browser.get(page_of(shown)).text
    answer = browser.post(
        page_of(shown),
        {"reason": "personal_data", "text": "Il donne mon numéro.", "contact": "Ici@Example.org"},
    )
    [made] = reports(region)
    assert answer.headers["Location"] == f"/signalement/{made.reference}/"
    assert made.contact == "ici@example.org"
    page = browser.get(answer.headers["Location"]).text
    assert made.reference in page
    assert "Il donne mon numéro." not in page
    [mail] = mailoutbox
    assert mail.to == ["ici@example.org"]
    assert made.reference in mail.subject
    with region.use():
        assert "sans compte" in Entry.objects.get(verb="contribution.reported").sentence


def test_neither_a_text_nor_an_address_is_asked_of_a_guest(
    region: World, shown: Contribution, mailoutbox: Mails
) -> None:
    region.client().post(page_of(shown), {"reason": "illegal"})
    assert len(reports(region)) == 1
    assert not mailoutbox


def test_a_member_is_told_at_their_own_address_and_reports_once(
    region: World, shown: Contribution, mailoutbox: Mails
) -> None:
    browser = region.client(region.neighbour)
    assert 'name="contact"' not in browser.get(page_of(shown)).text
    first = browser.post(page_of(shown), {"reason": "offensive"})
    second = browser.post(page_of(shown), {"reason": "off_topic"})
    assert first.headers["Location"] == second.headers["Location"]
    assert [one.reporter_id for one in reports(region)] == [region.neighbour.pk]
    assert [mail.to for mail in mailoutbox] == [[region.neighbour.email]]


@pytest.mark.parametrize(
    ("verdict", "reason", "told"),
    [
        ("keep", "", "Le texte reste publié"),
        ("hide", "offensive", "Le texte n’est plus affiché"),
    ],
)
def test_the_reporter_is_told_what_was_decided(
    region: World, shown: Contribution, mailoutbox: Mails, verdict: str, reason: str, told: str
) -> None:
    with region.use():
        made = actions.report(shown, by=region.neighbour, reason="offensive")
        mailoutbox.clear()
        actions.decide(shown, verdict, by=region.moderator, reason=reason)
    [mail] = [mail for mail in mailoutbox if mail.to == [region.neighbour.email]]
    assert told in str(mail.body)
    assert told in region.client().get(f"/signalement/{made.reference.lower()}/").text
    assert reports(region)[0].handled_at is not None
    to_author = [mail for mail in mailoutbox if mail.to == [region.citizen.email]]
    assert bool(to_author) is (verdict == "hide"), (
        "an author is not told of a report without effect"
    )


def test_bad_input_is_said_and_loses_nothing(region: World, shown: Contribution) -> None:
    long = "x" * 1_001
    page = region.client().post(page_of(shown), {"text": long, "contact": "pas une adresse"}).text
    for words in ("Choisissez ce qui ne va pas", "trop long", "ne ressemble pas à une adresse"):
        assert words in page
    assert long in page
    assert not reports(region)


def test_a_machine_is_thanked_and_not_heard(region: World, shown: Contribution) -> None:
    answer = region.client().post(
        page_of(shown), {"reason": "other", "website": "http://spam.example"}
    )
    assert answer.status_code == 302
    assert not reports(region)


def test_a_flood_from_one_connection_ends_and_says_so(region: World, shown: Contribution) -> None:
    browser = region.client()
    for _ in range(REPORTS.most):
        assert browser.post(page_of(shown), {"reason": "other"}).status_code == 302
    answer = browser.post(page_of(shown), {"reason": "other", "text": "Encore moi"})
    assert answer.status_code == 429
    assert "Réessayez dans une heure" in answer.text
    assert "Encore moi" in answer.text
    assert len(reports(region)) == REPORTS.most


@pytest.mark.parametrize(
    "moderation", ["draft", "pending", "refused", "hidden", "withdrawn", "merged"]
)
def test_only_what_is_published_can_be_reported(
    region: World, write: Write, moderation: str
) -> None:
    text = write(moderation=moderation)
    assert region.client().get(page_of(text)).status_code == 404
    assert (
        region.client(region.moderator).post(page_of(text), {"reason": "other"}).status_code == 404
    )


def test_a_draft_consultation_and_an_unknown_report_are_not_there(
    region: World, phase: Phase, shown: Contribution
) -> None:
    with region.use():
        phase.consultation.state = "draft"
        phase.consultation.save()
    assert region.client().get(page_of(shown)).status_code == 404
    assert region.client().get("/signalement/S-XXXX-XXXX/").status_code == 404


def test_the_second_tenant_knows_neither_text_nor_report(
    region: World, canal: World, shown: Contribution
) -> None:
    with region.use():
        made = actions.report(shown, by=region.neighbour, reason="other")
    browser = canal.client(canal.admin)
    assert browser.get(page_of(shown)).status_code == 404
    assert browser.post(page_of(shown), {"reason": "other"}).status_code == 404
    assert browser.get(f"/signalement/{made.reference}/").status_code == 404


def test_the_charter_explains_every_reason_without_a_cookie(region: World, write: Write) -> None:
    with region.use():
        actions.decide(write(), "refuse", by=region.moderator, reason="advertising")
        actions.decide(write(), "publish", by=region.moderator)
    browser = region.client()
    with CaptureQueriesContext(connection) as statements:
        answer = browser.get("/charte-de-moderation/")
    assert len(statements) <= 8
    assert not answer.cookies
    for words in (
        "Hors sujet",
        "Propos injurieux",
        "Contraire à la loi",
        "une autre personne la relira",
    ):
        assert words in answer.text
    assert "Pourquoi des textes ont été écartés" in answer.text


def test_following_a_report_sets_no_cookie(region: World, shown: Contribution) -> None:
    with region.use():
        made = actions.report(shown, by=region.neighbour, reason="other")
    assert not region.client().get(f"/signalement/{made.reference}/").cookies
