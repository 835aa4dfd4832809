"""Texts to moderate, in a phase of whatever module there is: moderation knows none by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from consultations.models import Phase
from consultations.module import all_modules
from contributions.models import Contribution
from tests.cast import World
from tests.factories import make_phase, make_proposal


@pytest.fixture
def phase(region: World) -> Phase:
    """An open phase of the region."""
    with region.use():
        return make_phase(module=next(iter(all_modules())))


@pytest.fixture
def write(region: World, phase: Phase) -> Callable[..., Contribution]:
    """Make a text of the region's citizen, awaiting moderation unless told otherwise."""

    def make(**fields: Any) -> Contribution:
        defaults = {"author": region.citizen, "moderation": "pending", "published_at": None}
        with region.use():
            return make_proposal(phase, **{**defaults, **fields})

    return make
