"""What the rooms above tell this one, which may not import them (infra/decisions/0006-rooms-above.md).

A room joins in its AppConfig.ready: `rooms.join(rooms.Room(waiting=...))`. What nobody tells is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q

from accounts.models import User
from consultations.models import Consultation
from consultations.module import Missing, Text

if TYPE_CHECKING:
    from django.db.models import Model

    from consultations.permissions import Person


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Work that waits for somebody of the team: how much, and the page where it is done.

    `label` reads on after the number, and is right for it: "texts to moderate".
    """

    count: int
    label: Text
    url: str
    icon: str = "inbox"


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A part of a consultation's page, of a room above.

    `rows`, for whoever reads, is selected with the consultation, under `name`: it costs no statement.
    `template` is given what `read` makes of it, as `rows`, and draws nothing where there is none.
    """

    name: str
    rows: Callable[[Person], ArraySubquery]
    read: Callable[[Any], Any]
    template: str


def _no_waiting(user: User) -> Iterable[Waiting]:
    return ()


def _nothing_missing() -> Iterable[Missing]:
    return ()


def _no_address(consultation: Consultation) -> Iterable[str]:
    return ()


def _no_outcome(consultations: Collection[UUID]) -> Collection[UUID]:
    return ()


def _nobody(user: User) -> Q:
    return Q(pk__in=())


@dataclass(frozen=True, kw_only=True)
class Room:
    """What a room above knows. Each answers with a fixed number of statements.

    `waiting`: the work that waits for `user`, nothing for what they may not do. `missing`: what the site
    itself lacks before anything may be published on it. `addresses`: where those
    who took part in a consultation can be written to. `accounted`: those among these consultations
    whose outcome can be read by those who see them. `admits`: which consultations `user` was admitted to, as a
    condition on Consultation, to stand within another statement. `structure` names the tables of what the team
    prepares in a consultation, and no person is in: a copy of it takes them along. `beside`: what it
    shows on a consultation's page.
    """

    waiting: Callable[[User], Iterable[Waiting]] = _no_waiting
    missing: Callable[[], Iterable[Missing]] = _nothing_missing
    addresses: Callable[[Consultation], Iterable[str]] = _no_address
    accounted: Callable[[Collection[UUID]], Collection[UUID]] = _no_outcome
    beside: tuple[Beside, ...] = ()
    admits: Callable[[User], Q] = _nobody
    structure: tuple[type[Model], ...] = ()


_joined: list[Room] = []


def join(room: Room) -> None:
    """Listen to a room from now on. Called once a process, when Django starts."""
    _joined.append(room)


def waiting_for(user: User) -> list[Waiting]:
    """All that waits for `user`; what has nothing waiting is left out."""
    return [one for room in _joined for one in room.waiting(user) if one.count]


def missing() -> list[Missing]:
    """What the site itself lacks, whatever the consultation, before anything may be published."""
    return [one for room in _joined for one in room.missing()]


def addresses_of(consultation: Consultation) -> list[str]:
    """The addresses of all who took part, each once, whatever its capitals."""
    found = (address for room in _joined for address in room.addresses(consultation))
    return sorted({address.strip().lower() for address in found if address.strip()})


def beside() -> list[Beside]:
    """What the rooms above show on a consultation's page."""
    return [one for room in _joined for one in room.beside]


def admits(user: User) -> Q:
    """The consultations that `user` was admitted to, whoever they are for; none where no room says so."""
    return reduce(or_, (room.admits(user) for room in _joined), _nobody(user))


def accounted(consultations: Collection[Consultation]) -> set[UUID]:
    """The ids of those among these consultations whose outcome everybody can read."""
    asked = [consultation.pk for consultation in consultations if consultation.is_public]
    if not asked:
        return set()
    return {pk for room in _joined for pk in room.accounted(asked)}


def structure() -> list[type[Model]]:
    """The tables that a consultation's copy takes along."""
    return [table for room in _joined for table in room.structure]
