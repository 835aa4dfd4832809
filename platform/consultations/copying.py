"""What is copied when a consultation is prepared after an earlier one, or a site after another.

Fail closed: only the tables named here, by a room above (`rooms.Room.structure`) or by a module's
`structure`. They hold what the team prepared. A column that points to a person stops the copy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Field, FileField, ForeignKey, Model
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import record
from consultations import rooms
from consultations.actions import free_address, require_manager
from consultations.models import Consultation, Document, Partner, Phase, Theme
from consultations.module import all_modules
from consultations.planning import Planned, moved
from tenants.ids import uuid7

CORE: Sequence[type[Model]] = (Consultation, Theme, Partner, Document, Phase)
# What begins anew in the copy, by `model.column`.
ANEW: Mapping[str, Any] = {
    "consultation.state": Consultation.State.DRAFT.value,
    "consultation.published_at": None,
    "consultation.closed_at": None,
    "consultation.outcome_is_open": False,
}


class PersonInside(TypeError):
    """A table that was named for the copy points to people."""


def tables() -> Iterator[type[Model]]:
    """What is copied, in an order that foreign keys allow."""
    yield from CORE
    yield from rooms.structure()
    for module in all_modules().values():
        yield from module.structure


def columns_of(table: type[Model]) -> list[Field[Any, Any]]:
    """The columns to copy; PersonInside where one points to people."""
    columns = [column for column in table._meta.concrete_fields if not column.generated]
    for column in columns:
        if column.is_relation and column.related_model is User:
            raise PersonInside(f"{table._meta.label}.{column.name}")
    return columns


def key_of(column: Field[Any, Any]) -> str:
    """What ANEW calls a column."""
    return f"{column.model._meta.model_name}.{column.name}"


def planned_after(source: Consultation, first_day: date) -> list[Planned]:
    """The stages of a copy that begins on `first_day`: as many days later, at the same times of day."""
    phases = list(source.phases.all())
    days = _days(phases, first_day)
    return [
        Planned(
            title=phase.title,
            module=phase.module,
            opens_at=moved(phase.opens_at, days),
            closes_at=moved(phase.closes_at, days),
        )
        for phase in phases
    ]


@transaction.atomic
def copy(source: Consultation, *, title: str, first_day: date, by: User) -> Consultation:
    """A draft after another consultation, in whatever state that is: all that was prepared for it.

    Its first stage opens on `first_day`. Nobody's words are in it, and nothing of what the source became.
    ValidationError where the contract has no room for its files.
    """
    require_manager(by)
    days = _days(list(source.phases.all()), first_day)
    copied = _Copy(source)
    for table in tables():
        for row in copied.begin(table):
            values = copied.values_of(row)
            if isinstance(row, Consultation):
                values |= {"title": title, "slug": free_address(title)}
            if isinstance(row, Phase):
                values |= {
                    "opens_at": moved(row.opens_at, days),
                    "closes_at": moved(row.closes_at, days),
                }
            copied.keep(row, table(**values))
    made = copied.made[Consultation][source.pk]
    assert isinstance(made, Consultation)  # noqa: S101 - the table's own rows
    sentence = _("prepared the consultation “%(title)s” after “%(source)s”")
    record(
        "consultation.created",
        sentence % {"title": title, "source": source.title},
        by=by,
        about=made.pk,
    )
    return made


class _Copy:
    """The rows that were copied so far, by table and by the key that they were copied from."""

    def __init__(self, source: Consultation) -> None:
        self.source = source
        self.made: dict[type[Model], dict[Any, Model]] = {}

    def begin(self, table: type[Model]) -> list[Model]:
        """The rows to copy of a table: the source itself, or what stands in a row copied before."""
        parents = [column for column in columns_of(table) if column.related_model in self.made]
        self.made[table] = {}
        if table is Consultation:
            return [self.source]
        inside: Any = parents[0]
        within = {f"{inside.name}__in": list(self.made[inside.related_model])}
        return list(table._default_manager.filter(**within))

    def values_of(self, row: Model) -> dict[str, Any]:
        """A row's columns for its copy: keys of its own, its parents' copies, and what begins anew."""
        values = {}
        for column in columns_of(type(row)):
            value = ANEW.get(key_of(column), column.value_from_object(row))
            if column.primary_key:
                value = uuid7()
            elif isinstance(column, ForeignKey) and value is not None:
                value = self.made[column.related_model][value].pk
            elif isinstance(column, FileField):
                value = _again(value) if value else ""
            values[column.attname] = value
        return values

    def keep(self, row: Model, anew: Model) -> None:
        anew.save(force_insert=True)
        self.made[type(row)][row.pk] = anew


def _again(file: FieldFile) -> str:
    """The name of a file of the copy's own: a row's files go with it. ValidationError where files are full."""
    with file.open("rb") as content:
        return str(file.storage.save(file.name, content))


def _days(phases: Sequence[Phase], first_day: date) -> int:
    """How many days later than those of the source its copy's stages are."""
    if not phases:
        return 0
    first = min(phase.opens_at for phase in phases)
    return (first_day - timezone.localdate(first)).days
