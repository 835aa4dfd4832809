"""The demonstration planted in a database of its own, for tests that go through a real server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.serving import ROOT, environment_of
from tests import database

PREPARE = "from config.management.commands.dev import prepare; prepare()"


@contextmanager
def planted(name: str, var: Path) -> Iterator[tuple[str, str]]:
    """The addresses of the database `name`, as `web` and as `owner`; dropped afterwards."""
    database.make(name)
    web, owner = (database.address(user, name) for user in ("web", "owner"))
    environment = environment_of(web, var, "development", 0) | {"DATABASE_OWNER_URL": owner}
    words = [sys.executable, "manage.py", "shell", "-c", PREPARE]
    try:
        subprocess.run(words, env=environment, cwd=ROOT, check=True)
        yield web, owner
    finally:
        database.remove(name)
