"""One's own page: what one wrote, began and supports, and nobody else's."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from consultations.models import Phase
from consultations.rooms import addresses_of
from contributions import actions
from contributions.models import Contribution, Support
from tests.cast import World
from tests.factories import make_phase, make_proposal

MINE = "/mes-contributions/"


@pytest.fixture
def phase(region: World) -> Phase:
    with region.use():
        return make_phase()


def test_it_shows_texts_drafts_and_supports_of_that_person_alone(
    region: World, phase: Phase
) -> None:
    with region.use():
        make_proposal(phase, region.citizen, title="Ma proposition", outcome="retained")
        make_proposal(phase, region.citizen, title="Refusée sans bruit", moderation="refused")
        make_proposal(phase, region.citizen, title="Mon brouillon", moderation="draft", number=None)
        theirs = make_proposal(phase, region.neighbour, title="Celle du voisin")
        hidden = make_proposal(phase, region.neighbour, title="Cachée depuis", moderation="hidden")
        actions.support(theirs, by=region.citizen)
        Support.objects.create(contribution=hidden, user=region.citizen)
    page = region.client(region.citizen).get(MINE).text
    for words in (
        "Ma proposition",
        "Retenue",
        "Refusée sans bruit",
        "Non publiée",
        "Mon brouillon",
        "Celle du voisin",
    ):
        assert words in page
    assert "Cachée depuis" not in page
    other = region.client(region.neighbour).get(MINE).text
    assert "Ma proposition" not in other
    assert "Mon brouillon" not in other


def test_a_visitor_signs_in_first(region: World) -> None:
    assert (
        region.client().get(MINE).headers["Location"] == "/connexion/?next=%2Fmes-contributions%2F"
    )


def test_it_begins_with_a_way_to_take_part(region: World) -> None:
    assert "Vous n’avez encore rien écrit" in region.client(region.citizen).get(MINE).text


def test_the_number_of_statements_does_not_grow(region: World, phase: Phase) -> None:
    browser = region.client(region.citizen)

    def statements() -> int:
        browser.get(MINE)
        with (
            CaptureQueriesContext(connections["default"]) as own,
            CaptureQueriesContext(connections["platform"]) as shared,
        ):
            assert browser.get(MINE).status_code == 200
        return len(own) + len(shared)

    def plant() -> None:
        with region.use():
            text = make_proposal(phase, region.citizen)
            make_proposal(make_phase(), region.citizen, kind="comment", parent=text, title="")
            make_proposal(phase, region.citizen, moderation="draft", number=None)
            actions.support(make_proposal(make_phase()), by=region.citizen)

    plant()
    first = statements()
    for _time in range(5):
        plant()
    assert statements() == first == 8


def test_only_its_author_withdraws_a_text_or_deletes_a_draft(region: World, phase: Phase) -> None:
    with region.use():
        text = make_proposal(phase, region.citizen)
        draft = make_proposal(phase, region.citizen, moderation="draft", number=None)
    for one in (text, draft):
        place = f"{MINE}{one.pk}/retirer/"
        for user in (region.neighbour, region.admin):
            assert region.client(user).post(place).status_code == 404
        assert region.client().post(place).headers["Location"].startswith("/connexion/")
        region.client(region.citizen).post(place)
    with region.use():
        assert Contribution.objects.get().moderation == "withdrawn"


def test_those_who_took_part_can_be_told_news_and_others_are_left_in_peace(
    region: World, phase: Phase
) -> None:
    with region.use():
        make_proposal(phase, region.citizen)
        text = make_proposal(phase, None, contact="Yvette@example.org")
        make_proposal(phase, region.observer, moderation="draft", number=None)
        actions.support(text, by=region.neighbour)
        region.agent.is_active = False
        region.agent.save()
        actions.support(text, by=region.agent)
        make_proposal(make_phase(), region.manager)
        told = addresses_of(phase.consultation)
    assert told == sorted([region.citizen.email, region.neighbour.email, "yvette@example.org"])
