"""Real processes, killed for real. To be killed at a chosen moment, one waits at a lock that the test holds."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests.database import ROOT, address, administrator

PATIENCE = 90.0  # seconds: a busy machine is slow, not wrong
NAME = "victim"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)


def eventually(is_so: Callable[[], bool], what: str) -> None:
    """Wait until something is so, as long as a busy machine may take."""
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until, f"never happened: {what}"
        time.sleep(0.05)


@contextmanager
def holding(statement: str) -> Iterator[psycopg.Connection]:
    """A transaction of the owner's that holds what `statement` locks."""
    with psycopg.connect(address("owner")) as raw:
        raw.execute(statement.encode())
        yield raw
        raw.rollback()


def backends(*, waiting: bool) -> int:
    """How many connections the victim has on the server; only those that wait for a lock."""
    query = "select count(*) from pg_stat_activity where datname = %s and application_name = %s"
    query += " and wait_event_type = 'Lock'" if waiting else ""
    with psycopg.connect(administrator(), autocommit=True) as raw:
        row = raw.execute(query.encode(), [database_name(), NAME]).fetchone()
        assert row is not None
        return int(row[0])


def database_name() -> str:
    return str(settings.DATABASES["owner"]["NAME"])


def command(*words: str, **variables: str) -> subprocess.Popen[str]:
    """A command of `manage.py` on the tests' database, in a process of its own."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PGAPPNAME": NAME,
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        **variables,
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def killed_at(lock: str, *words: str, **variables: str) -> Iterator[None]:
    """Run a command until it waits at a lock; the block looks at it there; then it is killed (SIGKILL).

    Afterwards the lock is free and the server has seen that nobody is there any more.
    """
    with holding(lock):
        victim = command(*words, **variables)
        try:
            eventually(lambda: _waits(victim), f"{words} waits at {lock}")
            yield
        finally:
            victim.kill()
            victim.wait()
    eventually(lambda: backends(waiting=False) == 0, "the server forgets the victim")


def _waits(victim: subprocess.Popen[str]) -> bool:
    if victim.poll() is not None:
        told = victim.stdout.read() if victim.stdout else ""
        raise AssertionError(f"It ended before it could be killed:\n{told}")
    return backends(waiting=True) > 0
