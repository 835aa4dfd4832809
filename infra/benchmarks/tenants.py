"""What a tenant costs among 10, 100 and 1,000, beside django-tenants as it comes, in the same run.

    python -m infra.benchmarks.tenants [--tenants 10,100,1000] [--stock 3]

On a server of its own, of which nothing stays. The stock migrates a few of the same schemas (`--stock`), on the
same server at the same size, since a thousand would take it many minutes: its figure for all is the cost of
one, times their number, and the output says so. Times are those of the fastest quarter of the tries, or the
fastest of three runs, on both sides, so that a busy machine disturbs little; quote the ratios all the same.
What one commit takes is told beside, for a claim is little else.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("CITOYENS_MODE", "development")
os.environ["DEBUG"] = "0"

if TYPE_CHECKING:
    from rich.progress import Progress

    from tenants.models import Tenant

SAMPLES = 21  # of the last tenants made
RUNS = 3
VISITED = 300  # sites asked once each for their first page
ROWS = 20_000  # of the site that is exported
MORE = """
    insert into audit_entry (id, at, actor_name, verb, before, sentence)
    select gen_random_uuid(), now(), 'Ada', 'x', '', 'a dit une phrase de longueur moyenne, la ' || n
    from generate_series(1, %s) n
"""
MEBIBYTE = 1 << 20
LINE = "{:<52}{:>12}{:>14}{:>10}"
LATER = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("audit", "{before}")]
    operations = [
        migrations.AddField("entry", "{name}", models.CharField(max_length=20, db_default="rien"))
    ]
"""


@dataclass
class Measured:
    """The lines of one size: what it is, ours, the stock's, and what is to be said of it."""

    tenants: int
    lines: list[tuple[str, float, float | None, str]] = field(default_factory=list)

    def add(self, what: str, ours: float, stock: float | None = None, unit: str = "s") -> None:
        self.lines.append((what, ours, stock, unit))

    def tell(self) -> None:
        print(f"\n{self.tenants} tenants")
        print(LINE.format("", "ours", "stock", "ratio"))
        for what, ours, stock, unit in self.lines:
            ratio = f"{stock / ours:.1f}" if stock and ours else ""
            print(LINE.format(what, _told(ours, unit), _told(stock, unit), ratio))


def _told(value: float | None, unit: str) -> str:
    if value is None:
        return "none"
    if unit == "MiB":
        return f"{value / MEBIBYTE:.0f} MiB"
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.1f} ms"


def main() -> None:
    from infra.serving import installation

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tenants", default="10,100,1000", help="sizes, the smallest first")
    parser.add_argument("--stock", type=int, default=3, help="schemas that the stock migrates")
    options = parser.parse_args()
    sizes = sorted(int(size) for size in options.tenants.split(","))
    with tempfile.TemporaryDirectory() as folder, installation(Path(folder)) as database:
        from rich.progress import Progress

        _prepare(Path(folder))
        with Progress(transient=True) as progress:
            for size in sizes:
                _measure(size, options.stock, database, Path(folder), progress).tell()
    print(
        f"\nThe stock migrated {options.stock} of the schemas, without a pool, on one connection that stays"
        " open: for all of them, the cost of one is multiplied."
        "\nIt has no export: pg_dump of one schema stands in. It has no spares to claim."
    )


def _prepare(var: Path) -> None:
    """The public schema and the template, and where migrations of a later day are written."""
    from django.conf import settings

    folder = var / "later_audit"
    folder.mkdir()
    (folder / "__init__.py").touch()
    for found in (ROOT / "platform/audit/migrations").glob("0*.py"):
        same = f"Migration = import_module('audit.migrations.{found.stem}').Migration\n"
        (folder / found.name).write_text(f"from importlib import import_module\n{same}")
    sys.path.insert(0, str(var))
    settings.MIGRATION_MODULES = {"audit": "later_audit"}
    _command()


