"""More time: a reason that everybody reads, and one mail to each who took part."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.urls import set_urlconf
from django.utils import timezone

from consultations.models import Extension, Phase
from consultations.tasks import announce_extension
from notifications.readers import choose, reader_at
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_proposal

REASON = "Les associations rentrent en septembre."


def extend(world: World, phase: Phase, days: int = 60, reason: str = REASON) -> str:
    until = timezone.localtime(timezone.now() + timedelta(days=days))
    path = f"/gestion/concertations/{phase.consultation.slug}/etapes/{phase.slug}/prolonger/"
    answer = world.client(world.manager).post(
        path, {"until": f"{until:%Y-%m-%dT%H:%M}", "reason": reason}, follow=True
    )
    return str(answer.content.decode())


@pytest.fixture
def phase(region: World) -> Phase:
    with region.use():
        return make_phase(title="Vos propositions")


def test_the_stage_closes_later_and_the_reason_is_public(region: World, phase: Phase) -> None:
    extend(region, phase)
    page = region.client().get(phase.consultation.get_absolute_url()).content.decode()
    assert REASON in page
    with region.use():
        extension = Extension.objects.get()
        was = phase.closes_at
        phase.refresh_from_db()
    assert (extension.previous, extension.until) == (was, phase.closes_at)
    assert phase.closes_at > was


@pytest.mark.parametrize(
    ("days", "reason", "words"),
    [(60, "", "Dites pourquoi"), (2, REASON, "La nouvelle clôture doit venir après l’actuelle")],
)
def test_it_takes_a_reason_and_a_later_date(
    region: World, phase: Phase, days: int, reason: str, words: str
) -> None:
    assert words in extend(region, phase, days, reason)
    with region.use():
        assert not Extension.objects.exists()


def test_a_stage_that_is_over_opens_again(region: World) -> None:
    with region.use():
        over = make_phase(opens_in_days=-9, closes_in_days=-1)
    extend(region, over, days=7)
    with region.use():
        assert Phase.objects.get().is_open()


def test_everybody_who_took_part_gets_one_mail(
    region: World, phase: Phase, mailoutbox: list[EmailMessage]
) -> None:
    with region.use():
        make_proposal(phase, region.citizen)
        make_proposal(phase, region.citizen)
        make_proposal(phase, contact="Camille@Exemple.fr")
        make_proposal(phase, contact="camille@exemple.fr")
        make_proposal(phase, region.neighbour)
        choose(reader_at(region.neighbour.email), rhythm="never")
        make_proposal(make_phase(make_consultation()), contact="ailleurs@exemple.fr")
    extend(region, phase)
    told = sorted(address for mail in mailoutbox for address in mail.to)
    assert told == sorted([region.citizen.email, "camille@exemple.fr"])
    assert REASON in str(mailoutbox[0].body)
    assert phase.consultation.get_absolute_url() in str(mailoutbox[0].body)


def test_a_worker_that_stands_on_no_site_tells_the_right_addresses_once(
    region: World, phase: Phase, mailoutbox: list[EmailMessage]
) -> None:
    with region.use():
        make_proposal(phase, contact="camille@exemple.fr")
        later = phase.closes_at + timedelta(days=3)
        extension: Any = Extension.objects.create(
            phase=phase, previous=phase.closes_at, until=later, reason=REASON
        )
        set_urlconf(None)
        for _ in range(2):
            announce_extension(extension_id=str(extension.pk))
    assert len(mailoutbox) == 1
    assert f"http://{region.host}" in str(mailoutbox[0].body)
    assert "/mes-courriels/" in str(mailoutbox[0].body)


def test_nobody_is_told_of_a_draft(region: World, mailoutbox: list[EmailMessage]) -> None:
    with region.use():
        draft = make_phase(make_consultation(state="draft"))
        make_proposal(draft, contact="camille@exemple.fr")
    extend(region, draft)
    assert not mailoutbox
