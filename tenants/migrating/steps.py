"""What brings one group of schemas up to date: planned once, run once, written down.

The SQL to replay is not guessed beforehand: the ordinary schema editor runs in one schema of the group
and each statement it executes is kept. So what an operation reads from the catalogue (the names of the
constraints to drop) is right, and a migration that cannot work fails before any other tenant is touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import DatabaseError, connections, router, transaction
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from psycopg import sql
from psycopg.errors import LockNotAvailable

from tenants.current import use
from tenants.models import Tenant
from tenants.names import EXTENSIONS_SCHEMA, check_schema_name

PATIENCE = 3  # times a transaction is tried whose table somebody holds
LOCK_TIMEOUT = (
    "3s"  # a table somebody holds: give up on this schema rather than queue everyone behind
)
type Name = tuple[str, str]  # app and migration, as `django_migrations` keeps them


@dataclass(frozen=True, kw_only=True)
class Move:
    """One operation between two states of the models."""

    operation: Operation
    before: ProjectState
    after: ProjectState


@dataclass(frozen=True, kw_only=True)
class Step:
    """One migration. `obstacle` says why its SQL cannot be replayed; empty where it can."""

    app: str
    name: str
    moves: tuple[Move, ...]
    records: tuple[Name, ...]
    is_atomic: bool
    obstacle: str


type Recipe = list[str | Step]  # scripts to replay, and steps to run one schema at a time


class RecordingEditor(DatabaseSchemaEditor):
    """Django's schema editor, which keeps what it executes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.executed: list[str] = []

    def execute(self, sql: Any, params: Any = ()) -> None:
        text = str(sql)
        if params is not None:
            text = self.connection.ops.compose_sql(text, params)
        super().execute(text, None)
        self.executed.append(text.rstrip().removesuffix(";"))


def plan(schema: str) -> list[Step]:
    """What is to be run in `schema`, and in every other in the same state."""
    with use(Tenant(schema_name=schema)):
        executor = MigrationExecutor(connections["owner"])
        executor.loader.check_consistent_history(connections["owner"])
        leaves = executor.loader.graph.leaf_nodes()
        wanted = {migration for migration, _ in executor.migration_plan(leaves)}
        steps = list(_replaced(executor))
        if not wanted:
            return steps
        state: ProjectState = executor._create_project_state(with_applied_migrations=True)  # type: ignore[attr-defined]
        state.apps  # noqa: B018 - drawn once here, copied by each move
        for migration, _ in executor.migration_plan(leaves, clean_start=True):
            if migration in wanted:
                step, state = _step(migration, state)
                steps.append(step)
        return steps


def _replaced(executor: MigrationExecutor) -> Iterator[Step]:
    """Squashed migrations whose parts are all applied are only to be written down."""
    applied = executor.loader.applied_migrations
    for key, migration in executor.loader.replacements.items():
        recorded = MigrationRecorder(connections["owner"]).applied_migrations()
        if key not in recorded and all(part in applied for part in migration.replaces):
            yield Step(
                app=key[0], name=key[1], moves=(), records=(key,), is_atomic=True, obstacle=""
            )


def _step(migration: Migration, state: ProjectState) -> tuple[Step, ProjectState]:
    concerns = router.allow_migrate("owner", migration.app_label)
    moves: tuple[Move, ...] = ()
    if concerns:
        moves = tuple(_moves(migration, state))
        state = moves[-1].after if moves else state
    else:  # another schema's app: its models may be named, its tables are not here
        state = migration.mutate_state(state)
    key = (migration.app_label, migration.name)
    step = Step(
        app=migration.app_label,
        name=migration.name,
        moves=moves,
        records=(*((app, name) for app, name in migration.replaces), key),
        is_atomic=migration.atomic,
        obstacle=_obstacle(migration) if concerns else "",
    )
    return step, state


def _moves(migration: Migration, state: ProjectState) -> Iterator[Move]:
    for operation in migration.operations:
        before, state = state, state.clone()
        operation.state_forwards(migration.app_label, state)
        yield Move(operation=operation, before=before, after=state)


def _obstacle(migration: Migration) -> str:
    if not migration.atomic:
        return "it is not one transaction"
    foreign = [one for one in _flat(migration.operations) if not one.reduces_to_sql]
    return f"{type(foreign[0]).__name__} is not SQL" if foreign else ""


def _flat(operations: Sequence[Operation]) -> Iterator[Operation]:
    for operation in operations:
        yield operation
        yield from _flat(getattr(operation, "database_operations", ()))


# --- Running ----------------------------------------------------------------------------------------


def record(schema: str, steps: Sequence[Step]) -> Recipe:
    """Run the steps in `schema`; how to do the same elsewhere."""
    recipe: Recipe = []
    for step in steps:
        executed = run(schema, step)
        if step.obstacle or any("CONCURRENTLY" in text.upper() for text in executed):
            recipe.append(step)
            continue
        script = ";\n".join([*executed, *map(_recorded, step.records)])
        if recipe and isinstance(recipe[-1], str):
            recipe[-1] = f"{recipe[-1]};\n{script}"
        else:
            recipe.append(script)
    return recipe


def run(schema: str, step: Step) -> list[str]:
    """One step in one schema, written down in the same transaction; the statements it took."""
    if not step.is_atomic:
        return _run(schema, step)
    return _patiently(lambda: _run_whole(schema, step))


def _run_whole(schema: str, step: Step) -> list[str]:
    with use(Tenant(schema_name=schema)), transaction.atomic(using="owner"):
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        return _run(schema, step)


def _run(schema: str, step: Step) -> list[str]:
    connection = connections["owner"]
    with use(Tenant(schema_name=schema)):
        with RecordingEditor(connection, atomic=step.is_atomic) as editor:
            for move in step.moves:
                _make(step, move, editor)
        for app, name in step.records:
            MigrationRecorder(connection).record_applied(app, name)
    return editor.executed


def _make(step: Step, move: Move, editor: RecordingEditor) -> None:
    """One operation, in a transaction of its own where the migration is none and it asks for one."""
    alone = not step.is_atomic and move.operation.atomic
    with transaction.atomic(using="owner") if alone else nullcontext():
        move.operation.database_forwards(step.app, editor, move.before, move.after)


def replay(raw: psycopg.Connection, schema: str, script: str) -> None:
    """A script in one schema: one round trip, one transaction, which does not wait for the disk.

    A server that crashes may forget the last ones, each whole: the next run finds them missing.
    `fleet.migrate` waits once, for all of them, at its end.
    """
    check_schema_name(schema)
    whole = (
        f'BEGIN; SET LOCAL search_path = "{schema}", {EXTENSIONS_SCHEMA};'
        f" SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'; SET LOCAL synchronous_commit = off;\n"
        f"{script};\nCOMMIT"
    )
    _patiently(lambda: _round_trip(raw, whole))


def _round_trip(raw: psycopg.Connection, script: str) -> None:
    try:
        raw.execute(script.encode())
    except BaseException:
        raw.rollback()
        raise


def _patiently[Result](deed: Callable[[], Result]) -> Result:
    """Try again where a table was held for longer than `LOCK_TIMEOUT`; the deed left nothing."""
    for _ in range(PATIENCE - 1):
        try:
            return deed()
        except (LockNotAvailable, DatabaseError) as error:
            if LockNotAvailable not in {type(error), type(error.__cause__)}:
                raise
    return deed()


def _recorded(name: Name) -> str:
    insert = sql.SQL("INSERT INTO django_migrations (app, name, applied) VALUES ({}, {}, now())")
    return insert.format(sql.Literal(name[0]), sql.Literal(name[1])).as_string()
