"""Looked at every night: after three that fail it opens nothing, and it comes back with its DNS."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.utils import timezone

from addresses import actions
from addresses.asking import Seen, look
from addresses.tasks import fresh, look_at
from audit.models import Entry
from tenants import life, removal
from tenants.models import Claim, Domain
from tests.addresses.conftest import HOST, PAGE, Claiming, Zone, at
from tests.cast import World


@pytest.fixture
def main(region: World, served: Claiming, mailoutbox: list[EmailMessage]) -> Claim:
    """The region's main address is a name of its own."""
    claim = served(region)
    region.client(region.admin).post(f"{PAGE}{claim.pk}/principale/")
    mailoutbox.clear()
    return claim


def nights(count: int) -> Iterator[int]:
    """That many nights, each with its look."""
    begun = timezone.now()
    for night in range(count):
        with time_machine.travel(begun + timedelta(days=night + 1)):
            look_at(Claim.objects.all())
            yield night


def verbs(world: World) -> list[str]:
    with world.use():
        found = Entry.objects.filter(actor_id=None, verb__startswith="address.")
        return sorted(found.values_list("verb", flat=True))


def test_after_three_nights_it_opens_nothing_and_comes_back_by_itself(
    region: World, main: Claim, dns: Zone, mailoutbox: list[EmailMessage]
) -> None:
    dns.take_back_proofs(HOST)
    for night in nights(3):
        assert at(HOST).get("/").status_code == (200 if night < 2 else 404), night
    assert at(region.host).get("/").status_code == 200, "its own address leads"
    (mail,) = mailoutbox
    assert mail.to == [region.admin.email]
    assert HOST in mail.subject
    assert region.host in mail.body
    list(nights(2))
    assert len(mailoutbox) == 1, "told once"
    assert "en quarantaine" in region.client(region.admin).get(PAGE).text.lower()

    dns.prove(main)
    list(nights(1))
    assert at(HOST).get("/").status_code == 200, "and it is the main address again"
    assert len(mailoutbox) == 2
    assert verbs(region) == ["address.back", "address.quarantined"]


def test_a_night_that_is_right_begins_the_count_anew(main: Claim, dns: Zone) -> None:
    for night in nights(5):
        if night in {0, 3}:
            dns.take_back_proofs(HOST)
        elif night == 1:
            dns.prove(main)
    assert Claim.objects.get().is_served


def test_a_name_that_leads_elsewhere_is_set_aside_too(main: Claim, dns: Zone) -> None:
    dns.unsay(HOST, "CNAME")
    list(nights(3))
    assert Claim.objects.get().state == "quarantined"


def test_where_nobody_answers_nothing_is_concluded(main: Claim, dns: Zone) -> None:
    dns.is_silent = True
    list(nights(5))
    claim = Claim.objects.get()
    assert claim.is_served
    assert not claim.is_answered
    assert at(HOST).get("/").status_code == 200


def test_what_is_set_aside_is_free_for_whom_the_dns_names(
    canal: World, main: Claim, dns: Zone, claimed: Claiming, region: World
) -> None:
    dns.take_back_proofs(HOST)
    list(nights(3))
    rival = claimed(canal)
    dns.prove(rival)
    look_at(fresh())
    dns.prove(main)  # the first one's line again: too late
    list(nights(1))
    assert Domain.objects.get(domain=HOST).tenant == canal.tenant
    assert Claim.objects.get(tenant=region.tenant).is_blocked


def test_a_new_name_is_found_within_the_hour_and_told(
    region: World, dns: Zone, claimed: Claiming, mailoutbox: list[EmailMessage]
) -> None:
    claim = claimed(region)
    look_at(fresh())
    assert not mailoutbox
    dns.prove(claim)
    dns.lead(HOST)
    look_at(fresh())
    (mail,) = mailoutbox
    assert f"{PAGE}{claim.pk}/" in mail.body
    dns.asked.clear()
    look_at(fresh())
    assert not dns.asked, "what is served is looked at by night"


def test_one_that_cannot_be_settled_keeps_no_other_back(
    region: World, canal: World, dns: Zone, claimed: Claiming, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed(region)
    second = claimed(canal, "canal.example.org")
    dns.prove(second)
    dns.lead("canal.example.org")

    def broken(host: str) -> Seen:
        return look(host) if host != HOST else 1 / 0  # type: ignore[return-value]

    monkeypatch.setattr(actions, "look", broken)
    look_at(fresh())
    second.refresh_from_db()
    assert second.is_served


def test_a_suspended_site_keeps_its_name_and_a_closed_one_is_left_alone(
    region: World, main: Claim, dns: Zone
) -> None:
    life.change_state(region.tenant, "suspended", reason="Essai", actor="Sacha")
    dns.take_back_proofs(HOST)
    list(nights(3))
    assert verbs(region) == ["address.quarantined"]
    life.change_state(region.tenant, "closed", reason="Fin", actor="Sacha")
    dns.prove(main)
    dns.asked.clear()
    list(nights(1))
    assert not dns.asked


def test_a_site_taken_away_lets_its_names_go(region: World, main: Claim) -> None:
    removal.STEPS["addresses"](region.tenant.pk)
    assert not Claim.objects.exists()
    assert not Domain.objects.filter(domain=HOST).exists()
