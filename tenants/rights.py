"""Who may touch the rows of one tenant: a database role of its own, or the web's login where roles are off.

With `TENANT_ROLES` off (for clusters that cannot take one role a tenant) the login `web` holds the rights
on every tenant's schema, and only the path keeps tenants apart: still never `public`, still an error
without a tenant. `settle` brings schemas from one way to the other.
"""

from __future__ import annotations

from collections.abc import Iterable

import psycopg
from django.conf import settings
from psycopg import sql

from tenants.names import check_schema_name, role_of

LOGIN = "web"
_ROLE_LOCK = 0x63656372  # roles belong to the whole cluster: one process makes them at a time
_FUTURE = (
    "GRANT USAGE ON SCHEMA {name} TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA {name} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA {name} GRANT USAGE, SELECT ON SEQUENCES TO {role}",
)
_PRESENT = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {name} TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {name} TO {role}",
)
_NO_MORE = (
    "REVOKE ALL ON SCHEMA {name} FROM {role}",
    "REVOKE ALL ON ALL TABLES IN SCHEMA {name} FROM {role}",
    "REVOKE ALL ON ALL SEQUENCES IN SCHEMA {name} FROM {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA {name} REVOKE ALL ON TABLES FROM {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA {name} REVOKE ALL ON SEQUENCES FROM {role}",
)


def holder_of(schema: str) -> str:
    """The role that may use a schema."""
    check_schema_name(schema)
    return role_of(schema) if settings.TENANT_ROLES else LOGIN


def give(raw: psycopg.Connection, schema: str) -> None:
    """Rights on a new schema's tables, those still to be made included."""
    if settings.TENANT_ROLES:
        _make_role(raw, role_of(schema))
    _run(raw, _FUTURE, schema, holder_of(schema))


def seal(raw: psycopg.Connection, schema: str) -> None:
    """What has been migrated is the owner's business alone."""
    _run(raw, ("REVOKE ALL ON {name}.django_migrations FROM {role}",), schema, holder_of(schema))


def settle(raw: psycopg.Connection, schemas: Iterable[str]) -> int:
    """Give each schema to whom the settings say, and take it from the other; how many changed."""
    wanted = not settings.TENANT_ROLES
    held = raw.execute(
        "select nspname from pg_namespace where nspname = any(%s)"
        " and has_schema_privilege(%s, oid, 'USAGE') <> %s",
        [list(schemas), LOGIN, wanted],
    ).fetchall()
    for (schema,) in held:
        give(raw, schema)
        _run(raw, _PRESENT, schema, holder_of(schema))
        seal(raw, schema)
        _take(raw, schema, role_of(schema) if wanted else LOGIN)
    return len(held)


def drop_role(raw: psycopg.Connection, schema: str) -> None:
    """Remove a tenant's role, once nothing is left to it."""
    raw.execute("select pg_advisory_xact_lock(%s)", [_ROLE_LOCK])
    if _is_there(raw, role_of(schema)):
        raw.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role_of(schema))))


def _take(raw: psycopg.Connection, schema: str, role: str) -> None:
    if _is_there(raw, role):
        _run(raw, _NO_MORE, schema, role)


def _run(raw: psycopg.Connection, statements: Iterable[str], schema: str, role: str) -> None:
    check_schema_name(schema)
    names = {"name": sql.Identifier(schema), "role": sql.Identifier(role)}
    for statement in statements:
        raw.execute(sql.SQL(statement).format(**names))


def _make_role(raw: psycopg.Connection, role: str) -> None:
    raw.execute("select pg_advisory_xact_lock(%s)", [_ROLE_LOCK])
    if not _is_there(raw, role):
        raw.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
        grant = "GRANT {} TO web WITH INHERIT FALSE, SET TRUE"
        raw.execute(sql.SQL(grant).format(sql.Identifier(role)))


def _is_there(raw: psycopg.Connection, role: str) -> bool:
    return bool(raw.execute("select from pg_roles where rolname = %s", [role]).rowcount)
