"""Figures, exports, readiness, the team's table and the API: each tells what is there and no more."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db.models import F

from accountability.models import OfficialAnswer
from accounts.models import User
from consultations.models import Phase, Theme
from consultations.module import Planting
from contributions.models import Contribution, Support
from modules.proposals import demo
from modules.proposals.module import MODULE
from tests.cast import World
from tests.factories import make_phase, make_proposal


@pytest.fixture
def gathered(region: World, phase: Phase, theme: Theme) -> Phase:
    with region.use():
        text = make_proposal(
            phase, region.citizen, number=7, theme=theme, outcome="retained", supports_count=4
        )
        OfficialAnswer.objects.create(contribution=text, outcome="retained", body="Nous le ferons.")
        make_proposal(phase, number=8, moderation="refused", title="Une insulte")
        make_proposal(phase, number=9, moderation="draft", title="Un brouillon")
    return phase


def test_figures_count_what_is_published(region: World, gathered: Phase) -> None:
    with region.use():
        told = [(figure.value, str(figure.caption)) for figure in MODULE.figures(gathered)]
    assert told == [(1, "proposition"), (4, "soutiens"), (0, "commentaire"), (1, "réponse")]


def test_the_export_has_answers_and_no_authors(region: World, gathered: Phase) -> None:
    export = MODULE.exports[0]
    with region.use():
        rows = list(export.rows(gathered))
    assert len(rows) == 1
    assert len(rows[0]) == len(export.columns)
    assert "Nous le ferons." in rows[0]
    assert "Retenue" in rows[0]
    assert "Citizen" not in str(rows)


def test_readiness_names_what_is_missing(region: World, phase: Phase) -> None:
    with region.use():
        bare = make_phase(introduction="")
        assert len(MODULE.readiness(bare)) == 2
        Phase.objects.filter(pk=phase.pk).update(introduction="Une idée par message.")
        phase.refresh_from_db()
        assert not MODULE.readiness(phase)


def test_the_team_sees_every_state_and_nobody_else_enters(
    region: World, gathered: Phase, url: Any
) -> None:
    place = f"/gestion{url()}"
    for user in (region.admin, region.manager, region.moderator, region.agent, region.observer):
        page = region.client(user).get(place)
        assert "Une insulte" in page.text
        assert "Un brouillon" not in page.text
    only = region.client(region.admin).get(place, {"etat": "refused"}).text
    assert "Une insulte" in only
    assert "Une maison des associations" not in only
    assert region.client(region.citizen).get(place).status_code == 403
    assert region.client().get(place).headers["Location"].startswith("/connexion/")


def test_the_api_gives_what_is_published_without_authors(region: World, gathered: Phase) -> None:
    answer = region.client().get("/api/v1/proposals/", {"consultation": "assises"})
    text = json.dumps(answer.json())
    assert "Nous le ferons." in text
    assert "Une insulte" not in text
    assert "Citizen" not in text
    assert not answer.cookies
    assert (
        region.client().get("/api/v1/proposals/", {"consultation": "autre"}).json()["results"] == []
    )
    with region.use():
        gathered.consultation.state = "draft"
        gathered.consultation.save()
    assert region.client().get("/api/v1/proposals/").json()["results"] == []


@pytest.mark.parametrize("source", ["hauts-de-france", "les-ateliers-du-canal"])
def test_the_demonstration_keeps_the_rules_of_what_comes_in_by_itself(
    region: World, phase: Phase, source: str
) -> None:
    told: list[int] = []
    with region.use():
        people = [
            User.objects.create_user(f"p{n}@example.org", display_name=f"P{n}") for n in range(24)
        ]
        MODULE.plant(
            Planting(
                source=source, phase=phase, people=people, staff=region.admin, done=told.append
            )
        )
        texts = Contribution.objects.all()
        numbers = list(texts.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        assert told == [len(numbers)]
        for text in texts.filter(kind="proposal"):
            assert text.supports_count == text.supports.count() + text.imported_supports
            assert text.comments_count == text.comments.count()
            if text.outcome not in {"received", "under_study"}:
                assert text.official_answer.outcome == text.outcome
        assert not Support.objects.filter(contribution__author=F("user")).exists()


def test_a_source_without_a_file_plants_nothing(region: World, phase: Phase) -> None:
    with region.use():
        demo.plant(
            Planting(source="nowhere", phase=phase, people=[], staff=region.admin, done=print)
        )
        assert not Contribution.objects.exists()
