"""All schemas at once: one of each group goes ahead, the others replay what it did."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import cast

import psycopg
from django.db import connections

from tenants.current import use
from tenants.migrating import steps
from tenants.migrating.states import scan
from tenants.migrating.steps import Recipe, Step
from tenants.names import TEMPLATE_SCHEMA
from tenants.provisioning import MIGRATING

GO_AHEAD = (
    3  # schemas of a group that may fail before its migration is taken to be the one at fault
)

type Failures = dict[str, str]  # schema, what went wrong
type Tick = Callable[[str], None]  # told of each schema that is done with, well or badly


class Busy(RuntimeError):
    """Another process is migrating schemas now."""


@contextmanager
def alone(raw: psycopg.Connection) -> Iterator[None]:
    """One process migrates at a time, and none copies the template meanwhile; Busy otherwise."""
    (taken,) = raw.execute("select pg_try_advisory_lock(%s)", [MIGRATING]).fetchone() or (False,)
    if not taken:
        raise Busy("Another process is migrating schemas now.")
    try:
        yield
    finally:
        raw.execute("select pg_advisory_unlock(%s)", [MIGRATING])


def migrate(
    schemas: Sequence[str], *, jobs: int = 1, tick: Tick = lambda _schema: None
) -> Failures:
    """Bring every schema up to date, `jobs` at a time; those that are not, with the reason.

    A schema that fails keeps no other back. What is done is done: run again, only the rest is run.
    """
    raw = owner_connection()
    with alone(raw):
        states = scan(raw, schemas)
        failures: Failures = {}
        for schema in states.missing:
            failures[schema] = "the schema is not there, or was never migrated"
            tick(schema)
        for group in states.groups:
            failures |= _migrate_group(group, jobs, tick)
        _reach_the_disk(raw)
    return failures


def _reach_the_disk(raw: psycopg.Connection) -> None:
    """One commit that waits, and with it all before it."""
    raw.execute("select pg_logical_emit_message(true, 'migrated', '')")


def plans(schemas: Sequence[str]) -> Iterator[tuple[list[str], list[Step]]]:
    """Each group of schemas with what would run in it, nothing where it is up to date."""
    for group in scan(owner_connection(), schemas).groups:
        yield group, steps.plan(group[0])


def behind(schemas: Sequence[str]) -> set[str]:
    """The schemas that do not stand where the template does: migrations are missing, or the schema is."""
    states = scan(owner_connection(), [TEMPLATE_SCHEMA, *schemas])
    level = next((group for group in states.groups if TEMPLATE_SCHEMA in group), [])
    return set(schemas) - set(level)


def owner_connection() -> psycopg.Connection:
    """This thread's raw connection of the owner, outside of any transaction."""
    with use(None):
        connections["owner"].cursor().close()
    return cast("psycopg.Connection", connections["owner"].connection)


def _migrate_group(group: list[str], jobs: int, tick: Tick) -> Failures:
    try:
        to_run = steps.plan(group[0])
    except Exception as error:  # an inconsistent history: this group's trouble, not the others'
        return _all_failed(group, error, tick)
    if not to_run:
        for schema in group:
            tick(schema)
        return {}
    return _lead(group, to_run, jobs, tick)


def _lead(group: list[str], to_run: list[Step], jobs: int, tick: Tick) -> Failures:
    """One schema goes ahead; the others follow. Where the first fails, another tries to."""
    failures: Failures = {}
    for place, first in enumerate(group):
        try:
            recipe = steps.record(first, to_run)
        except Exception as error:
            failures[first] = told(error)
            tick(first)
            if len(failures) == GO_AHEAD:
                return failures | _all_failed(group[place + 1 :], error, tick)
        else:
            tick(first)
            return failures | _follow(group[place + 1 :], recipe, jobs, tick)
    return failures


def _all_failed(schemas: Sequence[str], error: Exception, tick: Tick) -> Failures:
    for schema in schemas:
        tick(schema)
    return dict.fromkeys(schemas, told(error))


def _follow(schemas: Sequence[str], recipe: Recipe, jobs: int, tick: Tick) -> Failures:
    if jobs == 1:
        return _cook_all(schemas, recipe, tick)

    def share(number: int) -> Failures:
        try:
            return _cook_all(schemas[number::jobs], recipe, tick)
        finally:
            connections["owner"].close()  # this thread's own

    with ThreadPoolExecutor(jobs) as hands:
        return {
            schema: why for part in hands.map(share, range(jobs)) for schema, why in part.items()
        }


def _cook_all(schemas: Sequence[str], recipe: Recipe, tick: Tick) -> Failures:
    failures: Failures = {}
    for schema in schemas:
        try:
            _cook(schema, recipe)
        except Exception as error:  # one tenant's trouble is not the others'
            failures[schema] = told(error)
        tick(schema)
    return failures


def _cook(schema: str, recipe: Recipe) -> None:
    raw = owner_connection()
    for part in recipe:
        if isinstance(part, str):
            steps.replay(raw, schema, part)
        else:
            steps.run(schema, part)


def told(error: Exception) -> str:
    """An error in one line."""
    return " ".join(str(error).split("\n")[0].split()) or type(error).__name__
