"""kill -9 in the middle: nothing half-made, nothing crossed, and the next run ends it without hands."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connections
from django.utils import timezone

from onboarding.actions import open_site as open_signed_up
from onboarding.models import SignUp
from reversibility import selectors
from reversibility.tasks import write_copy
from tenants import provisioning, rights
from tenants.archive.reading import restore
from tenants.archive.writing import export
from tenants.media import media_folder
from tenants.models import Archive, Domain, Removal, Spare, Tenant
from tenants.tasks import remove_closed, take_up_again
from tests.cast import World
from tests.faults.conftest import command, killed_at
from tests.onboarding.conftest import cleared  # noqa: F401
from tests.tenants.conftest import make_text, open_site  # noqa: F401 - a fixture of ours too
from tests.tenants.test_migrating_all_schemas import ADD, Add, have, later, migrate, recorded  # noqa: F401
from tests.tenants.test_migrating_all_schemas import schemas as all_schemas
from tests.tenants.test_removal import closed, traces  # noqa: F401

# ruff: noqa: F811 - fixtures of tests/tenants
type Open = Callable[[str], World]


def look(query: str, *values: str) -> list[tuple[str, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(query, values)
        found: list[tuple[str, ...]] = cursor.fetchall()
        return found


def on_the_server() -> tuple[set[str], set[str], set[tuple[UUID, str]]]:
    """The schemas, roles and spares that there are."""
    schemas = look("select nspname from pg_namespace where nspname like 't\\_%%'")
    roles = look("select rolname from pg_roles where rolname like 'r\\_t\\_%%'")
    spares = set(Spare.objects.values_list("pk", "state"))
    return {name for (name,) in schemas}, {name for (name,) in roles}, spares


def last_table(world: World) -> str:
    """The table that an export writes last."""
    query = "select max(tablename::text) from pg_tables where schemaname = %s"
    ((table,),) = look(query, world.tenant.schema_name)
    return f'"{world.tenant.schema_name}"."{table}"'


@pytest.fixture
def site(open_site: Open) -> World:
    """A site with a text, committed."""
    world = open_site("bruay")
    with world.use():
        make_text(world, world.citizen, "Une phrase à garder.")
    return world


# --- Creation ---------------------------------------------------------------------------------------


def test_killed_while_a_schema_is_made_there_is_none(open_site: Open) -> None:
    before = on_the_server()
    code = "from tenants.provisioning import make_spare; make_spare()"
    with killed_at(f"select pg_advisory_xact_lock({rights._ROLE_LOCK})", "shell", "-c", code):
        pass
    assert on_the_server() == before
    spare = provisioning.make_spare()
    assert spare.schema_name in on_the_server()[0]


@pytest.fixture
def sign_up(cleared: None) -> SignUp:
    now = timezone.now()
    return SignUp.objects.create(
        name="Association À moitié",
        kind="association",
        person_name="Ada",
        email="ada@example.org",
        email_verified_at=now,
        slug="a-moitie",
        starter="concertation-quartier",
        confirmed_at=now,
    )


def test_killed_while_a_site_is_opened_there_is_no_site_and_the_next_try_opens_it(
    sign_up: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    spare = Spare.objects.filter(state=Spare.State.READY).order_by("created_at")[0]
    code = (
        "from onboarding.actions import open_site; from onboarding.models import SignUp;"
        f"open_site(SignUp.objects.get(pk='{sign_up.pk}'))"
    )
    lock = f"lock table {spare.schema_name}.audit_entry in exclusive mode"
    with killed_at(lock, "shell", "-c", code):
        assert not Domain.objects.filter(domain="a-moitie.localhost").exists()
    assert not Tenant.objects.filter(pk=spare.pk).exists()
    assert not Domain.objects.filter(domain="a-moitie.localhost").exists()
    assert Spare.objects.get(pk=spare.pk).state == Spare.State.CLAIMED
    monkeypatch.setattr(provisioning, "ABANDONED", timedelta(0))
    assert provisioning.sweep() == 1
    assert spare.schema_name not in on_the_server()[0]
    assert open_signed_up(SignUp.objects.get(pk=sign_up.pk)).host == "a-moitie.localhost"


# --- Migration --------------------------------------------------------------------------------------


def test_killed_while_schemas_are_migrated_each_is_whole_and_the_next_run_goes_on(
    later: Add, tmp_path: Path
) -> None:
    (tmp_path / "later_settings.py").write_text(
        "from config.settings import *\nMIGRATION_MODULES = {'audit': 'later_audit'}\n"
    )
    name = later(ADD.format(column="later"))
    schemas = all_schemas()
    held = sorted(schemas[1:])[0]
    paths = f"{Path.cwd()}:{Path.cwd() / 'platform'}:{tmp_path}"
    with killed_at(
        f"select count(*) from {held}.audit_entry",
        "migrate_schemas",
        DJANGO_SETTINGS_MODULE="later_settings",
        PYTHONPATH=paths,
    ):
        assert schemas[0] in have("later"), "the template went ahead"
    assert have("later") == recorded(name) != set(schemas)
    assert f"{len(schemas)} schemas are up to date." in migrate()
    assert have("later") == recorded(name) == set(schemas)


# --- In one file and back ---------------------------------------------------------------------------


def test_killed_while_a_site_is_exported_there_is_no_file_of_that_name(
    site: World, tmp_path: Path
) -> None:
    file = tmp_path / "bruay.zip"
    lock = f"lock table {last_table(site)} in access exclusive mode"
    with killed_at(lock, "export_tenant", site.host, str(file)):
        pass
    assert [one.name for one in tmp_path.glob("*.zip*")] == ["bruay.zip.part"]
    export(site.tenant, file)
    assert [one.name for one in tmp_path.glob("*.zip*")] == ["bruay.zip"]


def test_killed_while_a_site_is_restored_there_is_no_site_and_its_schema_is_swept_only_then(
    site: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, before = tmp_path / "bruay.zip", on_the_server()[0]
    (media_folder(site.tenant.pk) / "logos").mkdir(parents=True)
    (media_folder(site.tenant.pk) / "logos/blason.png").write_bytes(b"blason")
    export(site.tenant, file)
    monkeypatch.setattr(provisioning, "ABANDONED", timedelta(0))
    lock = "lock table tenants_entitlement in exclusive mode"
    with killed_at(lock, "restore_tenant", str(file), "retour.localhost"):
        (made,) = on_the_server()[0] - before
        folder = media_folder(Spare.objects.get(state=Spare.State.CLAIMED).pk)
        assert (folder / "logos/blason.png").exists()
        assert provisioning.sweep() == 0, "somebody works on it, for however long"
    assert not Domain.objects.filter(domain="retour.localhost").exists()
    assert provisioning.sweep() == 1
    assert made not in on_the_server()[0]
    assert not folder.exists()
    assert restore(file, host="retour.localhost", actor="Sacha").host == "retour.localhost"


def test_killed_while_a_site_is_deleted_the_next_run_ends_it(closed: World) -> None:
    tenant = closed.tenant.pk
    lock = f"select count(*) from {closed.tenant.schema_name}.audit_entry"
    with killed_at(lock, "remove_tenant", closed.host):
        assert not media_folder(tenant).exists(), "it was under way"
    assert {"schema", "role", "tenant", "host"} <= set(traces(tenant))
    assert Removal.objects.get(tenant_id=tenant).finished_at is None
    remove_closed(timestamp=0)
    assert traces(tenant) == []
    assert Removal.objects.get(tenant_id=tenant).finished_at is not None


# --- A job ------------------------------------------------------------------------------------------


@pytest.fixture
def asked(site: World) -> Iterator[Archive]:
    """A copy that the team asked for, and its job, in a queue of this test's own."""
    archive = Archive.objects.create(
        tenant=site.tenant, asked_by="Admin", asked_by_id=site.admin.pk
    )
    arguments = {"tenant": site.tenant.pk.hex, "archive_id": str(archive.pk)}
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args) values ('faults', %s, %s)",
            [write_copy.name, json.dumps(arguments)],
        )
    yield archive
    archive.remove_file()
    archive.delete()
    with connections["owner"].cursor() as cursor:
        cursor.execute("truncate procrastinate_jobs, procrastinate_workers cascade")


