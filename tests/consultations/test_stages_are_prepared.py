"""Phases: a module, two dates in Paris time, an audience and the module's own settings."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from consultations.models import Consultation, Phase
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_proposal

STAGE = {
    "title": "Vos propositions",
    "introduction": "Dites-nous.",
    "kind_key": "",
    "opens_at": "2031-05-18T09:00",
    "closes_at": "2031-08-31T23:59",
    "audience": "everyone",
}


def stage(**changes: str) -> dict[str, str]:
    from consultations.module import all_modules

    module = all_modules()["proposals"]
    settings = {
        f"settings-{name}": "on" if field.initial is True else str(field.initial)
        for name, field in module.settings_form.base_fields.items()
        if field.initial is not False and field.initial is not None
    }
    return {**STAGE, "kind_key": module.kinds[0].key, **settings, **changes}


@pytest.fixture
def draft(region: World) -> Consultation:
    with region.use():
        return make_consultation(state=Consultation.State.DRAFT)


def post(world: World, consultation: Consultation, path: str, data: dict[str, str]) -> str:
    here = f"/gestion/concertations/{consultation.slug}/etapes/"
    answer = world.client(world.manager).post(f"{here}{path}", data, follow=True)
    return str(answer.content.decode())


def test_dates_are_typed_in_paris_time(region: World, draft: Consultation) -> None:
    post(region, draft, "nouvelle/proposals/", stage())
    with region.use():
        phase = Phase.objects.get()
    assert phase.opens_at == datetime(2031, 5, 18, 7, 0, tzinfo=UTC)
    assert phase.closes_at == datetime(2031, 8, 31, 21, 59, tzinfo=UTC)
    assert (phase.slug, phase.module_key) == ("vos-propositions", "proposals")


def test_stages_may_overlap(region: World, draft: Consultation) -> None:
    post(region, draft, "nouvelle/proposals/", stage())
    post(region, draft, "nouvelle/proposals/", stage(title="Encore"))
    with region.use():
        assert [phase.slug for phase in draft.phases.all()] == ["vos-propositions", "encore"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"closes_at": "2031-05-18T09:00"}, "La clôture doit venir après l’ouverture."),
        ({"closes_at": "bientôt"}, "Écrivez un jour et une heure"),
        ({"opens_at": ""}, "Dites quand l’étape ouvre."),
        ({"title": ""}, "Donnez un titre à l’étape."),
    ],
)
def test_a_wrong_stage_comes_back_with_what_was_typed(
    region: World, draft: Consultation, changes: dict[str, str], words: str
) -> None:
    page = post(region, draft, "nouvelle/proposals/", stage(introduction="Mes mots", **changes))
    assert words in page
    assert "Mes mots" in page
    with region.use():
        assert not Phase.objects.exists()


def test_a_module_that_is_off_makes_no_stage(region: World, draft: Consultation) -> None:
    admin = region.client(region.admin)
    admin.post("/gestion/modules/", {"module": "surveys", "enabled": "no"})
    here = f"/gestion/concertations/{draft.slug}/etapes/"
    assert admin.get(f"{here}nouvelle/surveys/").status_code == 404
    assert "nouvelle/surveys" not in admin.get(here).content.decode()


def test_a_stage_to_come_is_changed_freely(region: World) -> None:
    with region.use():
        phase = make_phase(opens_in_days=2)
    post(region, phase.consultation, f"{phase.slug}/", stage(title="Autrement"))
    with region.use():
        phase.refresh_from_db()
    assert (phase.title, phase.closes_at.year) == ("Autrement", 2031)


def test_the_dates_of_a_stage_that_began_hold(region: World) -> None:
    with region.use():
        phase = make_phase()
    post(region, phase.consultation, f"{phase.slug}/", stage(title="Autrement"))
    with region.use():
        changed = Phase.objects.get()
    assert (changed.title, changed.closes_at) == ("Autrement", phase.closes_at)


def test_stages_are_put_in_another_order(region: World, draft: Consultation) -> None:
    with region.use():
        first, second = make_phase(draft), make_phase(draft)
    post(region, draft, f"{second.slug}/deplacer/", {"to": "up"})
    with region.use():
        assert list(draft.phases.all()) == [second, first]


def test_a_stage_goes_unless_people_saw_it_open_or_wrote_in_it(
    region: World, draft: Consultation
) -> None:
    with region.use():
        empty, written = make_phase(draft), make_phase(draft)
        make_proposal(written)
        seen = make_phase()
    for phase in (empty, written, seen):
        post(region, phase.consultation, f"{phase.slug}/retirer/", {})
    with region.use():
        assert set(Phase.objects.all()) == {written, seen}
