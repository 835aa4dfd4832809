"""What the tests of proposals share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from consultations.models import Consultation, Phase, Theme
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_theme


@pytest.fixture
def theme(region: World) -> Theme:
    """A theme of the consultation in which people propose."""
    with region.use():
        consultation = make_consultation(slug="assises", title="Assises de la vie associative")
        return make_theme(consultation, slug="emploi", title="Emploi associatif")


@pytest.fixture
def phase(region: World, theme: Theme) -> Phase:
    """An open phase of proposals; what is written appears at once."""
    with region.use():
        return make_phase(
            theme.consultation, slug="idees", title="Vos propositions", closes_in_days=5
        )


@pytest.fixture
def url(phase: Phase) -> Callable[..., str]:
    """Addresses below the phase: `url()`, `url("proposer/")`."""
    return lambda rest="": (
        f"/concertations/{phase.consultation.slug}/propositions/{phase.slug}/{rest}"
    )


@pytest.fixture
def proposal_data(theme: Theme) -> dict[str, Any]:
    """A proposal as a form sends it."""
    return {
        "title": "Former les trésoriers bénévoles le soir",
        "theme": str(theme.pk),
        "body": "Tenir les comptes fait peur. Trois soirées par an suffiraient.\n\nPrès de chez eux.",
        "place": "Vervins",
    }


@pytest.fixture
def moderated(region: World, phase: Phase) -> Phase:
    """The same phase, in a consultation that moderates before publication."""
    with region.use():
        Consultation.objects.filter(pk=phase.consultation_id).update(moderation="before")
        phase.consultation.refresh_from_db()
    return phase
