"""Rooms above may hold a text back for a moderator to read first (infra/decisions/0006-rooms-above.md).

A room joins in its AppConfig.ready. A guard is asked about each text handed in or changed, once it is saved
and in the same transaction; it may keep for itself why.
"""

from __future__ import annotations

from collections.abc import Callable

from contributions.models import Contribution

type Guard = Callable[[Contribution], bool]
_joined: list[Guard] = []


def join(guard: Guard) -> None:
    """Ask a guard from now on. Called once a process, when Django starts."""
    _joined.append(guard)


def hold(text: Contribution) -> bool:
    """Whether a guard wants a moderator to read this text before it shows. Each is asked."""
    answers = [guard(text) for guard in _joined]
    return any(answers)
