"""A reasoned answer in public; author and supporters told once; a change leaves a trace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from accountability import actions, selectors
from accountability.models import OfficialAnswer
from audit.models import Entry
from consultations import rooms
from consultations.permissions import Refused
from contributions import actions as contributions
from contributions.models import Contribution
from notifications.readers import choose, reader_at
from tests.cast import World
from tests.factories import make_theme

BOARD = "/gestion/reponses/"
TABLE = f"{BOARD}liste/"
STATEMENTS = {BOARD: 9, TABLE: 9}
WORDS = "Oui : la Région finance deux maisons dès janvier."
type Write = Callable[..., Contribution]
type Mails = list[EmailMessage]
EVERYBODY = ["admin", "manager", "moderator", "agent", "observer", "citizen", "neighbour"]
AGENTS = {"admin", "manager", "agent"}


def post(region: World, text: Contribution, **fields: str) -> Any:
    """Send the answer form as the agent."""
    return region.client(region.agent).post(f"{BOARD}{text.pk}/", fields, follow=True)


def answer(
    region: World, text: Contribution, outcome: str = "retained", body: str = WORDS
) -> OfficialAnswer:
    with region.use():
        return actions.answer(text, outcome, body, by=region.agent)


def told(mails: Mails) -> list[str]:
    return sorted(address for mail in mails for address in mail.to)


def test_an_answer_is_published_and_the_author_told(
    region: World, write: Write, mailoutbox: Mails
) -> None:
    text = write(title="Une maison par canton")
    page = post(region, text, outcome="retained", body=WORDS).text
    assert f"La réponse au n°\u00a0{text.number} est publiée." in page
    with region.use():
        text.refresh_from_db()
        assert text.outcome == "retained"
        assert selectors.answer_to(text) == OfficialAnswer.objects.get()
        assert (
            Entry.objects.get(about_id=text.pk, verb="answer.published").actor_id == region.agent.pk
        )
    [mail] = mailoutbox
    assert mail.to == [region.citizen.email]
    assert "Une maison par canton" in str(mail.body)
    assert WORDS in str(mail.body)


def test_supporters_are_told_too_each_once_and_only_who_wants_it(
    region: World, write: Write, mailoutbox: Mails
) -> None:
    text = write()
    with region.use():
        choose(reader_at(region.observer.email), rhythm="never")
        for person in (region.citizen, region.neighbour, region.observer):
            contributions.support(text, by=person)
    answer(region, text)
    assert told(mailoutbox) == sorted([region.citizen.email, region.neighbour.email])
    assert "qui vous concerne" in next(
        mail.subject for mail in mailoutbox if mail.to == [region.neighbour.email]
    )
    answer(region, text, body=f"{WORDS} Puis quatre autres.")
    assert len(mailoutbox) == 2, "other words for the same outcome are no news"
    answer(region, text, outcome="partly_retained")
    assert len(mailoutbox) == 4, "another outcome is"


def test_a_guest_who_left_an_address_is_told(
    region: World, write: Write, mailoutbox: Mails
) -> None:
    answer(region, write(author=None, contact="passante@example.org"))
    assert told(mailoutbox) == ["passante@example.org"]


@pytest.mark.parametrize("outcome", ["retained", "partly_retained", "not_retained"])
def test_a_decision_needs_its_reasons(
    region: World, write: Write, outcome: str, mailoutbox: Mails
) -> None:
    text = write()
    page = post(region, text, outcome=outcome, body="   ").text
    assert "Donnez les raisons" in page
    with region.use(), pytest.raises(actions.Unreasoned):
        actions.answer(text, outcome, "", by=region.agent)
    with region.use():
        text.refresh_from_db()
        assert text.outcome == "received"
    assert not mailoutbox


def test_what_is_under_study_may_go_without_words(region: World, write: Write) -> None:
    text = write()
    post(region, text, outcome="under_study", body="")
    with region.use():
        text.refresh_from_db()
        assert text.outcome == "under_study"


def test_an_answer_too_long_is_said_with_its_length_and_kept(region: World, write: Write) -> None:
    text, long = write(), "a" * 10_001
    page = post(region, text, outcome="retained", body=long).text
    assert "10000 caractères au plus, et il en a 10001" in page.replace("\u202f", "")
    assert long in page


@pytest.mark.parametrize("outcome", ["received", "delivered", "in_delivery", "withdrawn", ""])
def test_an_outcome_that_no_answer_gives_is_refused(
    region: World, write: Write, outcome: str
) -> None:
    text = write()
    assert post(region, text, outcome=outcome, body=WORDS).status_code == 200
    with region.use():
        assert not OfficialAnswer.objects.exists()
        with pytest.raises(actions.Unreasoned):
            actions.answer(text, outcome, WORDS, by=region.agent)


def test_changing_an_answer_keeps_the_former_and_tells_when(region: World, write: Write) -> None:
    text = write()
    given = answer(region, text)
    assert given.changed_at is None
    changed = answer(region, text, outcome="not_retained", body="Finalement non, faute de crédits.")
    assert changed.pk == given.pk
    assert changed.changed_at is not None
    with region.use():
        assert WORDS in Entry.objects.get(verb="answer.changed").before
    page = region.client(region.agent).get(f"{BOARD}{text.pk}/").text
    assert WORDS in page
    assert "Une ancienne réponse" in page
    with region.use():
        shown = Contribution.objects.get(pk=text.pk)
        public = render_to_string("accountability/answer.html", {"contribution": shown})
    assert "Finalement non, faute de crédits." in public
    assert "modifiée le" in public


def test_the_same_answer_again_changes_nothing(region: World, write: Write) -> None:
    text = write()
    answer(region, text)
    assert answer(region, text).changed_at is None


@pytest.mark.parametrize(
    "fields",
    [{"moderation": "pending"}, {"moderation": "hidden"}, {"title": ""}, {"is_comment": True}],
    ids=["pending", "hidden", "without a title", "comment"],
)
def test_what_calls_for_no_answer_gets_none(
    region: World, write: Write, fields: dict[str, Any]
) -> None:
    if "is_comment" in fields:
        fields = {"parent": write(), "kind": "comment"}
    text = write(**fields)
    browser = region.client(region.agent)
    assert browser.get(f"{BOARD}{text.pk}/").status_code == 404
    with region.use(), pytest.raises(actions.NotAnswerable):
        actions.answer(text, "retained", WORDS, by=region.agent)


def test_several_get_the_same_answer(region: World, write: Write, mailoutbox: Mails) -> None:
    texts = [write() for _ in range(3)]
    browser = region.client(region.agent)
    chosen = [str(text.pk) for text in texts[:2]]
    page = browser.get(f"{BOARD}plusieurs/", {"choix": chosen}).text
    assert "La même réponse à 2 contributions" in page
    page = browser.post(f"{BOARD}plusieurs/", {"choix": chosen, "outcome": "retained"}).text
    assert "Donnez les raisons" in page
    assert page.count('name="choix"') == 2
    fields = {"choix": chosen, "outcome": "not_retained", "body": WORDS}
    assert (
        "2 réponses sont publiées." in browser.post(f"{BOARD}plusieurs/", fields, follow=True).text
    )
    with region.use():
        outcomes = Contribution.objects.order_by("number").values_list("outcome", flat=True)
        assert list(outcomes) == ["not_retained", "not_retained", "received"]
    assert len(mailoutbox) == 2


def test_nothing_ticked_is_said(region: World) -> None:
    page = region.client(region.agent).get(f"{BOARD}plusieurs/", {"choix": "x"}, follow=True).text
    assert "Cochez au moins une contribution" in page


def test_the_board_begins_with_the_unanswered_and_most_supported(
    region: World, write: Write
) -> None:
    done = write(title="Déjà répondue", supports_count=99)
    answer(region, done)
    write(title="Peu soutenue", supports_count=1)
    write(title="Très soutenue", supports_count=50)
    page = region.client(region.agent).get(TABLE).text
    places = [page.index(title) for title in ("Très soutenue", "Peu soutenue", "Déjà répondue")]
    assert places == sorted(places)
    assert "2 contributions n’ont pas encore de réponse" in page


def test_the_board_is_filtered(region: World, write: Write) -> None:
    with region.use():
        theme = make_theme(write(title="Sans thème").consultation)
    write(title="Avec thème", theme=theme)
    browser = region.client(region.agent)
    page = browser.get(TABLE, {"theme": str(theme.pk), "etape": "study"}).text
    assert "Avec thème" in page
    assert "Sans thème" not in page
    assert "Avec thème" not in browser.get(TABLE, {"etape": "answered"}).text
    assert "Avec thème" in browser.get(TABLE, {"consultation": "assises", "theme": "rien"}).text


def test_after_an_answer_comes_the_next_one(region: World, write: Write) -> None:
    first, second = write(supports_count=5), write(supports_count=9)
    browser = region.client(region.agent)
    fields = {"outcome": "retained", "body": WORDS, "next": "1", "kept": "etape=study"}
    answered = browser.post(f"{BOARD}{first.pk}/", fields)
    assert answered.headers["Location"] == f"{BOARD}{second.pk}/?etape=study"
    assert (
        browser.post(f"{BOARD}{second.pk}/", fields).headers["Location"] == f"{TABLE}?etape=study"
    )


@pytest.mark.parametrize("texts", [2, 12])
@pytest.mark.parametrize("path", STATEMENTS)
def test_the_lists_take_the_same_statements_whatever_they_hold(
    region: World, write: Write, path: str, texts: int
) -> None:
    for number in range(texts):
        text = write()
        if number % 2:
            answer(region, text)
    browser = region.client(region.agent)
    browser.get(path)
    with CaptureQueriesContext(connection) as statements:
        assert browser.get(path).status_code == 200
    assert len(statements) == STATEMENTS[path], "\n".join(one["sql"][:200] for one in statements)


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_may_answer(region: World, write: Write, who: str) -> None:
    text, person = write(), getattr(region, who)
    browser, may = region.client(person), who in AGENTS
    pages = [BOARD, f"{BOARD}{text.pk}/", f"{BOARD}plusieurs/?choix={text.pk}"]
    assert [browser.get(page).status_code for page in pages] == [200 if may else 403] * 3
    with region.use():
        told = [one.count for one in rooms.waiting_for(person) if "réponse" in str(one.label)]
        assert told == ([1] if may else [])
        if may:
            assert actions.answer(text, "retained", WORDS, by=person).author == person
        else:
            with pytest.raises(Refused):
                actions.answer(text, "retained", WORDS, by=person)


def test_signed_out_one_signs_in_first(region: World, write: Write) -> None:
    for page in (BOARD, f"{BOARD}{write().pk}/", f"{BOARD}plusieurs/"):
        assert region.client().get(page).headers["Location"].startswith("/connexion/")


def test_the_second_tenant_sees_nothing_of_it(region: World, canal: World, write: Write) -> None:
    text = write(title="Secret de région")
    browser = canal.client(canal.admin)
    assert "Secret de région" not in browser.get(BOARD).text
    assert browser.get(f"{BOARD}{text.pk}/").status_code == 404
    assert (
        browser.post(f"{BOARD}{text.pk}/", {"outcome": "retained", "body": WORDS}).status_code
        == 404
    )
    browser.post(
        f"{BOARD}plusieurs/", {"choix": str(text.pk), "outcome": "retained", "body": WORDS}
    )
    with region.use():
        assert not OfficialAnswer.objects.exists()
