"""What is read here, and by whom."""

from __future__ import annotations

from django.db.models import QuerySet

from consultations.models import Phase
from consultations.permissions import Person
from consultations.selectors import get_phase_for
from contributions.models import Contribution

KEY = "newmodule"
KIND = "newmodule"


def get_here_for(person: Person, consultation: str, phase: str) -> Phase:
    """The phase at these slugs that runs this module and that `person` may see; else Http404."""
    return get_phase_for(person, consultation, phase, KEY)


def published_in(phase: Phase) -> QuerySet[Contribution]:
    """What everybody reads, the latest first."""
    words = Contribution.objects.filter(
        phase=phase, kind=KIND, moderation=Contribution.Moderation.PUBLISHED
    )
    return words.defer("search").order_by("-published_at", "number")
