"""The tests' database: named before Django reads its settings, made once a test process.

By default on an embedded PostgreSQL of the tests' own; on the server of DATABASE_URL where that is
set (its user must be allowed to create roles and databases).
"""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [path for path in (str(ROOT), str(ROOT / "platform")) if path not in sys.path]

from infra.postgres import ADMIN, Cluster, bootstrap  # noqa: E402 - needs the path above

_PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "alone")
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:8]
NAME = f"tests_{_PROCESS}_{RUN}"
_PASSWORDS = {"owner": secrets.token_urlsafe(), "web": secrets.token_urlsafe()}
# pytest-xdist's processes inherit what their parent wrote below: keep what the person asked for.
_SERVER = os.environ.setdefault("TESTS_SERVER", os.environ.get("DATABASE_URL", ""))
CLUSTER = None if _SERVER else Cluster(ROOT / "var/postgres-tests", durable=False)


def address(user: str, name: str = NAME) -> str:
    """Where the login `owner` or `web` reaches a database of these tests."""
    if CLUSTER:
        return CLUSTER.url(user, name)
    server = urlsplit(_SERVER)
    place = server.netloc.rsplit("@", 1)[-1]
    return server._replace(
        netloc=f"{user}:{quote(_PASSWORDS[user])}@{place}", path=f"/{name}"
    ).geturl()


os.environ["CITOYENS_MODE"] = "test"
os.environ["DATABASE_URL"] = address("web")
os.environ["DATABASE_OWNER_URL"] = address("owner")
os.environ["CITOYENS_VAR"] = str(ROOT / "var/tests" / NAME)


def make(name: str = NAME) -> None:
    """Start the server where it is ours, and make an empty, prepared database."""
    if CLUSTER:
        CLUSTER.start()
    remove(name)
    bootstrap(administrator(), name, passwords=None if CLUSTER else _PASSWORDS)


def copy(source: str, name: str) -> None:
    """Make the database `name` as `source` is, to which nobody is connected."""
    if CLUSTER:
        CLUSTER.start()  # another process may have made the source
    remove(name)
    words = sql.SQL("CREATE DATABASE {} OWNER owner TEMPLATE {}")
    with psycopg.connect(administrator(), autocommit=True) as admin:
        admin.execute(words.format(sql.Identifier(name), sql.Identifier(source)))
    bootstrap(administrator(), name, passwords=None if CLUSTER else _PASSWORDS)


def remove(name: str = NAME) -> None:
    """Drop a database; the server stops by itself when the last test process ends."""
    with psycopg.connect(administrator(), autocommit=True) as admin:
        admin.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


def administrator() -> str:
    return CLUSTER.url(ADMIN, "postgres") if CLUSTER else _SERVER
