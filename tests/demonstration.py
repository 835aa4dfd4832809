"""The demonstration, for tests that go through a real server: planted once a run, copied for each server."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra import serving
from infra.serving import ROOT, environment_of
from tests import database

PREPARE = "from config.management.commands.dev import prepare; prepare()"
SEED = f"tests_demonstration_{database.RUN}"
FILES = ROOT / "var/tests" / SEED
# What was planted is signed with the secret of whoever planted it: one for all processes of a run.
serving.SECRET = os.environ.setdefault("TESTS_SECRET", serving.SECRET)


@contextmanager
def planted(name: str, var: Path) -> Iterator[tuple[str, str]]:
    """The addresses of the database `name`, as `web` and as `owner`; dropped afterwards, with its files."""
    with _seed():
        database.copy(SEED, name)
        shutil.copytree(FILES, var, dirs_exist_ok=True)
        try:
            yield database.address("web", name), database.address("owner", name)
        finally:
            database.remove(name)
            shutil.rmtree(var, ignore_errors=True)


@contextmanager
def _seed() -> Iterator[None]:
    """The first process plants it, the others wait; the last one that used it takes it away."""
    FILES.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(
        FILES.with_name("demonstration.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
    )
    try:
        fcntl.flock(lock, fcntl.LOCK_SH)
        while not FILES.exists():
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not FILES.exists():
                _plant()
            fcntl.flock(lock, fcntl.LOCK_SH)
        yield
    finally:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass  # another process goes on with it
        else:
            database.remove(SEED)
            shutil.rmtree(FILES, ignore_errors=True)
        os.close(lock)


def _plant() -> None:
    half = FILES.with_suffix(".half")
    database.make(SEED)
    web, owner = (database.address(user, SEED) for user in ("web", "owner"))
    environment = environment_of(web, half, "development", 0) | {"DATABASE_OWNER_URL": owner}
    words = [sys.executable, "manage.py", "shell", "-c", PREPARE]
    subprocess.run(words, env=environment, cwd=ROOT, check=True)
    half.mkdir(exist_ok=True)
    half.rename(FILES)
