"""What the platform expects of a PostgreSQL server: roles, a database, extensions.

The embedded server and the real one (17 or newer) are prepared by the same statements,
which may be run again at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import LiteralString

import psycopg
from psycopg import sql

DATABASE = "citoyens"
OLDEST_SERVER = 170000
# Debian and most others, then macOS and old systems.
UNICODE_CTYPES = ("C.UTF-8", "en_US.UTF-8", "fr_FR.UTF-8")


class PostgresError(RuntimeError):
    """The server cannot be started, reached or prepared; the message says what to do."""


ROLES: Mapping[str, LiteralString] = {
    # Owns the database, creates the tenants' schemas and roles, runs the migrations.
    "owner": "LOGIN CREATEROLE CREATEDB",
    # What the web process signs in as: nothing of its own, until it takes a role.
    "web": "LOGIN NOINHERIT",
    # The rights on the public schema, taken by `web` with SET ROLE.
    "app_public": "NOLOGIN",
}

IN_THE_DATABASE: tuple[LiteralString, ...] = (
    "CREATE SCHEMA IF NOT EXISTS ext AUTHORIZATION owner",
    "GRANT USAGE ON SCHEMA ext TO PUBLIC",
    "CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA ext",
    "CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA ext",
    # A tenant's role must find nothing in the public schema, not even a name.
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO app_public",
)


def bootstrap(
    admin_conninfo: str,
    database: str = DATABASE,
    *,
    passwords: Mapping[str, str] | None = None,
) -> None:
    """Prepare a PostgreSQL server: roles, database, extensions. Idempotent.

    `admin_conninfo` signs in as a role that may create roles and databases. `passwords`
    are given to the login roles `owner` and `web`; a server that asks for none (the
    embedded one) needs none. Raises `PostgresError` on a server older than 17.
    """
    with psycopg.connect(admin_conninfo, autocommit=True) as admin:
        if admin.info.server_version < OLDEST_SERVER:
            found = admin.info.parameter_status("server_version")
            raise PostgresError(f"PostgreSQL 17 or newer is needed, not {found}.")
        # Roles belong to the whole server: test processes starting together take turns.
        admin.execute("SELECT pg_advisory_lock(hashtext('citoyens-en-communs'))")
        _create_roles(admin)
        _set_passwords(admin, passwords or {})
        _create_database(admin, database)
        with psycopg.connect(admin_conninfo, dbname=database) as inside:
            for statement in IN_THE_DATABASE:
                inside.execute(statement)


def _create_roles(admin: psycopg.Connection) -> None:
    known = {name for (name,) in admin.execute("SELECT rolname FROM pg_roles")}
    for role, attributes in ROLES.items():
        verb: LiteralString = "ALTER" if role in known else "CREATE"
        admin.execute(
            sql.SQL("{} ROLE {} {}").format(
                sql.SQL(verb), sql.Identifier(role), sql.SQL(attributes)
            )
        )
    admin.execute("GRANT app_public TO web WITH INHERIT FALSE, SET TRUE")
    # Nothing set is an error, never a look into `public`.
    admin.execute("ALTER ROLE web SET search_path = ''")


def _set_passwords(admin: psycopg.Connection, passwords: Mapping[str, str]) -> None:
    for role, password in passwords.items():
        # Hashed here, so that the password itself never stands in the server's log.
        secret = admin.pgconn.encrypt_password(
            password.encode(), role.encode(), b"scram-sha-256"
        ).decode()
        admin.execute(
            sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(secret))
        )


def _create_database(admin: psycopg.Connection, database: str) -> None:
    name = sql.Identifier(database)
    if not admin.execute("SELECT FROM pg_database WHERE datname = %s", [database]).rowcount:
        # A managed server's administrator is no superuser and must be a member to give away.
        admin.execute("GRANT owner TO CURRENT_USER")
        _create_in_unicode(admin, name)
    admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    admin.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO web").format(name))


def _create_in_unicode(admin: psycopg.Connection, name: sql.Identifier) -> None:
    """Create a database that sorts alike on every machine and can read French.

    Sorting and folding are PostgreSQL's own. But full-text search still cuts words by
    the system's LC_CTYPE: with plain "C", « l’école » is one word, guillemets included.
    """
    for ctype in UNICODE_CTYPES:
        try:
            admin.execute(
                sql.SQL(
                    "CREATE DATABASE {} OWNER owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
                    " LC_CTYPE {} LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"
                ).format(name, sql.Literal(ctype))
            )
        except psycopg.errors.WrongObjectType:
            continue  # the server's system has no such locale
        return
    raise PostgresError(f"The database server's system has none of {', '.join(UNICODE_CTYPES)}.")
