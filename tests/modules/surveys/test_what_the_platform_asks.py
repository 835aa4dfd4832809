"""The module's answers to the platform: figures, exports, one person's data, the demo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from consultations.models import Phase
from consultations.module import Planting, module_of
from contributions.models import Contribution
from modules.surveys.actions import forget_drafts
from modules.surveys.models import Cell, Sheet, Version
from modules.surveys.module import MODULE
from modules.surveys.results import results_of
from modules.surveys.selectors import versions_of
from modules.surveys.tasks import forget_old_drafts
from tenants.current import get_tenant
from tests.cast import World
from tests.factories import make_phase
from tests.modules.surveys.questionnaires import Person, answer_small, make_survey


def test_figures_count_people(region: World) -> None:
    with region.use():
        survey = make_survey()
    answer_small(region.client(), survey)
    answer_small(region.client(region.citizen), survey)
    with region.use():
        figure = MODULE.figures(survey)[0]
    assert (figure.value, figure.caption) == (2, "personnes ont répondu")


def test_the_export_tells_every_answer_without_names(region: World) -> None:
    with region.use():
        survey = make_survey()
    answer_small(
        region.client(region.citizen), survey, several_choices=["sport", "sante"], scale="4"
    )
    with region.use():
        export = MODULE.exports[0]
        rows = list(export.rows(survey))
    assert {len(row) for row in rows} == {len(export.columns)}
    assert [row[-1] for row in rows] == ["Nord", "Sport | Santé", 4]
    assert not any(region.citizen.display_name in str(row) for row in rows)


def test_a_person_takes_their_answers_and_drafts_along_and_leaves_nothing(region: World) -> None:
    with region.use():
        survey, other = make_survey(), make_survey()
    answer_small(region.client(region.citizen), survey, long_text="Un local.")
    answer_small(region.client(region.neighbour), survey, long_text="Un vélo.")
    Person(region.client(region.citizen), other).sends("vous", one_choice="oise")
    with region.use():
        collected = {str(one["survey"]): one for one in MODULE.collect(region.citizen)}
        assert collected[survey.title]["answers"] == {
            "Votre département ?": "Nord", "Une seule chose ?": "Un local.",
        }  # fmt: skip
        assert collected[other.title]["draft"]["q_one_choice"] == ["oise"]
        MODULE.erase(region.citizen)
        assert MODULE.collect(region.citizen) == []
        assert len(MODULE.collect(region.neighbour)) == 1
        assert results_of(survey, versions_of(survey)).people == 2


def test_drafts_are_forgotten_once_the_survey_is_over(region: World) -> None:
    with region.use():
        survey = make_survey()
    Person(region.client(), survey).sends("vous", one_choice="oise")
    with region.use():
        assert forget_drafts(survey) == 0
        survey.closes_at = survey.opens_at
        assert forget_drafts(survey) == 1
        left = Sheet.objects.get(phase=survey)
        assert (left.sent, left.respondent, left.page) == ({}, None, "idees")


@pytest.mark.parametrize(("days", "forgotten"), [(13, 0), (15, 1)])
def test_the_night_forgets_drafts_two_weeks_after_the_closing(
    region: World, days: int, forgotten: int
) -> None:
    with region.use():
        survey = make_survey()
    Person(region.client(), survey).sends("vous", one_choice="oise")
    ended = timezone.now() - timedelta(days=days)
    with region.use():
        Phase.objects.update(opens_at=ended - timedelta(days=30), closes_at=ended)
        assert forget_old_drafts() == forgotten
        assert forget_old_drafts() == 0
        assert bool(Sheet.objects.get().sent) is not bool(forgotten)


def _planted(world: World, source: str) -> tuple[Phase, list[int]]:
    steps: list[int] = []
    phase = make_phase(module="surveys", opens_in_days=-90)
    module = module_of("surveys")
    assert module is not None
    people: Sequence[User] = [world.citizen, world.neighbour]
    module.plant(
        Planting(source=source, phase=phase, people=people, staff=world.admin, done=steps.append)
    )
    return phase, steps


@pytest.mark.parametrize(
    ("source", "people"), [("hauts-de-france", 312), ("les-ateliers-du-canal", 86)]
)
def test_the_demo_answers_every_question_believably(
    region: World, source: str, people: int
) -> None:
    with region.use():
        phase, steps = _planted(region, source)
        results = results_of(phase, versions_of(phase))
        assert results.people == people
        assert sum(steps) > people
        always = {one.question.key for one in results.all() if not one.question.show}
        for section, rows in results.sections:
            for row in rows:
                assert 0 < row.answered <= people
                shown = row.question.key in always and not section.show
                assert not (row.question.required and shown) or row.answered == people
        assert Sheet.objects.exclude(respondent=None).count() == 2
        written = Contribution.objects.filter(phase=phase).order_by("number")
        assert list(written.values_list("number", flat=True)) == list(range(1, people + 1))
        assert not Contribution.objects.filter(phase=phase, created_at__gt=phase.closes_at).exists()


def test_the_demo_is_the_same_each_time(region: World, canal: World) -> None:
    def tally(world: World) -> list[object]:
        with world.use():
            phase, _steps = _planted(world, "hauts-de-france")
            results = results_of(phase, versions_of(phase)).all()
            return [list(chart.rows) for row in results for chart in row.charts]

    assert tally(region) == tally(canal)


def test_no_file_no_demo(region: World) -> None:
    with region.use():
        assert get_tenant() == region.tenant
        _planted(region, "nowhere")
        assert not Version.objects.exists()
        assert not Cell.objects.exists()
