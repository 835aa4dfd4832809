"""Results: right for each kind of question, shown to whom staff said, small groups and texts to the team."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from consultations.models import Phase
from contributions.models import Contribution
from modules.surveys.actions import cells_of, enter
from modules.surveys.charts import Chart, bar_chart, column_chart, heat_map, table, without_small
from modules.surveys.document import Question
from modules.surveys.kinds import KINDS
from modules.surveys.kinds.choosing import Picked
from modules.surveys.kinds.tables import MENTIONS, median_mention, verdict
from modules.surveys.models import Cell, Sheet
from modules.surveys.results import Result, results_of
from modules.surveys.selectors import live_version, versions_of
from tests.cast import World
from tests.modules.surveys.questionnaires import (
    SCALE,
    Json,
    Person,
    answer_small,
    ask,
    make_survey,
    manage_path,
    path_of,
    section,
)

SECRET = "Les soirées jeux, avec madame Dupont."


def _answered(world: World, **fields: Any) -> Phase:
    """A survey that three guests answered."""
    with world.use():
        survey = make_survey(**fields)
    for sheet in (
        {"several_choices": ["sport", "culture"], "scale": "5", "long_text": SECRET},
        {"several_choices": ["sport"], "scale": "2"},
        {"one_choice": "oise"},
    ):
        assert answer_small(world.client(), survey, **sheet).status_code == 302
    return survey


def _results(survey: Phase) -> dict[str, Result]:
    return {one.question.key: one for one in results_of(survey, versions_of(survey)).all()}


def charts_of(world: World, asked: Json, *cleaned: Any) -> list[Chart]:
    """The charts of one question when people gave these (cleaned) answers, through the database."""
    survey = make_survey(section("une", asked))
    version = live_version(survey)
    assert version is not None
    (question,) = version.questionnaire.questions.values()
    for value in cleaned:
        said = KINDS[question.kind].said(question, value)
        enter(version, [(question, said)], by=world.manager, origin="paper")
    return list(_results(survey)[question.key].charts)


def test_choices_are_counted_by_people(region: World) -> None:
    survey = _answered(region)
    with region.use():
        found = _results(survey)
    one, several = (found[key].charts[0].drawn for key in ("one_choice", "several_choices"))
    assert [(bar.label, bar.value) for bar in one] == [("Aisne", 0), ("Nord", 2), ("Oise", 1)]
    assert [bar.percent for bar in several] == [100, 50, 0]
    assert (found["several_choices"].answered, found["long_text"].answered) == (2, 1)


def test_a_scale_has_its_mean(region: World) -> None:
    survey = _answered(region)
    with region.use():
        (chart,) = _results(survey)["scale"].charts
    assert [column.value for column in chart.drawn] == [0, 1, 0, 0, 1]
    assert "Moyenne\u00a0: 3,5" in chart.note


def test_a_ranking_is_counted_by_borda_and_by_first_choices(region: World) -> None:
    asked = ask("ranking", "Classez", ["A", "B", "C"])
    with region.use():
        borda, firsts = charts_of(region, asked, ["a", "b", "c"], ["b", "c", "a"], ["b", "a", "c"])
    assert [(bar.label, bar.value) for bar in borda.drawn] == [("B", 8), ("A", 6), ("C", 4)]
    assert [(bar.label, bar.value) for bar in firsts.drawn] == [("B", 2), ("A", 1), ("C", 0)]


def test_majority_judgement_tells_the_median_mention(region: World) -> None:
    rows = [{"key": "un", "label": "Un"}, {"key": "deux", "label": "Deux"}]
    with region.use():
        _heat, ranking = charts_of(
            region, ask("majority_judgement", "Jugez", rows=rows),
            {"un": ["0"], "deux": ["1"]}, {"un": ["4"], "deux": ["1"]},
            {"un": ["5"], "deux": ["2"]},
        )  # fmt: skip
        mentions = [str(mention) for mention in MENTIONS]
    assert [tuple(row) for row in ranking.rows] == [
        ("Deux", 1, mentions[1]),
        ("Un", 2, mentions[4]),
    ]


def test_ties_of_majority_judgement_are_broken_by_the_larger_group() -> None:
    assert median_mention([5, 5, 0, 0, 0, 0]) == 1  # of an even number, the worse of the two
    assert verdict([4, 6, 0, 0, 0, 0]) > verdict([1, 6, 3, 0, 0, 0])
    assert verdict([0, 6, 3, 1, 0, 0]) < verdict([2, 6, 2, 0, 0, 0])


def test_tables_points_numbers_and_days(region: World) -> None:
    rows = [{"key": "matin", "label": "Matin"}, {"key": "soir", "label": "Soir"}]
    with region.use():
        heat, means = charts_of(
            region, ask("matrix_scale", "Notez", options=SCALE, rows=rows),
            {"matin": ["5"], "soir": ["1"]}, {"matin": ["4"]},
        )  # fmt: skip
        points = charts_of(region, ask("budget_split", "Partagez", ["A", "B"]), {"a": 70, "b": 30},
                           {"a": 50, "b": 50})  # fmt: skip
        number = charts_of(region, ask("number", "Combien ?"), 10.0, 20.0, 60.0)
        days = charts_of(region, ask("date", "Quand ?"), date(2022, 5, 1), date(2022, 5, 20))
        place = charts_of(region, ask("place", "Où ?"), "B2", "B2", "A1")
    assert list(means.rows) == [("Matin", "4,5"), ("Soir", "1,0")]
    assert [cell.value for cell in heat.drawn[0][1]][-1] == "50 %"
    assert [(bar.label, bar.value) for bar in points[0].drawn] == [("A", 120), ("B", 80)]
    assert "Médiane\u00a0: 20" in number[0].note
    assert [bar.value for bar in days[0].drawn] == [2]
    assert list(place[0].rows) == [("B2", 2), ("A1", 1)]


def test_answers_taken_back_no_longer_count(region: World) -> None:
    survey = _answered(region)
    with region.use():
        withdrawn = Contribution.Moderation.WITHDRAWN
        Contribution.objects.filter(phase=survey).update(moderation=withdrawn)
        assert results_of(survey, versions_of(survey)).people == 0
        assert _results(survey)["one_choice"].answered == 0


@pytest.mark.parametrize(
    ("setting", "closes_in_days", "shown"),
    [("during", 30, True), ("after", 30, False), ("after", -0.1, True), ("never", -0.1, False)],
)
def test_the_public_sees_results_when_staff_said(
    region: World, setting: str, closes_in_days: float, shown: bool
) -> None:
    survey = _answered(region, settings={"results": setting})
    with region.use():
        if closes_in_days < 0:
            Phase.objects.filter(pk=survey.pk).update(closes_at=survey.opens_at.replace(second=59))
    page = region.client().get(path_of(survey, "resultats/"))
    assert (b"Satisfait" in page.content) is shown
    assert (page.status_code == 404) is (setting == "never")


def test_the_public_learns_nothing_of_few_people(region: World) -> None:
    """Of seven, five for the Nord and two for the Oise: neither is told, for the sum would tell both."""
    with region.use():
        survey = make_survey(settings={"results": "during"})
        version = live_version(survey)
        assert version is not None
        question: Question = version.questionnaire.questions["one_choice"]
        sheets = [
            Sheet(phase=survey, version=version, contribution=_published(survey, n))
            for n in range(1, 8)
        ]
        Sheet.objects.bulk_create(sheets)
        for place, sheet in enumerate(sheets):
            picked = KINDS["one_choice"].said(question, _picked("nord" if place < 5 else "oise"))
            Cell.objects.bulk_create(cells_of(sheet, [(question, picked)]))
    text = region.client().get(path_of(survey, "resultats/")).content.decode()
    table = text[text.index("Votre département") :]
    assert "trop peu de personnes" in table
    assert "71,4" not in table
    assert "28,6" not in table
    team = region.client(region.observer).get(manage_path(survey, "resultats/")).content.decode()
    assert "28,6" in team


def test_a_hidden_group_takes_the_next_smallest_with_it_and_ranks_are_no_groups() -> None:
    shown = without_small(bar_chart("?", [("A", 30), ("B", 12), ("C", 3), ("D", 0)]))
    assert [row[1] for row in shown.rows] == [30, "–", "–", 0]
    assert [bar.value for bar in shown.drawn] == [30, -1, -1, 0]
    many = without_small(bar_chart("?", [("A", 30), ("B", 4), ("C", 3)]))
    assert [row[1] for row in many.rows] == [30, "–", "–"]
    heat = without_small(heat_map("?", ["x", "y", "z"], [("r", [9, 1, 20]), ("s", [5, 0, 25])]))
    assert [list(row) for row in heat.rows] == [["r", "–", "–", 20], ["s", 5, 0, 25]]
    columns = without_small(column_chart("?", [("1", 2), ("2", 8), ("3", 9)]))
    assert [(one.value, one.height > 0) for one in columns.drawn] == [
        ("–", False),
        ("–", False),
        (9, True),
    ]
    ranks = table("?", ["", "Rang"], [("Premier", 1), ("Second", 2)])
    assert without_small(ranks) == ranks


def _published(survey: Phase, number: int) -> Contribution:
    return Contribution.objects.create(
        kind="answer", consultation=survey.consultation, phase=survey, number=number,
        moderation="published",
    )  # fmt: skip


def _picked(key: str) -> Any:
    return Picked((key,))


def test_the_public_never_reads_what_people_wrote(region: World) -> None:
    survey = _answered(region, settings={"results": "during"})
    for user in (None, region.citizen):
        page = region.client(user).get(path_of(survey, "resultats/")).content.decode()
        assert "1 personne a écrit une réponse." in page
        assert SECRET not in page


def test_the_team_reads_searches_and_tags_texts(region: World) -> None:
    survey = _answered(region, settings={"results": "never"})
    texts = manage_path(survey, "resultats/long_text/")
    for reader in (region.observer, region.agent, region.manager):
        assert SECRET in region.client(reader).get(texts).content.decode()
    browser = region.client(region.observer)
    assert SECRET in browser.get(f"{texts}?q=soirée+dupont").content.decode()
    assert SECRET not in browser.get(f"{texts}?q=piscine").content.decode()
    with region.use():
        sheet = Cell.objects.get(question="long_text").sheet_id
    assert browser.post(f"{texts}{sheet}/", {"tags": "jeux"}).status_code == 403, "who looks, looks"
    region.client(region.manager).post(f"{texts}{sheet}/", {"tags": "Lien social, jeux,  jeux"})
    with region.use():
        assert Cell.objects.get(question="long_text").tags == ["lien social", "jeux"]
    assert SECRET in browser.get(f"{texts}?tag=jeux").content.decode()
    assert region.client(region.citizen).get(texts).status_code == 403
    assert region.client().get(texts).status_code == 302


def test_results_are_filtered_and_crossed(region: World) -> None:
    survey = _answered(region)
    browser, path = region.client(region.observer), manage_path(survey, "resultats/")
    nord = browser.get(f"{path}?among=one_choice=nord").context["results"]
    assert nord.people == 2
    assert browser.get(f"{path}?origin=paper").context["results"].people == 0
    chart = browser.get(f"{path}?of=several_choices&by=one_choice").context["crossed"]
    assert list(chart.head) == ["", "Sport", "Culture", "Santé"]
    assert list(chart.rows) == [("Nord", 2, 1, 0)]
    by_scale = browser.get(f"{path}?of=one_choice&by=scale").context["crossed"]
    assert [row[0] for row in by_scale.rows] == ["2", "5"]


def test_how_far_people_get(region: World) -> None:
    survey = _answered(region)
    Person(region.client(), survey).sends("vous", one_choice="nord")
    page = region.client(region.observer).get(manage_path(survey, "resultats/"))
    completion = page.context["completion"]
    assert (completion.begun, completion.handed_in, completion.percent) == (4, 3, 75)
    assert list(completion.stops) == [("Vous", 0), ("Idees", 1)]


def test_a_question_of_another_survey_is_not_found(region: World) -> None:
    survey = _answered(region)
    with region.use():
        make_survey(section("une", ask("email", "Une adresse ?")))
    page = region.client(region.manager).get(manage_path(survey, "resultats/email/"))
    assert page.status_code == 404
