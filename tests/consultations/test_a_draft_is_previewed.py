"""A draft as citizens will see it, also as of its opening: for the team alone, and nothing is ever sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from consultations.models import Consultation, Phase
from contributions.models import Contribution
from tests.cast import World
from tests.factories import make_consultation, make_phase

WORDS = {"title": "Un banc devant la gare", "body": "À l’ombre, pour attendre le bus."}
LEAVE = {"leave": "1"}


@pytest.fixture
def phase(region: World) -> Phase:
    """A stage of a draft that opens in twenty days, beside a survey that opens in forty."""
    with region.use():
        draft = make_consultation(slug="assises", state="draft")
        make_phase(draft, "surveys", title="L’enquête", opens_in_days=40, closes_in_days=50)
        return make_phase(draft, title="Vos propositions", opens_in_days=20)


def look(region: World, client: Any, **data: str) -> str:
    return str(client.post("/gestion/concertations/assises/apercu/", data, follow=True).text)


def test_it_is_seen_as_on_its_opening_day_on_every_page(region: World, phase: Phase) -> None:
    manager = region.client(region.manager)
    page, place = phase.consultation.get_absolute_url(), phase.get_absolute_url()
    assert "Participer" not in manager.get(page).text
    shown = look(region, manager)
    for words in ("Quitter l’aperçu", "Participer", "Ouverte", "Vos propositions", "noindex"):
        assert words in shown
    opens = timezone.localtime(phase.opens_at)
    assert f"{opens:%Y-%m-%dT%H:%M}" in shown
    assert "proposer/" in manager.get(place).text
    form = manager.get(f"{place}proposer/")
    assert 'name="title"' in form.text
    assert "Quitter l’aperçu" in form.text


def test_it_is_seen_as_of_any_moment_and_left(region: World, phase: Phase) -> None:
    manager = region.client(region.manager)
    later = timezone.localtime(phase.opens_at + timedelta(days=25))
    assert "L’enquête" in look(region, manager, at=f"{later:%Y-%m-%dT%H:%M}")
    assert "Écrivez un jour et une heure" in look(region, manager, at="demain")
    over = timezone.localtime(phase.closes_at + timedelta(days=90))
    assert "à l’étude" in look(region, manager, at=f"{over:%Y-%m-%dT%H:%M}")
    assert "Quitter l’aperçu" not in look(region, manager, **LEAVE)
    assert "Participer" not in manager.get(phase.consultation.get_absolute_url()).text


def test_what_is_sent_meets_the_real_state_and_nothing_typed_is_lost(
    region: World, phase: Phase
) -> None:
    manager = region.client(region.manager)
    look(region, manager)
    answer = manager.post(f"{phase.get_absolute_url()}proposer/", WORDS)
    assert answer.status_code == 409
    assert "rien n’est envoyé avant sa publication" in answer.text
    assert WORDS["title"] in answer.text
    with region.use():
        survey = Phase.objects.select_related("consultation").get(module_key="surveys")
        assert survey.module
        survey.module.prepare(survey, "assises-vie-associative")
        assert not Contribution.objects.exists()
    later = timezone.localtime(survey.opens_at + timedelta(days=1))
    look(region, manager, at=f"{later:%Y-%m-%dT%H:%M}")
    place = f"{survey.get_absolute_url()}repondre/"
    assert 'type="submit"' in manager.get(place).text
    answer = manager.post(place, {"page": ""})
    assert answer.status_code == 409
    assert "Vos réponses n’ont pas pu être envoyées" in answer.text


def test_it_is_one_s_own_and_of_one_draft(region: World, canal: World, phase: Phase) -> None:
    with region.use():
        other = make_phase(make_consultation(state="draft"), opens_in_days=20)
        soon = make_phase(make_consultation(), opens_in_days=20)
    manager, agent = region.client(region.manager), region.client(region.agent)
    look(region, manager)
    for place in (other, soon):
        assert "proposer/" not in manager.get(place.get_absolute_url()).text
    page = phase.consultation.get_absolute_url()
    assert "Quitter l’aperçu" not in agent.get(page).text
    for client in (region.client(), region.client(region.citizen)):
        assert client.get(page).status_code == 404
        client.post("/gestion/concertations/assises/apercu/")
        assert client.get(page).status_code == 404
    elsewhere = canal.client(canal.manager).post("/gestion/concertations/assises/apercu/")
    assert elsewhere.status_code == 404


def test_once_it_is_published_the_preview_says_nothing_any_more(
    region: World, phase: Phase
) -> None:
    manager = region.client(region.manager)
    look(region, manager)
    with region.use():
        Consultation.objects.update(
            state="published", published_at=datetime(2026, 1, 1, tzinfo=UTC)
        )
    assert "Participer" not in manager.get(phase.consultation.get_absolute_url()).text
    assert "proposer/" not in manager.get(phase.get_absolute_url()).text


def test_whoever_leaves_the_team_sees_no_preview(region: World, phase: Phase) -> None:
    manager = region.client(region.manager)
    look(region, manager)
    with region.use():
        region.manager.roles = []
        region.manager.save()
    assert manager.get(phase.consultation.get_absolute_url()).status_code == 404
    assert "Quitter l’aperçu" not in manager.get("/").text
