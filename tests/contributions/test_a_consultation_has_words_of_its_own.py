"""Statuses: a consultation's own words, each over one of the fixed outcomes that are counted."""

from __future__ import annotations

from typing import Any

import pytest

from accountability.models import OfficialAnswer
from accountability.selectors import tally
from consultations.models import Consultation
from contributions.models import Contribution, Status
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_proposal


@pytest.fixture
def consultation(region: World) -> Consultation:
    with region.use():
        return make_consultation(slug="assises")


@pytest.fixture
def proposal(region: World, consultation: Consultation) -> Contribution:
    with region.use():
        return make_proposal(make_phase(consultation, slug="idees"), number=7, title="Un banc")


PLACE = "/gestion/concertations/assises/statuts/"
READ = "/concertations/assises/propositions/idees/7/"


def add(region: World, title: str, outcome: str) -> Status:
    data = {"title": title, "outcome": outcome}
    assert region.client(region.manager).post(PLACE, data).headers["Location"] == PLACE
    with region.use():
        return Status.objects.get(title=title)


def give(region: World, proposal: Contribution, outcome: object) -> Any:
    place = f"/gestion/reponses/{proposal.pk}/"
    data = {"outcome": str(outcome), "body": "Au budget de 2027."}
    return region.client(region.agent).post(place, data)


def test_agents_choose_among_them_and_everybody_reads_them(
    region: World, proposal: Contribution
) -> None:
    status = add(region, "Inscrite au budget", "retained")
    form = region.client(region.agent).get(f"/gestion/reponses/{proposal.pk}/").text
    assert "Inscrite au budget (Retenue)" in form
    assert 'value="retained"' not in form
    assert "Non retenue" in form  # an outcome without own words keeps its own
    assert give(region, proposal, status.pk).status_code == 302
    for page in (READ, READ.removesuffix("7/")):
        assert "Inscrite au budget" in region.client().get(page).text
    with region.use():
        assert OfficialAnswer.objects.get().outcome == "retained"
        assert tally(proposal.consultation).retained == 1


def test_one_that_is_removed_gives_way_to_its_meaning(
    region: World, proposal: Contribution
) -> None:
    status = add(region, "Inscrite au budget", "retained")
    give(region, proposal, status.pk)
    region.client(region.manager).post(
        f"{PLACE}{status.pk}/", {"title": "Budgétée", "outcome": "retained"}
    )
    assert "Budgétée" in region.client().get(READ).text
    region.client(region.manager).post(f"{PLACE}{status.pk}/retirer/")
    page = region.client().get(READ).text
    assert "Budgétée" not in page
    assert "Retenue" in page


def test_an_outcome_that_moved_on_leaves_the_status_behind(
    region: World, proposal: Contribution
) -> None:
    status = add(region, "Inscrite au budget", "retained")
    give(region, proposal, status.pk)
    with region.use():
        Contribution.objects.update(outcome="delivered")
    page = region.client().get(READ)
    assert page.text.count("Réalisée") >= 1


def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    region: World, consultation: Consultation
) -> None:
    page = region.client(region.manager).post(PLACE, {"title": "À voir", "outcome": ""})
    assert "Choisissez ce que cela signifie" in page.text
    assert 'value="À voir"' in page.text
    page = region.client(region.manager).post(PLACE, {"title": "x" * 41, "outcome": "retained"})
    assert "40" in page.text


def test_managers_alone_and_each_consultation_its_own(
    region: World, canal: World, consultation: Consultation, proposal: Contribution
) -> None:
    for name in ("moderator", "agent", "observer", "citizen"):
        assert region.client(getattr(region, name)).get(PLACE).status_code == 403
    assert canal.client(canal.manager).get(PLACE).status_code == 404
    with region.use():
        other = Status.objects.create(
            consultation=make_consultation(slug="autre"), title="Ailleurs", outcome="retained"
        )
    assert give(region, proposal, other.pk).status_code == 200
    gone = region.client(region.manager).post(f"{PLACE}{other.pk}/retirer/")
    assert gone.status_code == 404
