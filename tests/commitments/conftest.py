"""A consultation with two proposals that people wrote and supported, and what may be promised of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from commitments import actions
from commitments.models import Commitment, today
from consultations.models import Consultation
from consultations.module import all_modules
from contributions.actions import support
from contributions.models import Contribution
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_proposal, make_theme

type Promise = Callable[..., Commitment]


@pytest.fixture
def consultation(region: World) -> Consultation:
    with region.use():
        found = make_consultation(slug="assises", title="Assises de la vie associative")
        make_theme(found, slug="emploi", title="Emploi associatif")
        return found


@pytest.fixture
def bench(region: World, consultation: Consultation) -> Contribution:
    """Retained; written by the citizen, supported by the neighbour."""
    with region.use():
        phase = make_phase(consultation, module=next(iter(all_modules())))
        text = make_proposal(
            phase, region.citizen, number=12, title="Des bancs à l’ombre", outcome="retained"
        )
        support(text, by=region.neighbour)
        return text


@pytest.fixture
def shade(region: World, bench: Contribution) -> Contribution:
    """Retained in part; a guest wrote it and left an address; the neighbour supports it too."""
    with region.use():
        text = make_proposal(
            bench.phase,
            number=48,
            title="Planter des tilleuls",
            outcome="partly_retained",
            contact="sophie@example.org",
        )
        support(text, by=region.neighbour)
        return text


@pytest.fixture
def promise(region: World, consultation: Consultation) -> Promise:
    """A commitment of the region's, drafted, or published where it comes from `sources`."""

    def make(*sources: Contribution, publish: bool = True, **words: Any) -> Commitment:
        told = {
            "title": "Trois bancs sur la place",
            "text": "Trois bancs seront posés sous les tilleuls.",
            "responsible": "Service des espaces verts",
            "due": today() + timedelta(days=90),
        }
        with region.use():
            commitment = actions.draft(consultation, by=region.manager, **{**told, **words})
            actions.link(commitment, sources, by=region.manager)
            if publish:
                actions.publish(commitment, by=region.manager)
            commitment.refresh_from_db()
            return commitment

    return make
