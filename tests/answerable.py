"""Contributions to answer, in a phase of whatever module there is: answers know none by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from consultations.models import Consultation, Phase
from consultations.module import all_modules
from contributions.models import Contribution
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_proposal


@pytest.fixture
def consultation(region: World) -> Consultation:
    """A published consultation of the region."""
    with region.use():
        return make_consultation(slug="assises", title="Assises de la vie associative")


@pytest.fixture
def phase(region: World, consultation: Consultation) -> Phase:
    """An open phase of it."""
    with region.use():
        return make_phase(consultation, module=next(iter(all_modules())))


@pytest.fixture
def write(region: World, phase: Phase) -> Callable[..., Contribution]:
    """Make a published contribution of the region's citizen."""

    def make(**fields: Any) -> Contribution:
        with region.use():
            return make_proposal(phase, **{"author": region.citizen, **fields})

    return make
