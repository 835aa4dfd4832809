"""Whether people accepted the terms in force: the room that keeps the terms stands above and answers here.

It joins in its AppConfig.ready, as in infra/decisions/0006-rooms-above.md. Without one, all is accepted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Keeper:
    """Whoever keeps the terms. `accept` writes: call it inside the transaction of the deed."""

    is_accepted: Callable[[User], bool] = lambda user: True
    accept: Callable[[User], None] = lambda user: None


_keepers: list[Keeper] = []


def keep(keeper: Keeper) -> None:
    """Ask this room from now on. Called once a process, when Django starts."""
    _keepers.append(keeper)


def are_accepted_by(user: User) -> bool:
    """Whether somebody accepted the terms that are in force today."""
    return all(keeper.is_accepted(user) for keeper in _keepers)


def accept(user: User) -> None:
    """Write down that somebody accepts the terms that are in force today."""
    for keeper in _keepers:
        keeper.accept(user)
