"""Schemas are made as copies of the template, claimed once, and swept up when nobody moved in."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from accounts.models import User
from tenants import provisioning
from tenants.current import use
from tenants.models import Spare, Tenant
from tenants.names import TEMPLATE_SCHEMA

DESCRIPTION = """
select 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull::text,
       a.attidentity::text || a.attgenerated::text, coalesce(pg_get_expr(d.adbin, d.adrelid), '')
from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
where c.relnamespace = %(schema)s::regnamespace and c.relkind = 'r'
union all
select 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid), '', '', ''
from pg_constraint where connamespace = %(schema)s::regnamespace
union all
select 'index', '', indexname, replace(indexdef, %(schema)s || '.', ''), '', '', ''
from pg_indexes where schemaname = %(schema)s
union all
select 'right', table_name, privilege_type, replace(grantee, %(schema)s, ''), '', '', ''
from information_schema.role_table_grants where table_schema = %(schema)s
union all
select 'right by column', table_name, column_name, privilege_type, replace(grantee, %(schema)s, ''), '', ''
from information_schema.column_privileges
where table_schema = %(schema)s and not starts_with(column_name, '........pg.dropped')
order by 1, 2, 3, 4, 5, 6, 7"""


@pytest.fixture
def cleared(committed: None) -> Iterator[None]:
    """Give back what a test claimed."""
    before = set(Spare.objects.values_list("id", flat=True))
    yield
    for spare in Spare.objects.exclude(id__in=before, state=Spare.State.READY):
        provisioning.drop_schema(spare.schema_name)
        spare.delete()
    provisioning.refill(2)


def describe(schema: str) -> list[tuple[str, ...]]:
    """Every object of a schema, in words that do not name it."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"set search_path = {schema}, ext")
        cursor.execute(DESCRIPTION, {"schema": schema})
        rows: list[tuple[str, ...]] = cursor.fetchall()
        cursor.execute("set search_path = public, ext")
    return rows


def test_a_replayed_schema_is_a_migrated_one_object_by_object(cleared: None) -> None:
    provisioning.make_schema("t_replayed")
    try:
        template = describe(TEMPLATE_SCHEMA)
        assert len(template) > 300
        assert describe("t_replayed") == template
    finally:
        provisioning.drop_schema("t_replayed")


def test_a_replayed_schema_has_nothing_left_to_migrate(cleared: None) -> None:
    from django.db.migrations.executor import MigrationExecutor

    provisioning.make_schema("t_replayed")
    try:
        with use(Tenant(schema_name="t_replayed")):
            executor = MigrationExecutor(connections["owner"])
            assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    finally:
        provisioning.drop_schema("t_replayed")


def test_a_claimed_schema_is_ready_to_be_lived_in(cleared: None) -> None:
    spare = provisioning.claim()
    with use(Tenant(id=spare.id, schema_name=spare.schema_name)):
        User.objects.create_user("premiere@example.org")
        assert User.objects.count() == 1


@pytest.fixture
def without_owner(settings: Any) -> None:
    """A process such as the web's, which may claim schemas and make none."""
    settings.DATABASES = {key: settings.DATABASES[key] for key in ("default", "platform")}


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
def test_two_people_at_once_claim_two_schemas_and_a_third_is_told_to_wait(
    cleared: None, without_owner: None
) -> None:
    def claim(turn: int) -> str:
        try:
            return provisioning.claim().schema_name
        except provisioning.NoSpare:
            return ""
        finally:
            connections["platform"].close()

    with ThreadPoolExecutor(3) as threads:
        claimed = list(threads.map(claim, range(3)))
    assert claimed.count("") == 1
    assert len(set(claimed)) == 3


def test_a_process_with_the_owners_login_makes_one_where_none_is_left(cleared: None) -> None:
    Spare.objects.update(state=Spare.State.CLAIMED)
    spare = provisioning.claim()
    assert Spare.objects.get(pk=spare.pk).state == Spare.State.CLAIMED
    assert describe(spare.schema_name) == describe(TEMPLATE_SCHEMA)
    Spare.objects.exclude(pk=spare.pk).update(state=Spare.State.READY)


def test_a_claim_that_became_no_tenant_is_swept_up_after_ten_minutes(cleared: None) -> None:
    spare = provisioning.claim()
    assert provisioning.sweep() == 0
    Spare.objects.filter(pk=spare.pk).update(claimed_at=timezone.now() - timedelta(minutes=11))
    assert provisioning.sweep() == 1
    with connections["owner"].cursor() as cursor:
        cursor.execute("select count(*) from pg_namespace where nspname = %s", [spare.schema_name])
        assert cursor.fetchone() == (0,)


def test_a_schema_whose_making_fails_half_way_leaves_nothing(
    cleared: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr("tenants.rights.seal", fail)
    with pytest.raises(RuntimeError, match="killed"):
        provisioning.make_schema("t_half")
    with connections["owner"].cursor() as cursor:
        cursor.execute("select from pg_namespace where nspname = 't_half'")
        assert cursor.rowcount == 0
        cursor.execute("select from pg_roles where rolname = 'r_t_half'")
        assert cursor.rowcount == 0