def _measure(size: int, few: int, database: str, var: Path, progress: Progress) -> Measured:
    from tenants.models import Tenant

    measured = Measured(tenants=size)
    inline, claim = _grow(size, progress)
    _later(var)
    tenants = list(Tenant.objects.prefetch_related("domains").order_by("created_at"))
    schemas = [tenant.schema_name for tenant in tenants]
    stock = _stock(var, few=schemas[:few], all=schemas)
    measured.add("one row changed and committed", _commit())
    measured.add("a site's schema, claimed", claim, stock["create"])
    measured.add("a site's schema, made on the spot", inline, stock["create"])
    _migrating(measured, stock, size, var)
    _reading(measured, stock, tenants)
    _pages(measured, tenants, database, var)
    _archives(measured, tenants[-1], var)
    return measured


# --- Creation ---------------------------------------------------------------------------------------


def _grow(size: int, progress: Progress) -> tuple[float, float]:
    """Make tenants until there are so many; seconds of a schema made, and of one claimed, of the last."""
    from tenants import provisioning
    from tenants.models import Tenant

    made: list[float] = []
    claimed: list[float] = []
    bar = progress.add_task(f"Making {size} tenants", total=size)
    for number in range(Tenant.objects.count(), size):
        with _timed(made):
            provisioning.make_spare()
        with _timed(claimed):
            spare = provisioning.claim()
        _open(number, spare.id)
        progress.update(bar, completed=number + 1)
    progress.remove_task(bar)
    return fast(made[-SAMPLES:]), fast(claimed[-SAMPLES:])


def _commit() -> float:
    """Seconds of the least that a web process writes."""
    from django.utils import timezone

    from tenants.models import Spare

    times: list[float] = []
    for spare in Spare.objects.all()[:SAMPLES]:
        with _timed(times):
            Spare.objects.filter(pk=spare.pk).update(created_at=timezone.now())
    return fast(times)


def _open(number: int, pk: Any) -> None:
    from django.db import transaction

    from billing.actions import start_trial
    from tenants.hosts import free_host
    from tenants.models import Domain, Tenant

    with transaction.atomic(using="platform"):
        tenant = Tenant(id=pk, schema_name=f"t_{pk.hex}", name=f"Commune {number}", kind="commune")
        tenant.save(force_insert=True)
        Domain.objects.create(tenant=tenant, domain=free_host(f"c{number}"), is_primary=True)
        start_trial(tenant)


# --- Migrating --------------------------------------------------------------------------------------


def _later(var: Path) -> None:
    """One more migration: a column in a table of every tenant."""
    import importlib

    folder = var / "later_audit"
    last = sorted(found.stem for found in folder.glob("0*.py"))[-1]
    number = int(last[:4]) + 1
    text = LATER.format(before=last, name=f"later_{number}")
    (folder / f"{number:04}_later.py").write_text(text)
    importlib.invalidate_caches()


def _migrating(measured: Measured, stock: dict[str, float], size: int, var: Path) -> None:
    """A migration more each run; the stock's few schemas have the first one already."""
    work, nothing, command = [], [], []
    for _run in range(RUNS):
        work.append(_seconds(_all_schemas))
        nothing.append(_seconds(_all_schemas))
        command.append(_seconds(_command))
        _later(var)
    _all_schemas()
    measured.add("every schema, one AddField", min(work), stock["migrate_work"] * size)
    measured.add("every schema, nothing to do", min(nothing), stock["migrate_nothing"] * size)
    measured.add("the whole command, nothing to do", min(command))


def _all_schemas() -> None:
    from tenants.management.commands.migrate_schemas import all_schemas
    from tenants.migrating import fleet

    failures = fleet.migrate(all_schemas())
    assert not failures, failures  # noqa: S101 - a benchmark that fails measures nothing


def _command() -> None:
    from django.core.management import call_command

    call_command("migrate_schemas", stdout=io.StringIO())


# --- Reading ----------------------------------------------------------------------------------------


