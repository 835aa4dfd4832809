"""The structure of one schema, read from PostgreSQL's catalogue, as statements to build it elsewhere.

A new tenant's schema is a copy of `t_template` made by one round trip (0.17 s measured) instead of by
all migrations (3 s and growing). Names of constraints and indexes are kept, so that one migration
plan fits every schema. Tables, columns, identities, generated columns, constraints, indexes and the
rows of `django_migrations` are copied; our schemas hold nothing else (no trigger, no inheritance).
"""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from psycopg import sql

from tenants.catalogue import of_schema
from tenants.names import check_schema_name

_COLUMNS = of_schema("""
    select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
           a.attgenerated, pg_get_expr(d.adbin, d.adrelid)
    from found c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    order by c.relname, a.attnum""")
_CONSTRAINTS = of_schema("""
    select c.relname, k.conname, pg_get_constraintdef(k.oid)
    from found c join pg_constraint k on k.conrelid = c.oid
    where k.contype in ('p', 'u', 'c', 'x', 'f')
    order by k.contype = 'f', k.contype <> 'p', c.relname, k.conname""")
_INDEXES = of_schema("""
    select pg_get_indexdef(i.indexrelid)
    from found c join pg_index i on i.indrelid = c.oid
    where not exists (select from pg_constraint k where k.conrelid = c.oid
                      and k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
    order by i.indexrelid::regclass::text""")


@dataclass(frozen=True, kw_only=True)
class Blueprint:
    """The statements that build a schema again in whatever schema is first on the path.

    Nothing in them names the schema they were read from. Rows put in between `tables` and `rules` need
    no order of their own, and are indexed once.
    """

    tables: list[str]
    rules: list[str]  # constraints, indexes, and what is written down as migrated

    @property
    def whole(self) -> str:
        """All of it, for one round trip."""
        return ";\n".join([*self.tables, *self.rules])


def read(connection: psycopg.Connection, schema: str) -> Blueprint:
    """The structure of `schema`. The connection's search_path is left at `schema`, ext."""
    check_schema_name(schema)
    connection.execute(sql.SQL("SET search_path = {}, ext").format(sql.Identifier(schema)))
    rules = _constraints(connection, schema)
    for (definition,) in connection.execute(_INDEXES, [schema]):
        rules.append(definition.replace(f"ON {schema}.", "ON ", 1))
    rules.append(_migrations(connection))
    return Blueprint(tables=_tables(connection, schema), rules=rules)


def _tables(connection: psycopg.Connection, schema: str) -> list[str]:
    columns: dict[str, list[str]] = {}
    for table, *column in connection.execute(_COLUMNS, [schema]):
        columns.setdefault(table, []).append(_column(*column))
    return [f'CREATE TABLE "{table}" ({", ".join(parts)})' for table, parts in columns.items()]


def _column(
    name: str, kind: str, not_null: bool, identity: str, generated: str, expression: str | None
) -> str:
    parts = [f'"{name}"', kind]
    if identity:
        parts.append(f"GENERATED {'ALWAYS' if identity == 'a' else 'BY DEFAULT'} AS IDENTITY")
    if generated:
        parts.append(
            f"GENERATED ALWAYS AS ({expression}) {'STORED' if generated == 's' else 'VIRTUAL'}"
        )
    elif expression:
        parts.append(f"DEFAULT {expression}")
    if not_null:
        parts.append("NOT NULL")
    return " ".join(parts)


def _constraints(connection: psycopg.Connection, schema: str) -> list[str]:
    rows = connection.execute(_CONSTRAINTS, [schema])
    return [f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {what}' for table, name, what in rows]


def _migrations(connection: psycopg.Connection) -> str:
    rows = connection.execute("select app, name from django_migrations order by id").fetchall()
    values = sql.SQL(", ").join(
        sql.SQL("({}, {}, now())").format(sql.Literal(app), sql.Literal(name)) for app, name in rows
    )
    insert = sql.SQL("INSERT INTO django_migrations (app, name, applied) VALUES {}").format(values)
    return insert.as_string(connection)
