"""Rows for tests, made with believable defaults. Call them inside `world.use()`."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.models import User
from consultations.models import Consultation, Phase, Theme
from consultations.module import module_of
from contributions.models import Contribution

_numbers = count(1)


def make_consultation(**fields: Any) -> Consultation:
    """A published consultation that promises something, with moderation after publication."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "slug": f"consultation-{number}",
        "title": f"Quelle vie associative demain ? ({number})",
        "summary": "Vos idées pour les associations.",
        "why": "Parce que les associations changent.",
        "use": "Chaque proposition reçoit une réponse.",
        "commitment": Consultation.Commitment.CO_CONSTRUCTION,
        "moderation": Consultation.Moderation.AFTER,
        "state": Consultation.State.PUBLISHED,
        "published_at": timezone.now(),
    }
    return Consultation.objects.create(**{**defaults, **fields})


def make_theme(consultation: Consultation, **fields: Any) -> Theme:
    """A theme of a consultation."""
    number = next(_numbers)
    defaults = {"slug": f"theme-{number}", "title": f"Emploi associatif {number}"}
    return Theme.objects.create(consultation=consultation, **{**defaults, **fields})


def make_phase(
    consultation: Consultation | None = None,
    module: str = "proposals",
    *,
    opens_in_days: float = -1,
    closes_in_days: float = 30,
    **fields: Any,
) -> Phase:
    """A phase that runs `module`, of its first kind; open unless the days say otherwise."""
    found = module_of(module)
    assert found is not None, f"no module {module}"
    number, now = next(_numbers), timezone.now()
    defaults = {
        "kind_key": found.kinds[0].key,
        "slug": f"phase-{number}",
        "title": f"Phase {number}",
        "opens_at": now + timedelta(days=opens_in_days),
        "closes_at": now + timedelta(days=closes_in_days),
    }
    return Phase.objects.create(
        consultation=consultation or make_consultation(),
        module_key=module,
        **{**defaults, **fields},
    )


def make_proposal(phase: Phase, author: User | None = None, **fields: Any) -> Contribution:
    """A published proposal of a phase."""
    number = next(_numbers)
    defaults = {
        "kind": "proposal",
        "number": number,
        "title": f"Une maison des associations dans chaque canton ({number})",
        "body": "Un lieu ouvert le soir, avec des salles et un conseil.",
        "author_name": str(author) if author else "Camille",
        "moderation": Contribution.Moderation.PUBLISHED,
        "published_at": timezone.now(),
    }
    return Contribution.objects.create(
        consultation=phase.consultation, phase=phase, author=author, **{**defaults, **fields}
    )
