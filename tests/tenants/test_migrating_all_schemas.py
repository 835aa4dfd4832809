"""`migrate_schemas`: planned once, replayed in every schema; what fails is told and tried again."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from tenants import provisioning
from tenants.migrating import fleet
from tenants.migrating.states import scan
from tenants.models import Spare, Tenant
from tenants.names import TEMPLATE_SCHEMA
from tests.database import address
from tests.tenants.test_provisioning import describe

ADD = "migrations.AddField('entry', '{column}', models.CharField(max_length=20, default='rien'))"
WRITE = "migrations.RunPython(write, migrations.RunPython.noop)"
LATER = """
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

def write(apps, editor):
    entry = apps.get_model("audit", "Entry")
    entry.objects.using(editor.connection.alias).create(
        sentence="from a migration", actor_name="x", verb="x")

class Migration(migrations.Migration):
    atomic = {atomic}
    dependencies = [("audit", "{before}")]
    operations = [{operations}]
"""

type Add = Callable[..., str]


@pytest.fixture
def later(
    committed: None, tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Add]:
    """Write one more migration of the room `audit`; its name comes back. All is as before afterwards."""
    folder = tmp_path / "later_audit"
    folder.mkdir()
    (folder / "__init__.py").touch()
    names = sorted(found.stem for found in Path("platform/audit/migrations").glob("0*.py"))
    for name in names:
        same = f"Migration = import_module('audit.migrations.{name}').Migration\n"
        (folder / f"{name}.py").write_text(f"from importlib import import_module\n{same}")
    monkeypatch.syspath_prepend(str(tmp_path))
    settings.MIGRATION_MODULES = {"audit": "later_audit"}  # type: ignore[attr-defined]

    def add(*operations: str, atomic: bool = True) -> str:
        text = LATER.format(atomic=atomic, before=names[-1], operations=", ".join(operations))
        names.append(f"{len(names) + 1:04}_later")
        (folder / f"{names[-1]}.py").write_text(text)
        return names[-1]

    yield add
    for name in [name for name in sys.modules if name.startswith("later_audit")]:
        del sys.modules[name]
    with owner() as raw:
        for schema in schemas():
            undo(raw, schema)


def undo(raw: psycopg.Connection, schema: str) -> None:
    raw.execute(f'set search_path = "{schema}"')
    raw.execute("alter table audit_entry drop column if exists later, drop column if exists latest")
    raw.execute("drop index if exists audit_later")
    raw.execute("delete from audit_entry where sentence = 'from a migration'")
    raw.execute("delete from django_migrations where app = 'audit' and name like '%_later'")


def owner() -> psycopg.Connection:
    return psycopg.connect(address("owner"), autocommit=True)


def schemas() -> list[str]:
    tenants = list(Tenant.objects.values_list("schema_name", flat=True))
    return [TEMPLATE_SCHEMA, *tenants, *(one.schema_name for one in Spare.objects.all())]


def have(column: str) -> set[str]:
    """The schemas whose journal has a column of this name."""
    with owner() as raw:
        found = raw.execute(
            "select table_schema from information_schema.columns"
            " where table_name = 'audit_entry' and column_name = %s",
            [column],
        )
        return {schema for (schema,) in found}


def recorded(name: str) -> set[str]:
    with owner() as raw:
        return {
            schema
            for schema in schemas()
            if raw.execute(
                f"select from {schema}.django_migrations where app='audit' and name=%s", [name]
            ).rowcount
        }


def migrate(*arguments: str) -> str:
    told = io.StringIO()
    call_command("migrate_schemas", *arguments, stdout=told, stderr=told)
    return told.getvalue()


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_every_schema_gets_the_new_column_spares_and_template_too(later: Add, jobs: str) -> None:
    name = later(ADD.format(column="later"))
    assert len(schemas()) >= 5
    assert f"{len(schemas())} schemas are up to date." in migrate("--jobs", jobs)
    assert have("later") == recorded(name) == set(schemas())


def test_a_replayed_migration_leaves_every_schema_alike(later: Add) -> None:
    later(
        ADD.format(column="later"),
        "migrations.AddIndex('entry', models.Index(fields=['later'], name='audit_later'))",
        "migrations.RemoveIndex('entry', 'audit_entry_about')",
        "migrations.AddIndex('entry', models.Index(fields=['about_id', 'at'], name='audit_entry_about'))",
    )
    migrate()
    with owner() as raw:
        groups = scan(raw, schemas()).groups
    assert len(groups) == 1
    shapes = [describe(schema) for schema in schemas()]
    assert all(shape == shapes[0] for shape in shapes)


def test_with_nothing_to_do_nothing_is_done(later: Add) -> None:
    assert f"{len(schemas())} schemas are up to date." in migrate()
    for _group, steps in fleet.plans(schemas()):
        assert steps == []


def test_what_is_not_sql_is_run_one_schema_at_a_time(later: Add) -> None:
    name = later(ADD.format(column="later"), WRITE)
    migrate()
    assert recorded(name) == set(schemas())
    with owner() as raw:
        for schema in schemas():
            found = raw.execute(
                f"select later from {schema}.audit_entry where sentence = 'from a migration'"
            )
            assert found.fetchall() == [("rien",)], schema


def test_an_index_made_concurrently_is_run_one_schema_at_a_time(later: Add) -> None:
    index = "models.Index(fields=['verb'], name='audit_later')"
    name = later(f"AddIndexConcurrently('entry', {index})", atomic=False)
    migrate("--jobs", "2")
    assert recorded(name) == set(schemas())
    with owner() as raw:
        found = raw.execute("select count(*) from pg_indexes where indexname = 'audit_later'")
        assert found.fetchone() == (len(schemas()),)


def test_the_plan_tells_what_would_run_where_and_runs_nothing(later: Add) -> None:
    one = later(ADD.format(column="later"))
    two = later(WRITE)
    told = migrate("--plan")
    assert f"{len(schemas())} schema(s)" in told
    assert f"audit.{one}: replayed" in told
    assert f"audit.{two}: one by one, because RunPython is not SQL" in told
    assert have("later") == set()


def test_one_that_fails_is_told_the_others_go_on_and_the_next_run_resumes(later: Add) -> None:
    later(ADD.format(column="later"))
    broken = schemas()[1]
    with owner() as raw:  # somebody's hand was in it
        raw.execute(f"alter table {broken}.audit_entry add column later text")
    with pytest.raises(CommandError, match=f"1 of {len(schemas())} schemas"):
        migrate()
    assert recorded("0002_later") == set(schemas()) - {broken}
    with owner() as raw:
        raw.execute(f"alter table {broken}.audit_entry drop column later")
    migrate()
    assert recorded("0002_later") == set(schemas())


def test_a_group_goes_on_with_another_where_the_first_fails(later: Add) -> None:
    later(ADD.format(column="later"))
    with owner() as raw:
        raw.execute(f"alter table {TEMPLATE_SCHEMA}.audit_entry add column later text")
    with pytest.raises(CommandError, match=f"1 of {len(schemas())} schemas"):
        migrate()
    assert recorded("0002_later") == set(schemas()) - {TEMPLATE_SCHEMA}


def test_schemas_that_stand_elsewhere_are_planned_apart(later: Add) -> None:
    later(ADD.format(column="later"))
    first = schemas()[1]
    with owner() as raw:
        raw.execute(
            f"alter table {first}.audit_entry add column later varchar(20) not null default 'x'"
        )
        raw.execute(
            f"insert into {first}.django_migrations (app, name, applied)"
            " values ('audit', '0002_later', now())"
        )
    later(ADD.format(column="latest"))
    migrate()
    assert have("latest") == recorded("0003_later") == set(schemas())


def test_a_table_that_somebody_holds_is_waited_for_but_not_for_ever(
    later: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenants.migrating.steps.LOCK_TIMEOUT", "100ms")
    later(ADD.format(column="later"))
    held = schemas()[2]
    with owner() as raw, raw.transaction():
        raw.execute(f"select count(*) from {held}.audit_entry")
        with pytest.raises(CommandError, match="1 of"):
            migrate()
    assert recorded("0002_later") == set(schemas()) - {held}


def test_a_tenant_whose_schema_is_gone_is_told_and_not_made_anew(later: Add) -> None:
    ghost = Tenant.objects.create(name="Ghost", kind="other", schema_name="t_0000ghost")
    try:
        told = io.StringIO()
        with pytest.raises(CommandError, match="1 of"):
            call_command("migrate_schemas", stdout=told, stderr=told)
        assert "t_0000ghost: the schema is not there" in told.getvalue()
    finally:
        Tenant.objects.filter(pk=ghost.pk).delete()


def test_two_never_migrate_at_once_and_none_copies_the_template_meanwhile(later: Add) -> None:
    with owner() as other:
        other.execute("select pg_advisory_lock(%s)", [provisioning.MIGRATING])
        with pytest.raises(CommandError, match="Another process"):
            migrate()
        with connections["owner"].cursor() as cursor:
            cursor.execute("set lock_timeout = '200ms'")
        try:
            with pytest.raises(psycopg.errors.LockNotAvailable):
                provisioning.make_schema("t_meanwhile")
        finally:
            connections["owner"].close()
