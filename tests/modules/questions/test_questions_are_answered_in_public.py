"""Questions: asked with an account or without, moderated like any text, answered for everybody."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultations.models import Consultation, Phase
from contributions.models import Contribution
from modules.questions.models import Answer, Expected
from tests.cast import World
from tests.factories import make_consultation, make_phase

type Mails = list[EmailMessage]
PUBLIC = "/concertations/assises/questions/vos-questions/"
TEAM = f"/gestion{PUBLIC}"
ASKED = "Une association sans numéro RNA peut-elle participer ?"
GUEST = {"body": ASKED, "author_name": "Yvette", "contact": "yvette@example.org"}
TEXT = "Oui.\n\n<b>Sans</b> vérification."


@pytest.fixture
def phase(region: World) -> Phase:
    with region.use():
        return make_phase(make_consultation(slug="assises"), "questions", slug="vos-questions")


def ask(world: World, **typed: str) -> Any:
    return world.client().post(f"{PUBLIC}poser/", {**GUEST, **typed})


def question(world: World) -> Contribution:
    with world.use():
        return Contribution.objects.get()


def answer(world: World, who: str = "agent", body: str = TEXT) -> Any:
    client = world.client(getattr(world, who))
    return client.post(f"{TEAM}{question(world).number}/repondre/", {"body": body})


def test_a_guest_asks_the_team_answers_and_the_guest_is_told(
    region: World, phase: Phase, mailoutbox: Mails
) -> None:
    assert ask(region).status_code == 302
    code = re.search(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){3}", str(mailoutbox.pop().body))
    assert code
    page = region.client().get(PUBLIC).text
    assert ASKED in page
    assert "n’a pas encore répondu" in page
    answer(region)
    page = region.client().get(PUBLIC).text
    assert "&lt;b&gt;Sans&lt;/b&gt; vérification." in page
    assert "n’a pas encore répondu" not in page
    [mail] = mailoutbox
    assert mail.to == ["yvette@example.org"]
    assert "Oui." in mail.body
    assert "vérification." in region.client().get(f"/recepisse/{code[0]}/").text


def test_an_answer_put_in_other_words_says_so_and_is_told_once(
    region: World, phase: Phase, mailoutbox: Mails
) -> None:
    ask(region)
    mailoutbox.clear()
    for body in (TEXT, TEXT, "Oui, depuis mars."):
        answer(region, body=body)
    assert len(mailoutbox) == 1
    assert "réponse modifiée le" in region.client().get(PUBLIC).text
    assert "Sans" in region.client(region.admin).get("/gestion/journal/").text


def test_a_question_waits_for_its_moderator_where_texts_do(region: World, phase: Phase) -> None:
    with region.use():
        Consultation.objects.update(moderation=Consultation.Moderation.BEFORE)
    ask(region)
    assert ASKED not in region.client().get(PUBLIC).text
    assert ASKED in region.client(region.moderator).get("/gestion/moderation/").text
    assert answer(region).status_code == 404, "nobody answers what nobody reads"


@pytest.mark.parametrize("who", ["moderator", "observer", "citizen"])
def test_only_those_who_answer_may(region: World, phase: Phase, who: str) -> None:
    ask(region)
    assert answer(region, who).status_code == 403
    prepared = {"title": "Qui lira ?", "body": "Nous."}
    client = region.client(getattr(region, who))
    assert client.post(f"{TEAM}prevues/", prepared).status_code == 403


def test_the_team_writes_the_questions_that_it_expects(region: World, phase: Phase) -> None:
    manager = region.client(region.manager)
    manager.post(f"{TEAM}prevues/", {"title": "Qui lira ?", "body": "Nous."})
    assert "Qui lira ?" in region.client().get(PUBLIC).text.replace("\u202f", " ")
    with region.use():
        here = f"{TEAM}prevues/{Expected.objects.get().pk}/"
    manager.post(here, {"title": "Qui lira tout cela ?", "body": "Nous tous."})
    assert "Nous tous." in region.client().get(PUBLIC).text
    wrong = manager.post(here, {"title": "Qui lira encore ?", "body": ""}).text
    assert "Qui lira encore ?" in wrong
    manager.post(f"{here}retirer/")
    assert "Qui lira" not in region.client().get(PUBLIC).text


def test_once_the_time_is_over_nobody_asks_and_what_was_typed_stays(region: World) -> None:
    with region.use():
        over = make_consultation(slug="assises")
        make_phase(over, "questions", slug="vos-questions", opens_in_days=-9, closes_in_days=-1)
    refused = ask(region)
    assert refused.status_code == 409
    assert ASKED in refused.text
    assert "poser/" not in region.client().get(PUBLIC).text


def test_a_consultation_that_is_closed_changes_no_more(region: World, phase: Phase) -> None:
    ask(region)
    with region.use():
        Consultation.objects.update(state=Consultation.State.CLOSED, closed_at=timezone.now())
    assert answer(region).status_code == 403
    assert "repondre/" not in region.client(region.agent).get(TEAM).text


@pytest.mark.parametrize("body", ["", "Quoi ?", "a" * 1_001])
def test_a_question_is_neither_empty_nor_endless(region: World, phase: Phase, body: str) -> None:
    page = ask(region, body=body)
    assert page.status_code == 200
    assert "aria-invalid" in page.text
    assert "Yvette" in page.text


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_takes_five_statements_at_most_whatever_it_holds(
    region: World, phase: Phase, many: int
) -> None:
    with region.use():
        for number in range(1, many + 1):
            one = Contribution.objects.create(
                consultation=phase.consultation, phase=phase, kind="question", number=number,
                body="Quoi ?", moderation="published", published_at=timezone.now(),
            )  # fmt: skip
            Answer.objects.create(contribution=one, body="Rien.")
            Expected.objects.create(phase=phase, title="Qui ?", body="Nous.")
    visitor = region.client()
    visitor.get(PUBLIC)
    with CaptureQueriesContext(connection) as captured:
        visitor.get(PUBLIC)
    assert len(captured) == 4
