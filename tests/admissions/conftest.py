"""A consultation for a few, with proposals open in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from consultations.models import Consultation, Phase
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_proposal


@pytest.fixture
def phase(region: World) -> Phase:
    """Published, seen only by those admitted, who are nobody yet."""
    with region.use():
        consultation = make_consultation(
            slug="lycee", title="Le nouveau lycée", audience=Consultation.Audience.ADMITTED
        )
        phase = make_phase(consultation, slug="idees")
        make_proposal(phase, number=1, title="Un préau couvert")
        return phase


@pytest.fixture
def consultation(phase: Phase) -> Consultation:
    return phase.consultation


@pytest.fixture
def admit(region: World, consultation: Consultation) -> Callable[..., None]:
    """Change who the consultation is for, or whose addresses are admitted."""

    def change(**fields: Any) -> None:
        with region.use():
            Consultation.objects.filter(pk=consultation.pk).update(**fields)

    return change


@pytest.fixture
def member(region: World) -> Callable[[str], User]:
    """Somebody signed in with this address."""

    def make(email: str) -> User:
        with region.use():
            return User.objects.create_user(
                email, display_name="Sacha", terms_accepted_at="2026-01-01T00:00Z"
            )

    return make