def _reading(measured: Measured, stock: dict[str, float], tenants: list[Tenant]) -> None:
    """Every tenant in turn at the door of this process, given back to the pool each time."""
    from django.db import connection

    from infra.benchmarks.reading import Reading
    from tenants.current import use

    reading = Reading()
    for tenant in tenants:
        with use(tenant):
            reading.visit(connection)
        connection.close()
    ours = reading.figures()
    measured.add("six tables read, each tenant in turn", ours["visit"], stock["visit"])
    measured.add("the largest backend after all of them", ours["memory"], stock["memory"], "MiB")


def _pages(measured: Measured, tenants: list[Tenant], database: str, var: Path) -> None:
    """The home page, from the production server: again and again on two sites, then once on many."""
    from infra.benchmarks.pages import load
    from infra.serving import get, served

    with served(database, var) as port:
        for name, tenant in (("1", tenants[0]), (str(len(tenants)), tenants[-1])):
            times, _ = load(port, tenant.host, "/", 1)
            measured.add(f"the home page of tenant {name}", fast(times))
        once: list[float] = []
        for tenant in tenants[-VISITED:]:
            with _timed(once):
                status, _, _ = get(port, tenant.host, "/")
            assert status == 200, f"{tenant.host}: {status}"  # noqa: S101
        measured.add(f"the first page of {len(once)} sites, one each", fast(once))


# --- In one file and back ---------------------------------------------------------------------------


def _archives(measured: Measured, tenant: Tenant, var: Path) -> None:
    from tenants import removal
    from tenants.archive.reading import restore
    from tenants.archive.writing import export
    from tenants.models import Removal

    _fill(tenant)
    file, dump = var / "site.zip", var / "site.dump"
    ours = _seconds(lambda: export(tenant, file))
    measured.add("a site exported", ours, _seconds(lambda: _dump(tenant.schema_name, dump, var)))
    began = time.perf_counter()
    back = restore(file, host="retour.localhost", actor="benchmark")
    measured.add("restored", time.perf_counter() - began)
    gone = Removal.objects.create(tenant_id=back.pk, tenant_name=back.name)
    measured.add("deleted", _seconds(lambda: removal.finish(gone, actor="benchmark")))


def _fill(tenant: Tenant) -> None:
    """Rows to carry."""
    from django.db import connection

    from tenants.current import use

    with use(tenant), connection.cursor() as cursor:
        cursor.execute(MORE, [ROWS])


def _dump(schema: str, to: Path, var: Path) -> None:
    from infra.postgres import Cluster

    cluster = Cluster(var / "postgres")
    words = [str(cluster.programs / "pg_dump"), "-Fc", "-n", schema, cluster.url("owner")]
    with to.open("wb") as file:
        subprocess.run(words, stdout=file, check=True)


# --- The stock --------------------------------------------------------------------------------------


def _stock(var: Path, **asked: list[str]) -> dict[str, float]:
    """The stock's figures, measured in a process of its own."""
    from infra.postgres import Cluster

    told = var / "schemas.json"
    told.write_text(json.dumps(asked))
    address = Cluster(var / "postgres").url("owner")
    paths = [str(ROOT), str(ROOT / "platform"), str(var)]
    environment = {
        **os.environ, "DATABASE_OWNER_URL": address, "DATABASE_URL": address,
        "PYTHONPATH": os.pathsep.join(paths), "PYTHONWARNINGS": "ignore",
    }  # fmt: skip
    words = [sys.executable, "-m", "infra.benchmarks.stock", str(told)]
    done = subprocess.run(words, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


# --- Times ------------------------------------------------------------------------------------------


@contextmanager
def _timed(into: list[float]) -> Iterator[None]:
    began = time.perf_counter()
    yield
    into.append(time.perf_counter() - began)


def fast(times: list[float]) -> float:
    """The time that a quarter of them stayed below."""
    return statistics.quantiles(times, n=4)[0] if len(times) > 1 else times[0]


def _seconds(deed: Callable[[], object]) -> float:
    times: list[float] = []
    with _timed(times):
        deed()
    return times[0]


if __name__ == "__main__":
    main()
