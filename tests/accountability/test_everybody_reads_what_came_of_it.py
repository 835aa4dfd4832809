"""The public account of all consultations: answers and their delay, commitments and how they are kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accountability.account import by_consultation, in_all
from accountability.models import OfficialAnswer
from accountability.selectors import tally
from commitments.models import Commitment, Step, today
from consultations.models import Consultation
from contributions.models import Contribution
from sharing.selectors import VISITOR
from tests.cast import World

PAGE = "/suites/"
STATEMENTS = 3
type Write = Callable[..., Contribution]


def answered(text: Contribution, days: int, outcome: str = "retained") -> None:
    """An answer that came so many days after the text was published."""
    OfficialAnswer.objects.create(
        contribution=text,
        outcome=outcome,
        body="Voici pourquoi.",
        published_at=(text.published_at or timezone.now()) + timedelta(days=days),
    )
    text.outcome = outcome
    text.save()


def commit(consultation: Consultation, slug: str, **fields: Any) -> Commitment:
    defaults = {
        "title": slug,
        "text": "…",
        "responsible": "Nous",
        "due": today(),
        "state": "underway",
    }
    return Commitment.objects.create(consultation=consultation, slug=slug, **{**defaults, **fields})


def test_it_counts_answers_and_tells_the_median_delay(
    region: World, consultation: Consultation, write: Write
) -> None:
    texts = [write() for _number in range(4)]
    write(title="", body="Une réponse à l’enquête")
    with region.use():
        for text, days in zip(texts, (2, 10, 90), strict=False):
            answered(text, days)
        for given in (in_all(VISITOR), *by_consultation(VISITOR)):
            assert (given.published, given.answered, given.days, given.share) == (4, 3, 10, 75)
    page = region.client().get(PAGE).text
    assert "Assises de la vie associative" in page
    assert "sur 4 publiées" in page
    assert "10 jours" in page


def test_it_shows_each_commitment_under_what_became_of_it(
    region: World, consultation: Consultation
) -> None:
    with region.use():
        commit(consultation, "en-retard", due=today() - timedelta(days=1))
        commit(consultation, "a-temps")
        commit(consultation, "tenu", state="kept", ended_at=timezone.now())
        commit(consultation, "abandonne", state="given_up", ended_at=timezone.now())
        commit(consultation, "brouillon", state="draft")
    page = region.client().get(PAGE).text
    places = [
        page.index(f"/engagements/{slug}/")
        for slug in ("en-retard", "a-temps", "tenu", "abandonne")
    ]
    assert places == sorted(places), "what is late comes first"
    assert "brouillon" not in page
    assert "sur 4 pris" in page


def test_before_anything_it_says_so(region: World) -> None:
    assert "Rien à rendre compte" in region.client().get(PAGE).text


@pytest.mark.parametrize("many", [1, 12])
def test_it_takes_the_same_few_statements_whatever_the_number(
    region: World, consultation: Consultation, write: Write, many: int
) -> None:
    with region.use():
        for number in range(many):
            answered(write(), number)
            Step.objects.create(
                commitment=commit(consultation, f"e-{number}"), title="Une", due=today()
            )
    region.client().get(PAGE)
    with region.use(), CaptureQueriesContext(connection) as captured:
        region.client().get(PAGE)
    assert len(captured) == STATEMENTS


def test_what_is_on_its_way_counts_as_its_answer_said(
    region: World, consultation: Consultation, write: Write
) -> None:
    with region.use():
        for answer, now in (
            ("retained", "delivered"),
            ("partly_retained", "in_delivery"),
            ("partly_retained", "partly_retained"),
        ):
            text = write()
            answered(text, 1, answer)
            Contribution.objects.filter(pk=text.pk).update(outcome=now)
        write(outcome="in_delivery")
        counted = tally(consultation)
    assert (counted.retained, counted.partly_retained, counted.answered) == (2, 2, 4)


def test_another_tenant_sees_none_of_it(
    region: World, canal: World, consultation: Consultation
) -> None:
    with region.use():
        commit(consultation, "chez-nous")
    assert "Rien à rendre compte" in canal.client().get(PAGE).text
    assert canal.client().get("/engagements/chez-nous/").status_code == 404