WORKER = ("procrastinate", "worker", "--queues", "faults", "--one-shot")
UNQUEUED = {"CITOYENS_MODE": "development"}  # where jobs are queued for a worker


def job_state() -> str:
    ((state,),) = look("select status from procrastinate_jobs where queue_name = 'faults'")
    return state


def test_killed_in_the_middle_of_a_job_the_worker_leaves_it_to_the_next(
    site: World, asked: Archive
) -> None:
    lock = f"lock table {last_table(site)} in access exclusive mode"
    with killed_at(lock, *WORKER, **UNQUEUED):
        pass
    assert job_state() == "doing", "nobody told the queue"
    asked.refresh_from_db()
    assert asked.state == Archive.State.RUNNING
    assert not asked.path.exists()
    asyncio.run(take_up_again(timestamp=0))
    assert job_state() == "doing", "its worker may only be slow"
    with connections["owner"].cursor() as cursor:
        cursor.execute("update procrastinate_workers set last_heartbeat = now() - interval '31 s'")
    asyncio.run(take_up_again(timestamp=0))
    assert job_state() == "todo"
    with site.use():
        assert selectors.under_way().exists()
    worker = command(*WORKER, **UNQUEUED)
    told, _ = worker.communicate()
    assert worker.returncode == 0, told
    assert job_state() == "succeeded"
    asked.refresh_from_db()
    assert asked.state == Archive.State.READY
    assert asked.path.exists()
