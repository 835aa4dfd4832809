"""Nobody opens or closes a stage: its dates do, at the minute, and no cache says otherwise for longer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from consultations.models import Phase
from contributions.models import Contribution
from tests.cast import World
from tests.factories import make_consultation, make_phase

OPENS, CLOSES = datetime(2027, 3, 1, 8, tzinfo=UTC), datetime(2027, 3, 31, 21, 59, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def phase(region: World) -> Phase:
    with region.use():
        return make_phase(opens_at=OPENS, closes_at=CLOSES)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (OPENS - SECOND, False),
        (OPENS, True),
        (CLOSES - SECOND, True),
        (CLOSES, False),
    ],
)
def test_the_page_and_what_is_sent_follow_the_dates_to_the_second(
    region: World, phase: Phase, at: datetime, is_open: bool
) -> None:
    visitor = region.client()
    with time_machine.travel(at, tick=False):
        page = visitor.get(phase.consultation.get_absolute_url()).text
        words = {"title": "Un banc devant la gare", "body": "À l’ombre, pour attendre le bus."}
        region.client(region.citizen).post(f"{phase.get_absolute_url()}proposer/", words)
    assert ("Participer" in page) is is_open
    with region.use():
        assert Contribution.objects.exists() is is_open


@pytest.mark.parametrize(
    ("before", "kept"),
    [(timedelta(hours=1), 60), (timedelta(seconds=25), 25), (timedelta(0), 60)],
)
@pytest.mark.parametrize("turn", [OPENS, CLOSES])
def test_caches_keep_no_page_past_the_minute_at_which_a_stage_opens_or_closes(
    region: World, phase: Phase, turn: datetime, before: timedelta, kept: int
) -> None:
    paths: list[Any] = ["/", "/concertations/", phase.consultation.get_absolute_url()]
    with time_machine.travel(turn - before, tick=False):
        answers = [region.client().get(path) for path in [*paths, phase.get_absolute_url()]]
    for answer in answers:
        assert f"max-age={kept}" in answer["Cache-Control"]
        assert "public" in answer["Cache-Control"]


def test_the_page_says_of_each_stage_when_texts_are_read(region: World) -> None:
    with region.use():
        consultation = make_consultation(moderation="before")
        make_phase(consultation, title="L’enquête")
        make_phase(consultation, title="Les propositions", moderation="after")
    visitor, path = region.client(), consultation.get_absolute_url()
    told = visitor.get(path).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Dans « L’enquête » : Chaque texte est lu" in told
    assert "Dans « Les propositions » : Les textes paraissent aussitôt" in told
    with region.use():
        Phase.objects.update(moderation="after")
    told = visitor.get(path).text
    assert "Chaque texte est lu" not in told
    assert "Les textes paraissent aussitôt" in told
