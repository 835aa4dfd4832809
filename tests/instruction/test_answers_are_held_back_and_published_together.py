"""An answer can wait, unseen, until all are ready; then all are published, or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.mail import EmailMessage

from accountability.actions import NotAnswerable, Unreasoned
from accountability.models import OfficialAnswer
from audit.models import Entry
from consultations.permissions import Refused
from contributions.models import Contribution, Status
from instruction import actions
from instruction.models import Dossier
from notifications.models import Message
from tests.cast import World

BOARD = "/gestion/reponses/"
TOGETHER = f"{BOARD}publier/assises/"
type Write = Callable[..., Contribution]
type Mails = list[EmailMessage]


def hold(
    region: World, text: Contribution, body: str = "Non, faute de place.", **fields: Any
) -> Any:
    told = {"outcome": "not_retained", "body": body, "hold": "1", **fields}
    return region.client(region.agent).post(f"{BOARD}{text.pk}/", told, follow=True)


def test_what_is_held_back_changes_nothing_in_public(
    region: World, write: Write, mailoutbox: Mails
) -> None:
    text = write()
    page = hold(region, text).text
    assert "est enregistrée, en réserve" in page
    assert "Une réponse est en réserve dans" in page
    with region.use():
        text.refresh_from_db()
        assert text.outcome == "received"
        assert not OfficialAnswer.objects.exists()
    assert not mailoutbox


def test_all_are_published_at_once_and_each_author_told(
    region: World, write: Write, mailoutbox: Mails
) -> None:
    texts = [write() for _ in range(3)]
    for text in texts:
        hold(region, text, f"Réponse à {text.number}")
    browser = region.client(region.agent)
    page = browser.get(TOGETHER).text
    assert all(f"Réponse à {text.number}" in page for text in texts)
    ticked = [str(text.pk) for text in texts[:2]]
    assert (
        "2 réponses sont publiées." in browser.post(TOGETHER, {"choix": ticked}, follow=True).text
    )
    with region.use():
        assert OfficialAnswer.objects.count() == 2
        assert list(Dossier.objects.exclude(outcome="").values_list("contribution", flat=True)) == [
            texts[2].pk
        ]
        assert "2 réponses" in Entry.objects.get(verb="answers.published").sentence
    assert len(mailoutbox) == 2


def test_nothing_ticked_publishes_nothing_and_says_so(region: World, write: Write) -> None:
    hold(region, write())
    page = region.client(region.agent).post(TOGETHER, follow=True).text
    assert "Cochez au moins une contribution" in page
    assert "publiée" not in page
    with region.use():
        assert not OfficialAnswer.objects.exists()


def test_one_that_cannot_be_published_keeps_all_back(region: World, write: Write) -> None:
    texts = [write() for _ in range(2)]
    for text in texts:
        hold(region, text)
    with region.use():
        Contribution.objects.filter(pk=texts[1].pk).update(moderation="hidden")
        with pytest.raises(NotAnswerable):
            actions.publish_together(texts, texts[0].consultation, by=region.agent)
        assert not OfficialAnswer.objects.exists()
        assert Dossier.objects.exclude(outcome="").count() == 2
        assert not Message.objects.exists()


def test_an_answer_held_back_says_the_consultations_own_word(region: World, write: Write) -> None:
    text = write()
    with region.use():
        own = Status.objects.create(
            consultation=text.consultation, title="Au budget 2027", outcome="retained"
        )
    hold(region, text, outcome=str(own.pk))
    browser = region.client(region.agent)
    assert "Au budget 2027" in browser.get(TOGETHER).text
    browser.post(TOGETHER, {"choix": str(text.pk)})
    with region.use():
        text.refresh_from_db()
        assert (text.status, text.outcome) == (own, "retained")


def test_a_word_that_came_to_mean_another_outcome_gives_way_to_the_outcomes_own(
    region: World, write: Write
) -> None:
    text = write()
    with region.use():
        own = Status.objects.create(
            consultation=text.consultation, title="Au budget 2027", outcome="retained"
        )
    hold(region, text, outcome=str(own.pk))
    with region.use():
        Status.objects.update(outcome="not_retained")
    browser = region.client(region.agent)
    page = browser.get(TOGETHER).text
    assert "Au budget 2027" not in page
    assert "Retenue" in page
    browser.post(TOGETHER, {"choix": str(text.pk)})
    with region.use():
        text.refresh_from_db()
        assert (text.status, text.outcome) == (None, "retained")


def test_it_can_be_forgotten_and_several_can_wait(region: World, write: Write) -> None:
    texts = [write() for _ in range(2)]
    browser = region.client(region.agent)
    fields = {"choix": [str(text.pk) for text in texts], "outcome": "retained", "body": "Oui."}
    page = browser.post(f"{BOARD}plusieurs/", {**fields, "hold": "1"}, follow=True).text
    assert "2 réponses sont en réserve." in page
    page = browser.post(f"{BOARD}{texts[0].pk}/", {"take_back": "1"}, follow=True).text
    assert "La réponse en réserve est effacée." in page
    with region.use():
        assert Dossier.objects.exclude(outcome="").count() == 1
        assert not OfficialAnswer.objects.exists()


def test_a_decision_held_back_needs_its_reasons_too(region: World, write: Write) -> None:
    assert "Donnez les raisons" in hold(region, write(), " ").text
    with region.use():
        assert not Dossier.objects.exists()


@pytest.mark.parametrize("outcome", ["received", "delivered", "", "rien"])
def test_what_is_no_outcome_of_an_answer_is_not_held_back(
    region: World, write: Write, outcome: str
) -> None:
    text = write()
    with region.use(), pytest.raises(Unreasoned):
        actions.hold_back(text, by=region.agent, seen=None, outcome=outcome, body="Oui")


def test_another_consultation_s_answers_stay_held(region: World, write: Write) -> None:
    text = write()
    hold(region, text)
    with region.use():
        other = type(text.consultation).objects.create(slug="autre", title="Autre")
        assert actions.publish_together([text], other, by=region.agent) == []


@pytest.mark.parametrize("who", ["moderator", "observer", "citizen", "neighbour"])
def test_who_may_not_answer_may_not_hold_back_or_publish(
    region: World, write: Write, who: str
) -> None:
    text, person = write(), getattr(region, who)
    hold(region, text)
    browser = region.client(person)
    assert browser.get(TOGETHER).status_code == 403
    assert browser.post(TOGETHER, {"choix": str(text.pk)}).status_code == 403
    with region.use(), pytest.raises(Refused):
        actions.publish_together([text], text.consultation, by=person)
    with region.use(), pytest.raises(Refused):
        actions.hold_back(text, by=person, seen=None, outcome="retained", body="Oui")
