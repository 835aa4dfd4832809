"""Following a whole consultation: by an account or a confirmed address; told once, left by one click."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from accounts.throttle import Limit
from consultations import actions, follow_views
from consultations.models import Consultation, Follower, Phase
from consultations.tasks import announce_closing
from notifications.models import Message, Reader
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_proposal

type Mails = list[EmailMessage]
FOLLOW = "/concertations/assises/suivre/"
GUEST = "yvette@example.org"


@pytest.fixture
def phase(region: World) -> Phase:
    with region.use():
        return make_phase(
            make_consultation(slug="assises", title="Assises"), title="Vos propositions"
        )


def link_in(mail: EmailMessage) -> str:
    """The path of a mail's link about following."""
    found = re.search(r"https?://[^/\s]+(/concertations/assises/suivre/\S+)", str(mail.body))
    assert found
    return found[1]


def followers(world: World) -> list[str]:
    with world.use():
        return sorted(Follower.objects.values_list("reader__address", flat=True))


def follow_as_guest(world: World, mails: Mails) -> str:
    """Follow as a visitor; the path of the link that did it."""
    world.client().post(FOLLOW, {"address": GUEST})
    path = link_in(mails.pop())
    world.client().post(path, {"follow": "yes"})
    return path


def test_a_member_follows_and_stops_from_the_page_itself(region: World, phase: Phase) -> None:
    neighbour, page = region.client(region.neighbour), "/concertations/assises/"
    assert 'value="yes"' in neighbour.get(page).text
    neighbour.post(FOLLOW, {"follow": "yes"})
    neighbour.post(FOLLOW, {"follow": "yes"})
    assert followers(region) == [region.neighbour.email]
    assert 'value="no"' in neighbour.get(page).text
    assert "Assises" in neighbour.get("/mes-contributions/").text
    neighbour.post(FOLLOW, {"follow": "no"})
    assert followers(region) == []


def test_a_visitor_s_address_is_told_nothing_before_its_owner_confirmed(
    region: World, phase: Phase, mailoutbox: Mails
) -> None:
    page = region.client().post(FOLLOW, {"address": GUEST}).text
    assert f"Nous avons envoyé un lien à {GUEST}" in page
    assert followers(region) == []
    path = link_in(mailoutbox[0])
    assert GUEST not in path
    program = region.client(enforce_csrf_checks=True)  # it has no cookie
    assert "y…@example.org" in program.get(path).text
    assert followers(region) == [], "opening the link, as machines do, changes nothing"
    assert "Vous suivez cette concertation" in program.post(path, {"follow": "yes"}).text
    assert followers(region) == [GUEST]
    program.post(path, {"follow": "no"})
    assert followers(region) == []


def test_whoever_types_an_address_again_and_again_has_one_mail_sent(
    region: World, phase: Phase, mailoutbox: Mails, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        region.client().post(FOLLOW, {"address": GUEST})
    assert len(mailoutbox) == 1
    monkeypatch.setattr(follow_views, "ASKED", Limit(name="follow", most=1))
    page = region.client().post(FOLLOW, {"address": "autre@example.org"}).text
    assert "réessayez dans une heure" in page
    assert "autre@example.org" in page
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("address", ["", "yvette", "a@b.fr\nBcc: c@d.fr"])
def test_what_is_no_address_is_told_so(region: World, phase: Phase, address: str) -> None:
    assert "aria-invalid" in region.client().post(FOLLOW, {"address": address}).text
    with region.use():
        assert not Message.objects.exists()


def test_an_extension_is_told_once_also_to_a_follower_who_took_part(
    region: World, phase: Phase, mailoutbox: Mails
) -> None:
    follow_as_guest(region, mailoutbox)
    region.client(region.citizen).post(FOLLOW, {"follow": "yes"})
    with region.use():
        make_proposal(phase, region.citizen)
        actions.extend(
            phase, timezone.now() + timedelta(days=90), reason="L’été.", by=region.manager
        )
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted([GUEST, region.citizen.email])
    [guests] = [mail for mail in mailoutbox if mail.to == [GUEST]]
    region.client().post(link_in(guests), {"follow": "no"})
    assert followers(region) == [region.citizen.email]


def test_the_last_days_are_told_once_a_closing_and_once_for_two_stages(
    region: World, phase: Phase, mailoutbox: Mails
) -> None:
    follow_as_guest(region, mailoutbox)
    with region.use():
        announce_closing()
        assert not mailoutbox, "it closes in a month"
        soon = timezone.now() + timedelta(days=2)
        Phase.objects.update(closes_at=soon)
        make_phase(phase.consultation, module="surveys", title="L’enquête", closes_at=soon)
        announce_closing()
        announce_closing()
    [mail] = mailoutbox
    assert "Derniers jours" in mail.subject
    assert "Vos propositions" in mail.body
    assert "L’enquête" in mail.body


def test_followers_who_see_it_no_more_are_told_nothing(
    region: World, phase: Phase, mailoutbox: Mails
) -> None:
    follow_as_guest(region, mailoutbox)
    with region.use():
        Consultation.objects.update(state=Consultation.State.DRAFT)
        phase.refresh_from_db()
        actions.extend(
            phase, timezone.now() + timedelta(days=90), reason="L’été.", by=region.manager
        )
    assert not mailoutbox


def test_nobody_follows_a_draft(region: World, phase: Phase) -> None:
    with region.use():
        Consultation.objects.update(state=Consultation.State.DRAFT)
    for who in (region.citizen, region.manager, None):
        assert region.client(who).post(FOLLOW, {"follow": "yes"}).status_code == 404


def test_a_link_is_worth_nothing_changed_or_elsewhere(
    region: World, canal: World, phase: Phase, mailoutbox: Mails
) -> None:
    path = follow_as_guest(region, mailoutbox)
    with region.use():
        make_consultation(slug="autre")
    with canal.use():
        make_consultation(slug="assises")
    assert region.client().get(path[:-3] + "xx/").status_code == 404
    assert region.client().get(path.replace("assises", "autre")).status_code == 404
    assert canal.client().get(path).status_code == 404


def test_leaving_the_site_takes_the_follow_along(region: World, phase: Phase) -> None:
    citizen = region.client(region.citizen)
    citizen.post(FOLLOW, {"follow": "yes"})
    assert "Assises" in b"".join(citizen.get("/mon-compte/mes-donnees.json")).decode()
    citizen.post("/mon-compte/supprimer/", {"texts": "keep", "sure": "on"})
    assert followers(region) == []
    with region.use():
        assert not Reader.objects.filter(address=region.citizen.email).exists()
