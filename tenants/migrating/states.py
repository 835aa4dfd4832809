"""Which schema stands where: a look at every `django_migrations` in a few statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import batched

import psycopg
from psycopg import sql

CHUNK = 250  # schemas asked in one statement: each is one lock and one entry of the plan
_PRESENT = """
    select n.nspname from pg_namespace n join pg_class c on c.relnamespace = n.oid
    where c.relname = 'django_migrations' and n.nspname = any(%s)"""
_STATE = sql.SQL(
    "(select {name}, coalesce(md5(string_agg(app || '.' || name, ','"
    ' order by app collate "C", name collate "C")), \'\') from {table})'
)


@dataclass(frozen=True, kw_only=True)
class States:
    """Schemas by what is applied in them, in the order they were asked; and those that are not there."""

    groups: list[list[str]]
    missing: list[str]


def scan(raw: psycopg.Connection, schemas: Sequence[str]) -> States:
    """Look at all `schemas`: the same migrations applied, the same group."""
    present = {name for (name,) in raw.execute(_PRESENT, [list(schemas)])}
    found = [schema for schema in schemas if schema in present]
    groups: dict[str, list[str]] = {}
    for schema, digest in _digests(raw, found):
        groups.setdefault(digest, []).append(schema)
    missing = [schema for schema in schemas if schema not in present]
    return States(groups=list(groups.values()), missing=missing)


def _digests(raw: psycopg.Connection, schemas: Sequence[str]) -> Iterator[tuple[str, str]]:
    for chunk in batched(schemas, CHUNK, strict=False):
        rows = raw.execute(sql.SQL(" union all ").join(map(_state, chunk))).fetchall()
        digests: dict[str, str] = dict(rows)
        yield from ((schema, digests[schema]) for schema in chunk)


def _state(schema: str) -> sql.Composed:
    table = sql.Identifier(schema, "django_migrations")
    return _STATE.format(name=sql.Literal(schema), table=table)
