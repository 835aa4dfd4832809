"""One queue for all modules: the reported first, then the oldest, whole, in few statements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from consultations.models import Phase
from consultations.module import all_modules
from contributions.models import Contribution
from moderation import actions
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_proposal

QUEUE = "/gestion/moderation/"
STATEMENTS = 9
type Write = Callable[..., Contribution]


def open_queue(region: World, query: str = "") -> str:
    return str(region.client(region.moderator).get(QUEUE + query).text)


def report(region: World, reported: Contribution, **fields: str) -> None:
    with region.use():
        actions.report(reported, by=region.neighbour, **{"reason": "offensive", **fields})


def test_reported_texts_come_first_then_the_oldest(region: World, write: Write) -> None:
    now = timezone.now()
    young = write(title="La plus jeune", created_at=now - timedelta(hours=1))
    old = write(title="La plus ancienne", created_at=now - timedelta(days=3))
    reported = write(title="La signalée", moderation="published", created_at=now)
    report(region, reported, text="Il nomme ma voisine.")
    page = open_queue(region)
    places = [page.index(one.title) for one in (reported, old, young)]
    assert places == sorted(places)
    assert "Il nomme ma voisine." in page


def test_a_text_stands_there_whole(region: World, write: Write) -> None:
    body = "Une phrase. " * 700
    write(body=body + "La fin.")
    assert "La fin." in open_queue(region)


def test_published_withdrawn_and_draft_texts_do_not_wait(region: World, write: Write) -> None:
    for moderation in ("published", "withdrawn", "draft", "refused", "hidden", "merged"):
        write(title=f"Texte {moderation}", moderation=moderation)
    page = open_queue(region)
    assert "Texte " not in page
    assert "Rien à modérer" in page


def test_the_drawers_hold_what_was_decided(region: World, write: Write) -> None:
    write(title="Bien visible", moderation="published")
    write(title="Refusée hier", moderation="refused")
    write(title="Masquée hier", moderation="hidden")
    shown, removed = open_queue(region, "?etat=publies"), open_queue(region, "?etat=retires")
    assert "Bien visible" in shown
    assert "Refusée hier" not in shown
    assert "Bien visible" not in removed
    assert "Refusée hier" in removed
    assert "Masquée hier" in removed


def test_answers_without_words_are_not_read_one_by_one(region: World, write: Write) -> None:
    write(title="", body="", number=4_321, moderation="published", kind="answer")
    assert "4321" not in open_queue(region, "?etat=publies")


def test_it_is_filtered_by_consultation_and_by_kind(
    region: World, write: Write, phase: Phase
) -> None:
    mine = write(title="Au canal")
    write(title="", body="Je suis d'accord", parent=mine, kind="comment")
    with region.use():
        other = make_phase(make_consultation(), module=next(iter(all_modules())))
        make_proposal(other, title="Ailleurs", moderation="pending")
    page = open_queue(region, f"?consultation={phase.consultation.slug}")
    assert "Au canal" in page
    assert "Ailleurs" not in page
    comments = open_queue(region, "?kind=comments")
    assert "Je suis d&#x27;accord" in comments
    assert "Ailleurs" not in comments
    assert "d&#x27;accord" not in open_queue(region, f"?kind={phase.module_key}")
    assert "Au canal" in open_queue(region, "?consultation=rien&kind=rien"), (
        "a dead filter filters nothing"
    )


def test_after_a_decision_the_next_text_is_the_current_one(region: World, write: Write) -> None:
    first, second = write(title="Un"), write(title="Deux")
    browser = region.client(region.moderator)
    answer = browser.post(
        f"{QUEUE}{first.pk}/decider/",
        {"verdict": "publish", "next": str(second.pk), "kept": "kind=comments&nuisible=1"},
    )
    assert answer.headers["Location"] == f"{QUEUE}?kind=comments&texte={second.pk}"
    page = str(browser.get(f"{QUEUE}?texte={second.pk}").text)
    assert f'id="titre-{second.pk}" tabindex="-1" autofocus' in page
    assert page.count('accesskey="p"') == page.count('accesskey="r"') == 1


def test_several_are_published_at_once(region: World, write: Write) -> None:
    texts = [write() for _ in range(3)]
    browser = region.client(region.moderator)
    page = browser.post(
        f"{QUEUE}decider/",
        {"verdict": "for", "choix": [str(text.pk) for text in texts[:2]]},
        follow=True,
    ).text
    assert "2 décisions sont prises." in page
    with region.use():
        states = Contribution.objects.order_by("number").values_list("moderation", flat=True)
        assert list(states) == ["published", "published", "pending"]


def test_several_are_refused_at_once_and_a_reported_one_hidden(region: World, write: Write) -> None:
    pending, shown = write(), write(moderation="published")
    report(region, shown)
    chosen = [str(pending.pk), str(shown.pk)]
    browser = region.client(region.moderator)
    page = browser.post(f"{QUEUE}decider/", {"verdict": "against", "choix": chosen}).text
    assert "Choisissez un motif" in page
    assert page.count(" checked>") == 2, "what was ticked stays ticked"
    browser.post(
        f"{QUEUE}decider/", {"verdict": "against", "choix": chosen, "reason": "advertising"}
    )
    with region.use():
        states = Contribution.objects.order_by("number").values_list("moderation", flat=True)
        assert list(states) == ["refused", "hidden"]


def test_of_several_the_one_decided_meanwhile_is_told_and_holds_no_other_back(
    region: World, write: Write
) -> None:
    early, late = write(), write()
    with region.use():
        actions.decide(early, "refuse", by=region.manager, reason="off_topic")
    page = (
        region.client(region.moderator)
        .post(
            f"{QUEUE}decider/",
            {
                "verdict": "for",
                "choix": [early.pk, late.pk],
                f"seen-{early.pk}": "",
                f"seen-{late.pk}": "",
            },
            follow=True,
        )
        .text
    )
    assert "Une décision est prise." in page
    assert "Manager a déjà décidé" in page
    with region.use():
        states = Contribution.objects.order_by("number").values_list("moderation", flat=True)
        assert list(states) == ["refused", "published"]


def test_nothing_ticked_is_said(region: World, write: Write) -> None:
    browser = region.client(region.moderator)
    answer = browser.post(f"{QUEUE}decider/", {"verdict": "for", "choix": ["x"]}, follow=True)
    assert "Cochez au moins un texte" in answer.text


def test_the_history_tells_every_decision(region: World, write: Write) -> None:
    text = write(title="Un mot de trop")
    with region.use():
        actions.decide(text, "refuse", by=region.moderator, reason="offensive")
    page = region.client(region.manager).get(f"{QUEUE}decisions/").text
    assert "Un mot de trop" in page
    assert "Propos injurieux" in page
    assert "Moderator" in page


@pytest.mark.parametrize("texts", [2, 12])
def test_the_queue_takes_the_same_statements_whatever_it_holds(
    region: World, write: Write, texts: int
) -> None:
    for number in range(texts):
        text = write(author=None if number % 2 else region.citizen)
        comment = write(moderation="published", parent=text, kind="comment", title="")
        report(region, comment)
        report(region, comment, reason="illegal")
    browser = region.client(region.moderator)
    browser.get(QUEUE)  # what a process remembers is asked once
    with CaptureQueriesContext(connection) as statements:
        answer = browser.get(QUEUE)
    assert answer.status_code == 200
    assert len(statements) == STATEMENTS, "\n".join(one["sql"][:200] for one in statements)


def test_the_second_tenant_sees_nothing_of_it(region: World, canal: World, write: Write) -> None:
    text = write(title="Secret de région")
    for who in (canal.admin, canal.moderator):
        browser = canal.client(who)
        assert "Secret de région" not in browser.get(QUEUE).text
        assert browser.get(f"{QUEUE}{text.pk}/").status_code == 404
        assert browser.post(f"{QUEUE}{text.pk}/decider/", {"verdict": "publish"}).status_code == 404
    with region.use():
        text.refresh_from_db()
        assert text.moderation == "pending"


def moderators(region: World) -> set[User]:
    return {region.admin, region.manager, region.moderator}


def test_who_may_open_and_decide(region: World, write: Write) -> None:
    for name, who in region.everyone().items():
        text, browser = write(), region.client(who)
        allowed = who in moderators(region)
        pages = [QUEUE, f"{QUEUE}decisions/", f"{QUEUE}{text.pk}/"]
        expected = 200 if allowed else 302 if who is None else 403
        assert [browser.get(page).status_code for page in pages] == [expected] * 3, name
        posts = [(f"{QUEUE}{text.pk}/decider/", {"verdict": "publish"}), (f"{QUEUE}decider/", {})]
        for page, fields in posts:
            assert browser.post(page, fields).status_code == (302 if allowed else expected), name
        with region.use():
            text.refresh_from_db()
            assert text.is_published is allowed, name
