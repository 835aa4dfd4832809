"""The workspace's home, its modules, its history and its files."""

from __future__ import annotations

from typing import Any

import pytest

from consultations.models import Consultation
from consultations.module import Export, all_modules
from contributions.models import Contribution
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_proposal


def home(world: World, user: Any) -> str:
    return str(world.client(user).get("/gestion/").content.decode())


def test_a_new_site_opens_on_a_checklist(region: World) -> None:
    page = home(region, region.admin)
    assert "Avant d’ouvrir le site" in page
    assert "Préparez une première concertation" in page
    assert "Invitez une personne dans l’équipe" not in home(region, region.manager)
    assert "Avant d’ouvrir le site" not in home(region, region.moderator)


def test_what_waits_is_counted_for_whoever_may_do_it(region: World) -> None:
    with region.use():
        phase = make_phase()
        make_proposal(phase, moderation=Contribution.Moderation.PENDING)
    assert "/gestion/moderation/" in home(region, region.moderator)
    waiting = home(region, region.moderator).split("waiting", 1)
    assert "<b>1</b>" in waiting[1]
    assert "<b>1</b>" not in home(region, region.observer)


def test_drafts_are_listed_for_those_who_prepare_them(region: World) -> None:
    with region.use():
        make_consultation(title="Le plan vélo", state=Consultation.State.DRAFT)
    assert "Le plan vélo" in home(region, region.manager)
    assert "Le plan vélo" not in home(region, region.moderator)


def test_a_module_is_switched_off_and_on(region: World) -> None:
    with region.use():
        phase = make_phase()
    admin, visitor = region.client(region.admin), region.client()
    admin.post("/gestion/modules/", {"module": "proposals", "enabled": "no"})
    assert visitor.get(phase.get_absolute_url()).status_code == 404
    admin.post("/gestion/modules/", {"module": "proposals", "enabled": "yes"})
    assert visitor.get(phase.get_absolute_url()).status_code == 200
    history = admin.get("/gestion/journal/").content.decode()
    assert "a désactivé le module" in history
    assert "a activé le module" in history


def test_a_module_outside_the_contract_cannot_be_switched_on(region: World) -> None:
    admin = region.client(region.admin)
    assert admin.post("/gestion/modules/", {"module": "nowhere"}).status_code == 404


@pytest.mark.parametrize("cell", ["=1+1", "+33", "-2", "@cmd", "\t=1"])
def test_a_file_runs_no_formula(region: World, cell: str) -> None:
    with region.use():
        phase = make_phase()
        make_proposal(phase, title=cell, body="Élan")
    export: Export = all_modules()["proposals"].exports[0]
    answer = region.client(region.observer).get(
        f"/gestion/concertations/{phase.consultation.slug}/etapes/{phase.slug}"
        f"/telecharger/{export.key}.csv"
    )
    content = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert f"'{cell}" in content
    assert "Élan" in content


def test_a_file_that_no_module_has_is_not_found(region: World) -> None:
    with region.use():
        phase = make_phase()
    path = f"/gestion/concertations/{phase.consultation.slug}/etapes/{phase.slug}/telecharger/x.csv"
    assert region.client(region.admin).get(path).status_code == 404
