"""A PostgreSQL of its own: restarted under load, crowded, moved to. Calm pages, nothing crossed, no hands."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from django.core.files.base import ContentFile

from infra.postgres import DATABASE, Cluster
from infra.serving import ROOT, environment_of, get, served
from tenants.archive.manifest import MANIFEST, Manifest
from tenants.archive.writing import export
from tests.cast import World
from tests.faults.conftest import eventually
from tests.tenants.conftest import make_text, open_site  # noqa: F401 - a fixture of ours too
from themes.storage import TenantStorage

NAMES = {"une": "La Commune Première", "deux": "Le Bourg Second"}
MAKE = f"""
from django.core.management import call_command
from tests.cast import make_people, make_tenant
call_command("migrate_schemas", verbosity=0)
for slug, name in {NAMES}.items():
    make_people(make_tenant(slug, name, "commune"))
"""
# Two connections, and two seconds of patience.
NARROW = {"DATABASE_POOL": "2", "DATABASE_WAIT": "2"}


@dataclass
class Installation:
    """A server of PostgreSQL of this file's own, and a web server on it."""

    cluster: Cluster
    environment: dict[str, str]
    port: int

    def get(self, slug: str, path: str = "/") -> Page:
        status, headers, body = get(self.port, f"{slug}.localhost", path)
        return Page(slug, status, dict(headers), body.decode())

    @contextmanager
    def holding(self, statement: str) -> Iterator[None]:
        with psycopg.connect(self.cluster.url("owner")) as raw:
            raw.execute(statement.encode())
            yield
            raw.rollback()

    def restart(self) -> None:
        """As after a crash of the server: nobody is told, nothing is ended in order."""
        words = ("restart", "-m", "immediate", "-w", "-D", self.cluster.data)
        env = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
        done = self.cluster.account.run(
            self.cluster.programs / "pg_ctl", *words, "-l", self.cluster.log,
            cwd=self.cluster.directory, env=env,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout


@dataclass
class Page:
    slug: str
    status: int
    headers: dict[str, str]
    text: str

    @property
    def is_its_own(self) -> bool:
        """The site's page, and nothing of the other's."""
        (other,) = (name for slug, name in NAMES.items() if slug != self.slug)
        return self.status == 200 and NAMES[self.slug] in self.text and other not in self.text

    @property
    def is_calm(self) -> bool:
        """The page that says when to come back, without a word of the fault."""
        told = "Retour dans un instant" in self.text and "Traceback" not in self.text
        crossed = any(name in self.text for name in NAMES.values())
        return self.status == 503 and "Retry-After" in self.headers and told and not crossed


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    var = Path(tempfile.mkdtemp())
    cluster = Cluster(var / "postgres", durable=False)
    cluster.start()
    web, owner = cluster.url("web", DATABASE), cluster.url("owner", DATABASE)
    environment = environment_of(web, var, "test", 0) | {"DATABASE_OWNER_URL": owner}
    try:
        subprocess.run(
            [sys.executable, "manage.py", "shell", "-c", MAKE],
            cwd=ROOT,
            env=environment,
            check=True,
        )
        with served(web, var, mode="test", threads=6, **NARROW) as port:
            yield Installation(cluster, environment | {"CITOYENS_MODE": "development"}, port)
    finally:
        cluster.remove()
        shutil.rmtree(var, ignore_errors=True)


@dataclass
class Load:
    """Two people on each site, who ask again and again."""

    site: Installation
    pages: list[Page] = field(default_factory=list)

    def __enter__(self) -> Load:
        self.over = threading.Event()
        self.people = [threading.Thread(target=self._ask, args=[slug]) for slug in [*NAMES, *NAMES]]
        for person in self.people:
            person.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for person in self.people:
            person.join()

    def _ask(self, slug: str) -> None:
        while not self.over.is_set():
            self.pages.append(self.site.get(slug))
            time.sleep(0.01)

    def served_well(self, times: int) -> None:
        """Wait for so many good pages more."""
        before = len(self.pages)
        eventually(
            lambda: sum(page.is_its_own for page in self.pages[before:]) >= times,
            f"{times} pages are served",
        )


def test_restarted_under_load_it_serves_again_and_nothing_is_crossed(
    installation: Installation,
) -> None:
    with Load(installation) as load:
        load.served_well(20)
        installation.restart()
        load.served_well(40)
    wrong = [page for page in load.pages if not (page.is_its_own or page.is_calm)]
    assert not wrong, [(page.slug, page.status, page.text[:200]) for page in wrong]
    last = [page for page in load.pages[-20:] if not page.is_its_own]
    assert not last, "it is over once the server is back"


def test_connections_that_died_unused_are_not_given_to_anybody(installation: Installation) -> None:
    for slug in NAMES:
        assert installation.get(slug).is_its_own
    installation.restart()
    for slug in NAMES:
        page = installation.get(slug)
        assert page.is_its_own, (page.status, page.text[:200])


def test_the_worker_goes_on_by_itself(installation: Installation) -> None:
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "worker"], cwd=ROOT, env=installation.environment
    )
    try:
        eventually(lambda: listening(installation) == 1, "it works")
        installation.restart()
        eventually(lambda: listening(installation) == 1, "it works again")
        assert worker.poll() is None
        worker.terminate()
        assert worker.wait(30) == 0, "it stops when it is told to"
    finally:
        worker.kill()
        worker.wait()


