"""The platform served as in production, on a demonstration: for benchmarks, pictures and journeys."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START = 30.0  # seconds
STOP = 20.0
SECRET = secrets.token_urlsafe(64)  # the server and its worker share it


def free_port() -> int:
    """A port of the loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(
    database: str, var: Path, *, mode: str = "production", threads: int = 8, **settings: str
) -> Iterator[int]:
    """gunicorn with one process and `threads` threads on the database at this address; its port.

    `mode` is CITOYENS_MODE, `settings` are more variables. In production the static files are collected
    into `var` first, compressed.
    """
    port = free_port()
    environment = environment_of(database, var, mode, port) | settings
    if mode == "production":
        _manage(environment, "collectstatic", "--noinput", "--verbosity", "0")
    words = ["gunicorn", "config.wsgi", "--worker-class", "gthread", "--workers", "1"]
    words += ["--threads", str(threads), "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    server = subprocess.Popen([sys.executable, "-m", *words], env=environment, cwd=ROOT)
    try:
        _await(port, server)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(STOP)
        except subprocess.TimeoutExpired:  # a busy machine, or a request that never ends
            server.kill()
            server.wait()


@contextmanager
def worked(database: str, owner: str, var: Path, port: int) -> Iterator[None]:
    """The worker of a platform that is `served`: it does the jobs, mails among them."""
    environment = environment_of(database, var, "development", port)
    words = [sys.executable, "manage.py", "worker"]
    process = subprocess.Popen(
        words,
        env=environment | {"DATABASE_OWNER_URL": owner},
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(STOP)


@contextmanager
def demonstration(var: Path) -> Iterator[str]:
    """The demonstration, planted anew on an installation of its own; as `installation` otherwise."""
    with installation(var) as database:
        from config.management.commands.dev import prepare

        prepare()
        yield database


@contextmanager
def installation(var: Path) -> Iterator[str]:
    """An empty database on a server of its own; its address, for the web. Django is set up on it.

    Its files come into the folder `var`. What the developer has is neither read nor changed, and nothing of
    this one stays. Call it once, before Django reads its settings.
    """
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "MEDIA_ROOT"):
        os.environ.pop(name, None)
    os.environ["CITOYENS_VAR"] = str(var)

    import django

    django.setup()
    from django.db import connections

    from infra.postgres import DATABASE, Cluster

    cluster = Cluster(var / "postgres")  # where the settings look for it, told of the folder
    cluster.start()
    try:
        yield cluster.url("web", DATABASE)
    finally:
        connections.close_all()
        cluster.remove()


def gather_figures(*tables: str) -> None:
    """The figures of the current tenant's tables, without which PostgreSQL plans in the dark.

    It gathers them by itself soon after they grew (autovacuum); only their owner may ask it to.
    """
    from psycopg import sql

    from tenants import provisioning
    from tenants.current import get_tenant

    schema = get_tenant().schema_name
    with provisioning.owner_session() as raw:
        for table in tables:
            raw.execute(sql.SQL("analyze {}").format(sql.Identifier(schema, table)))


def get(port: int, host: str, path: str, **headers: str) -> tuple[int, Mapping[str, str], bytes]:
    """Status, headers and body (as sent, compressed or not) of one GET on a host of the loopback."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Host": f"{host}:{port}", **headers})
        answer = connection.getresponse()
        return answer.status, dict(answer.headers), answer.read()
    finally:
        connection.close()


def environment_of(database: str, var: Path, mode: str, port: int) -> dict[str, str]:
    """What a web process is told: everything but the owner's login."""
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
    return {
        **own,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "platform")]),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "CITOYENS_MODE": mode,
        "DEBUG": "0",
        "CITOYENS_VAR": str(var),
        "MEDIA_ROOT": os.environ.get("MEDIA_ROOT", str(var / "media")),
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
        "SECRET_KEY": SECRET,
        "DATABASE_URL": database,
        "PLATFORM_HOSTS": "localhost",
        "PLATFORM_SCHEME": "http",
        "PLATFORM_PORT": f":{port}",
        "MAIL_FROM": "Citoyens en Communs <bonjour@localhost>",
        "MAIL_HOST": "localhost",
    }


def _manage(environment: Mapping[str, str], *words: str) -> None:
    subprocess.run([sys.executable, "manage.py", *words], env=environment, cwd=ROOT, check=True)


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            get(port, "localhost", "/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server did not start; its last words stand above.")
