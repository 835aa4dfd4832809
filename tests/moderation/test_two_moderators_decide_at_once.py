"""The second is told that it was decided already, and undoes nothing unknowingly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contributions.models import Contribution
from moderation import actions
from moderation.models import Decision
from tests.cast import World

QUEUE = "/gestion/moderation/"
type Write = Callable[..., Contribution]


def post(region: World, who: Any, text: Contribution, **fields: str) -> str:
    answer = region.client(who).post(f"{QUEUE}{text.pk}/decider/", fields, follow=True)
    return str(answer.text)


@pytest.mark.parametrize(
    ("first", "second"),
    [("publish", "refuse"), ("refuse", "publish"), ("publish", "publish"), ("publish", "hide")],
)
def test_the_second_is_told_and_their_decision_not_kept(
    region: World, write: Write, first: str, second: str
) -> None:
    text = write()
    seen = {f"seen-{text.pk}": ""}  # both opened the queue before anything was decided
    post(region, region.moderator, text, verdict=first, reason="off_topic", **seen)
    page = post(region, region.manager, text, verdict=second, reason="off_topic", **seen)
    assert "Moderator a déjà décidé" in page
    with region.use():
        assert [one.verdict for one in Decision.objects.filter(contribution=text)] == [first]


def test_a_report_left_by_one_is_not_acted_upon_by_the_other(region: World, write: Write) -> None:
    text = write(moderation="published")
    with region.use():
        actions.report(text, by=region.neighbour, reason="offensive")
    seen = {f"seen-{text.pk}": ""}
    post(region, region.moderator, text, verdict="keep", **seen)
    page = post(region, region.manager, text, verdict="hide", reason="offensive", **seen)
    assert "a déjà décidé" in page
    with region.use():
        text.refresh_from_db()
        assert text.is_published


def test_a_text_withdrawn_meanwhile_is_said_to_be(region: World, write: Write) -> None:
    text = write()
    with region.use():
        Contribution.objects.filter(pk=text.pk).update(moderation="withdrawn")
    assert "retirée par son auteur" in post(region, region.moderator, text, verdict="publish")


def test_the_row_is_locked_while_deciding(region: World, write: Write) -> None:
    text = write()
    with region.use(), CaptureQueriesContext(connection) as statements:
        actions.decide(text, "publish", by=region.moderator)
    first = next(one["sql"] for one in statements if "contributions_contribution" in one["sql"])
    assert 'FOR UPDATE OF "contributions_contribution"' in first