def test_where_no_connection_is_left_people_are_told_when_to_come_back(
    installation: Installation,
) -> None:
    with psycopg.connect(installation.cluster.url("owner")) as raw:
        query = "select schema_name from public.tenants_tenant where name = %s"
        ((schema,),) = raw.execute(query, [NAMES["une"]]).fetchall()
    lock = f"lock table {schema}.consultations_consultation in access exclusive mode"
    stuck: list[Page] = []
    people = [
        threading.Thread(target=lambda: stuck.append(installation.get("une"))) for _ in range(2)
    ]
    with installation.holding(lock):
        for person in people:
            person.start()
        eventually(lambda: waiting(installation) == 2, "both connections are taken")
        page = installation.get("deux")
        assert page.is_calm, (page.status, page.text[:200])
        assert page.headers["Cache-Control"].startswith("max-age=0")
        answer = installation.get("deux", "/api/v1/consultations/")
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert (answer.status, json.loads(answer.text)["status"]) == (503, 503)
    for person in people:
        person.join()
    assert [page.is_its_own for page in stuck] == [True, True]
    assert installation.get("deux").is_its_own


def test_a_site_moves_to_another_installation_whole(
    installation: Installation,
    open_site: Callable[[str], World],  # noqa: F811
    tmp_path: Path,
) -> None:
    world, first, second = open_site("depart"), tmp_path / "depart.zip", tmp_path / "arrivee.zip"
    with world.use():
        make_text(world, world.citizen, "Une phrase qui déménage.")
        TenantStorage().save("logos/blason.png", ContentFile(b"blason"))
    before = export(world.tenant, first)
    for words in (
        ("restore_tenant", str(first), "arrivee.localhost", "--name", "Le Bourg Arrivé"),
        ("export_tenant", "arrivee.localhost", str(second)),
    ):
        subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=installation.environment,
            check=True,
        )
    with zipfile.ZipFile(second) as zipped:
        after = Manifest.from_json(zipped.read(MANIFEST))
    assert after.digest == before.digest
    assert after.tenant["id"] != before.tenant["id"]
    page = installation.get("arrivee")
    assert page.status == 200
    assert "Le Bourg Arrivé" in page.text


def waiting(installation: Installation) -> int:
    """How many of the web server's connections wait for a lock."""
    return count(installation, "usename = 'web' and wait_event_type = 'Lock'")


def listening(installation: Installation) -> int:
    """How many workers wait to be told of a job."""
    return count(installation, "query ilike 'listen%'")


def count(installation: Installation, condition: str) -> int:
    """How many connections of the server's are so."""
    with psycopg.connect(installation.cluster.url("postgres")) as raw:
        query = (
            f"select count(*) from pg_stat_activity where {condition} and pid <> pg_backend_pid()"
        )
        ((found,),) = raw.execute(query.encode()).fetchall()
        return int(found)
