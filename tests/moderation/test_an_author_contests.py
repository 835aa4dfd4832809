"""An author contests a decision once, in time, and another person than who decided answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from consultations import rooms
from consultations.permissions import Refused
from contributions import receipts
from contributions.models import Contribution
from moderation import actions, appeals
from moderation.models import Appeal, Decision
from tests.cast import World

type Write = Callable[..., Contribution]
type Mails = list[EmailMessage]
INDEX = "/gestion/moderation/recours/"
WORDS = "Je critique le projet, pas la personne."
STATEMENTS = 3  # the decision with its text, the latest decision, the appeal


def refuse(region: World, text: Contribution, **fields: str) -> Decision:
    values: dict[str, Any] = {
        "verdict": "refuse",
        "reason": "offensive",
        "explanation": "Le ton blesse.",
        **fields,
    }
    with region.use():
        return actions.decide(text, by=region.moderator, **values)


def link_in(mail: EmailMessage) -> str:
    """The path of the page where a decision is contested, as the mail gives it."""
    found = re.search(r"https?://[^/\s]+(/contester/[^\s]+)", str(mail.body))
    assert found, mail.body
    return found.group(1)


def page_of(region: World, decision: Decision) -> str:
    with region.use():
        return decision.contest_url


def contest(region: World, link: str, words: str = WORDS, by: User | None = None) -> Any:
    return region.client(by).post(link, {"text": words}, follow=True)


def answer(region: World, who: User, granted: str = "yes", words: str = "Vous avez raison.") -> Any:
    with region.use():
        appeal = Appeal.objects.latest("at")
    fields = {"granted": granted, "answer": words}
    return region.client(who).post(f"{INDEX}{appeal.pk}/", fields, follow=True)


def state(region: World, text: Contribution) -> str:
    with region.use():
        return Contribution.objects.get(pk=text.pk).moderation


def test_from_the_mail_to_the_answer_without_an_account(
    region: World, write: Write, mailoutbox: Mails
) -> None:
    text = write(author=None, contact="yvette@example.org", title="Non au projet")
    refuse(region, text)
    link = link_in(mailoutbox[-1])
    page = region.client().get(link).text
    for words in (
        "Non au projet",
        "Propos injurieux",
        "Le ton blesse.",
        "Pourquoi n’êtes-vous pas",
    ):
        assert words in page
    assert "va le relire" in contest(region, link).text
    assert mailoutbox[-1].subject == "Votre recours est bien reçu"
    assert WORDS in region.client(region.manager).get(INDEX).text
    answer(region, region.manager)
    assert state(region, text) == "published"
    last = mailoutbox[-1]
    assert (last.to, last.subject) == (["yvette@example.org"], "Votre recours a changé la décision")
    assert "Vous avez raison." in str(last.body)
    assert "Vous avez raison." in region.client().get(link).text
    assert len(mailoutbox) == 3, "one mail for the refusal, one for the receipt, one for the answer"


def test_whoever_decided_cannot_answer_and_is_told_who_can(
    region: World, write: Write, mailoutbox: Mails
) -> None:
    refuse(region, write())
    contest(region, link_in(mailoutbox[-1]))
    page = answer(region, region.moderator).text
    assert "une autre personne répond" in page
    assert "Admin, Manager." in page
    assert "Répondre au recours" not in page
    with region.use():
        appeal = Appeal.objects.get()
        assert appeal.handled_at is None
        with pytest.raises(appeals.SamePerson):
            appeals.settle(appeal, granted=True, answer="Oui", by=region.moderator)


def test_where_nobody_else_moderates_an_administrator_is_named(
    region: World, write: Write, mailoutbox: Mails
) -> None:
    with region.use():
        User.objects.filter(pk__in=[region.admin.pk, region.manager.pk]).update(roles=["agent"])
    refuse(region, write())
    contest(region, link_in(mailoutbox[-1]))
    page = answer(region, region.moderator).text
    assert "Personne d’autre ne modère sur ce site. Un administrateur peut répondre" in page
    with region.use():
        assert rooms.waiting_for(region.moderator) == [], "it does not wait for whoever decided"


def test_a_confirmed_decision_stands_and_its_author_reads_why(
    region: World, write: Write, mailoutbox: Mails
) -> None:
    text = write()
    refuse(region, text)
    link = link_in(mailoutbox[-1])
    contest(region, link)
    answer(region, region.admin, granted="no", words="Le mot reste une insulte.")
    assert state(region, text) == "refused"
    assert mailoutbox[-1].subject == "La décision que vous contestiez est confirmée"
    assert "Le mot reste une insulte." in region.client().get(link).text
    assert "Quelqu’un a répondu" not in answer(region, region.manager, granted="yes").text
    assert state(region, text) == "refused", "an appeal is answered once"
    with region.use():
        assert Entry.objects.filter(about_id=text.pk, verb="appeal.settled").count() == 1


def test_it_is_contested_once_and_within_six_months(
    region: World, write: Write, mailoutbox: Mails
) -> None:
    refuse(region, write())
    link = link_in(mailoutbox[-1])
    contest(region, link), contest(region, link, "Encore")
    refuse(region, write())
    late = link_in(mailoutbox[-1])
    with region.use():
        assert Appeal.objects.count() == 1
        Decision.objects.update(at=timezone.now() - timedelta(days=184))
    assert "ne peut plus être contestée" in contest(region, late).text
    with region.use():
        assert Appeal.objects.count() == 1


def test_a_decision_undone_has_nothing_left_to_contest(
    region: World, write: Write, mailoutbox: Mails
) -> None:
    text = write()
    decision = refuse(region, text)
    with region.use():
        actions.decide(text, "publish", by=region.moderator)
    contest(region, page_of(region, decision))
    refuse(region, hidden := write(moderation="published"), verdict="hide")
    contest(region, link_in(mailoutbox[-1]))
    with region.use():
        actions.decide(hidden, "restore", by=region.moderator)
        [appeal] = Appeal.objects.all()
        assert appeal.granted, "shown again meanwhile: the appeal is answered by that"


def test_an_empty_or_endless_appeal_is_said_and_kept(region: World, write: Write) -> None:
    link = page_of(region, refuse(region, write()))
    assert "Écrivez en une phrase" in contest(region, link, "  ").text
    page = contest(region, link, "x" * 2_001).text
    assert "C’est trop long" in page
    assert "x" * 2_001 in page


def test_an_author_reads_a_text_out_of_sight_with_its_reason(region: World, write: Write) -> None:
    text = write(title="Un mot de trop", body="Le texte entier.", moderation="published")
    with region.use():
        code = receipts.issue(text)
    refuse(region, text, verdict="hide")
    own = f"/mes-contributions/{text.pk}/decision/"
    assert own in region.client(region.citizen).get("/mes-contributions/").text
    for page in (
        region.client(region.citizen).get(own).text,
        region.client().get(f"/recepisse/{code}/").text,
    ):
        for words in ("Le texte entier.", "Propos injurieux", "Le ton blesse.", "/contester/"):
            assert words in page
    assert region.client(region.neighbour).get(own).status_code == 404
    assert region.client(region.admin).get(own).status_code == 404
    assert region.client().get(own).status_code == 302


def test_a_link_is_worth_nothing_changed_or_on_another_site(
    region: World, canal: World, write: Write
) -> None:
    link = page_of(region, refuse(region, write()))
    assert region.client().get(link[:-2] + "x/").status_code == 404
    assert canal.client().post(link, {"text": WORDS}).status_code == 404
    with region.use():
        assert not Appeal.objects.exists()


def test_the_pages_of_whoever_contests_take_few_statements(region: World, write: Write) -> None:
    link = page_of(region, refuse(region, write()))
    browser = region.client()
    browser.get(link)
    with CaptureQueriesContext(connection) as statements:
        browser.get(link)
    assert len(statements) == STATEMENTS, "\n".join(one["sql"][:300] for one in statements)


@pytest.mark.parametrize("who", ["admin", "manager", "agent", "observer", "citizen", "visitor"])
def test_who_may_answer(region: World, write: Write, who: str) -> None:
    decision = refuse(region, write())
    person = region.everyone()[who]
    allowed = who in {"admin", "manager"}
    with region.use():
        appeal = appeals.contest(decision, WORDS, by=region.citizen)
        if person is not None and not allowed:
            with pytest.raises(Refused):
                appeals.settle(appeal, granted=True, answer="Oui", by=person)
    status = region.client(person).get(f"{INDEX}{appeal.pk}/").status_code
    assert status == (200 if allowed else 302 if person is None else 403)
    with region.use():
        told = (
            [one.label for one in rooms.waiting_for(person) if "recours" in str(one.label)]
            if person
            else []
        )
        assert bool(told) is allowed
