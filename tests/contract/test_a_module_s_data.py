"""What a module holds: planted, counted, exported, given to whom it concerns, and erased."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.utils.functional import Promise

from accounts.models import User
from consultations.module import Missing, Module, Planting
from contributions.models import Contribution
from privacy.actions import leave
from tests.cast import World
from tests.contract.modules import MOMENTS, every_module, make_phase_at, plant_demo


def tables(module: Module) -> list[Any]:
    """The module's own tables, and the one of what citizens write."""
    return [*apps.get_app_config(module.key).get_models(), Contribution]


def holding(module: Module, *facts: str) -> list[str]:
    """The rows, as text, where one of these facts stands in any column."""
    found = []
    for table in tables(module):
        for row in table._default_manager.values():
            text = str({name: str(value) for name, value in row.items()})
            found += [f"{table._meta.label}: {text}" for fact in facts if fact in text]
    return found


def concerned(module: Module, planting: Planting) -> list[User]:
    """The planted people on whom the module, or the table of what people write, holds something."""
    authors = set(Contribution.objects.values_list("author_id", flat=True))
    return [one for one in planting.people if one.pk in authors or module.collect(one)]


@every_module
def test_figures_are_whole_numbers_with_their_words(region: World, module: Module) -> None:
    with region.use():
        figures = module.figures(plant_demo(module, region).phase)
    assert figures
    for figure in figures:
        assert type(figure.value) is int
        assert isinstance(figure.caption, str | Promise)
        assert str(figure.caption)
    assert any(figure.value for figure in figures)


@every_module
def test_exports_are_tables_of_plain_values(region: World, module: Module) -> None:
    with region.use():
        phase = plant_demo(module, region).phase
        for export in module.exports:
            rows = list(export.rows(phase))
            assert rows, export.key
            assert {len(row) for row in rows} == {len(export.columns)}
            kinds = {type(cell) for row in rows for cell in row}
            assert kinds <= {str, int, float, bool, type(None)}, kinds


@every_module
def test_exports_and_figures_of_an_empty_phase_are_empty(region: World, module: Module) -> None:
    with region.use():
        phase = make_phase_at("before", module)
        assert [list(export.rows(phase)) for export in module.exports] == [
            [] for _one in module.exports
        ]
        assert not any(figure.value for figure in module.figures(phase))


@every_module
def test_another_tenant_counts_and_exports_nothing_of_it(
    region: World, canal: World, module: Module
) -> None:
    with region.use():
        phase = plant_demo(module, region).phase
    with canal.use():
        assert not any(figure.value for figure in module.figures(phase))
        assert not [row for export in module.exports for row in export.rows(phase)]
        assert not [table for table in tables(module) if table._default_manager.exists()]


@pytest.mark.parametrize("moment", MOMENTS)
@every_module
def test_readiness_says_what_is_missing_and_where(
    region: World, module: Module, moment: str
) -> None:
    with region.use():
        missing = module.readiness(make_phase_at(moment, module))
    for one in missing:
        assert isinstance(one, Missing)
        assert str(one.message)
        assert one.url.startswith("/gestion/")


@every_module
def test_what_is_planted_is_ready_to_be_published(region: World, module: Module) -> None:
    with region.use():
        assert not module.readiness(plant_demo(module, region).phase)


@every_module
def test_planting_what_the_module_has_no_file_for_plants_nothing(
    region: World, module: Module
) -> None:
    with region.use():
        phase = make_phase_at("open", module)
        module.plant(
            Planting(
                source="rien-de-tel",
                phase=phase,
                people=[],
                staff=region.admin,
                done=lambda _n: None,
            )
        )
        assert not [table for table in tables(module) if table._default_manager.exists()]


@every_module
def test_preparing_what_the_module_does_not_know_leaves_the_phase_empty(
    region: World, module: Module
) -> None:
    with region.use():
        module.prepare(make_phase_at("draft", module), "rien-de-tel")
        assert not [table for table in tables(module) if table._default_manager.exists()]


@every_module
def test_whoever_planted_something_is_given_it(region: World, module: Module) -> None:
    with region.use():
        planting = plant_demo(module, region)
        assert concerned(module, planting)


@every_module
def test_somebody_who_planted_nothing_is_given_nothing(region: World, module: Module) -> None:
    with region.use():
        plant_demo(module, region)
        assert list(module.collect(region.observer)) == []


@every_module
def test_erasing_leaves_no_personal_data(region: World, module: Module) -> None:
    with region.use():
        person = concerned(module, plant_demo(module, region))[0]
        facts = (person.display_name, person.email, str(person.pk))
        leave(User.objects.get(pk=person.pk), keep_texts=True)
        assert holding(module, *facts) == []
        assert list(module.collect(person)) == []
