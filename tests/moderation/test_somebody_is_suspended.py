"""A suspension: for a time, with a reason; what the person sees, cannot do, and how it ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.utils import timezone

from accounts.models import User
from consultations.models import Phase
from consultations.permissions import Refused, Verdict, judge
from contributions.models import Contribution
from contributions.refusals import in_words
from moderation import blocks, rules
from moderation.models import Block
from tests.cast import World

type Write = Callable[..., Contribution]
type Mails = list[EmailMessage]
INDEX = "/gestion/moderation/suspensions/"
FORM = {"days": "30", "reason": "offensive", "explanation": "Trois insultes en deux jours."}


def suspend(region: World, text: Contribution, **fields: str) -> str:
    browser = region.client(region.moderator)
    page = f"/gestion/moderation/{text.pk}/suspendre/"
    return str(browser.post(page, {**FORM, **fields}, follow=True).text)


def verdict(region: World, phase: Phase) -> Verdict:
    """What the permission rule says of the citizen, whatever citizens do in this phase."""
    assert phase.kind is not None
    action = next(one for one in phase.kind.allows if one.ability is None and one.while_open)
    with region.use():
        return judge(User.objects.get(pk=region.citizen.pk), action, phase)


def test_a_suspended_person_is_told_why_and_takes_no_part(
    region: World, phase: Phase, write: Write, mailoutbox: Mails
) -> None:
    assert verdict(region, phase) is Verdict.ALLOWED
    assert "La personne est suspendue" in suspend(region, write())
    assert verdict(region, phase) is Verdict.BLOCKED
    assert "votre compte dit pourquoi" in in_words(Verdict.BLOCKED, phase)
    [mail] = mailoutbox
    assert "Trois insultes en deux jours." in str(mail.body)
    assert "/contester/" in str(mail.body)
    browser = region.client(region.citizen)
    assert "Vous ne pouvez pas participer pour un temps" in browser.get("/mon-compte/").text
    page = browser.get("/mon-compte/suspension/", follow=True).text
    assert "Trois insultes en deux jours." in page
    assert "Envoyer mon recours" in page


def test_it_ends_by_itself(region: World, phase: Phase, write: Write) -> None:
    suspend(region, write())
    with time_machine.travel(timezone.now() + timedelta(days=29, hours=23)):
        assert verdict(region, phase) is Verdict.BLOCKED
        told = region.client(region.citizen).get("/mon-compte/suspension/")
        assert told.headers["Location"].startswith("/contester/")
    with time_machine.travel(timezone.now() + timedelta(days=30, minutes=1)), region.use():
        assert not User.objects.get(pk=region.citizen.pk).is_blocked
        assert not Block.objects.get().is_on


def test_withdrawing_and_reporting_stay_possible(region: World, write: Write) -> None:
    mine, theirs = (
        write(moderation="published"),
        write(moderation="published", author=region.neighbour),
    )
    suspend(region, mine)
    browser = region.client(region.citizen)
    browser.post(f"/mes-contributions/{mine.pk}/retirer/")
    assert browser.post(f"/signaler/{theirs.pk}/", {"reason": "illegal"}).status_code == 302
    with region.use():
        mine.refresh_from_db()
        assert mine.moderation == "withdrawn"
        assert theirs.reports.count() == 1


def test_a_moderator_ends_it_and_the_person_is_told(
    region: World, phase: Phase, write: Write, mailoutbox: Mails
) -> None:
    suspend(region, write())
    with region.use():
        block = Block.objects.get()
    lift = f"{INDEX}{block.pk}/lever/"
    browser = region.client(region.manager)
    assert "La suspension a pris fin" in browser.post(lift, follow=True).text
    assert "avait déjà pris fin" in browser.post(lift, follow=True).text
    assert verdict(region, phase) is Verdict.ALLOWED
    assert mailoutbox[-1].subject == "Vous pouvez de nouveau participer"
    assert len(mailoutbox) == 2


def test_it_is_contested_and_ended_by_another_person(
    region: World, phase: Phase, write: Write, mailoutbox: Mails
) -> None:
    suspend(region, write())
    found = re.search(r"https?://[^/\s]+(/contester/[^\s]+)", str(mailoutbox[0].body))
    assert found
    region.client().post(found.group(1), {"text": "Ce n’était pas moi."})
    with region.use():
        appeal = Block.objects.get().appeal
    place = f"/gestion/moderation/recours/{appeal.pk}/"
    fields = {"granted": "yes", "answer": "Vous avez raison."}
    assert "une autre personne répond" in region.client(region.moderator).post(place, fields).text
    assert verdict(region, phase) is Verdict.BLOCKED
    region.client(region.admin).post(place, fields)
    assert verdict(region, phase) is Verdict.ALLOWED
    assert len(mailoutbox) == 3, "the answer is one mail, not two"


@pytest.mark.parametrize("missing", ["days", "reason", "explanation"])
def test_nobody_is_suspended_without_a_time_a_reason_and_an_explanation(
    region: World, write: Write, missing: str
) -> None:
    page = suspend(region, write(), **{missing: ""})
    assert "field-error" in page or "errors" in page
    with region.use():
        assert not Block.objects.exists()


def test_neither_the_team_nor_a_guest_can_be_suspended(region: World, write: Write) -> None:
    for text in (write(author=region.agent), write(author=None)):
        page = f"/gestion/moderation/{text.pk}/suspendre/"
        assert region.client(region.moderator).post(page, FORM).status_code == 404
    with region.use(), pytest.raises(blocks.CannotBlock):
        blocks.block(
            region.admin, days=7, reason="other", explanation="x", text=None, by=region.moderator
        )


def test_what_a_suspended_person_sends_without_signing_in_is_read_first(
    region: World, write: Write
) -> None:
    suspend(region, write())
    with region.use():
        text = write(author=None, contact=region.citizen.email.upper())
        assert rules.hold(text)
        assert text.hold.reasons == ["Adresse d’un compte suspendu"]


@pytest.mark.parametrize("who", ["agent", "observer", "citizen"])
def test_who_may_not_suspend(region: World, write: Write, who: str) -> None:
    text, person = write(author=region.neighbour), getattr(region, who)
    with region.use(), pytest.raises(Refused):
        blocks.block(
            region.neighbour, days=7, reason="other", explanation="x", text=text, by=person
        )
    browser = region.client(person)
    assert browser.get(INDEX).status_code == 403
    assert browser.post(f"/gestion/moderation/{text.pk}/suspendre/", FORM).status_code == 403
