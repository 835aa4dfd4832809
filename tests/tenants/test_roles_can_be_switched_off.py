"""TENANT_ROLES off, for clusters that cannot: no role a tenant, and still neither `public` nor no tenant."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction

from accounts.models import User
from tenants import provisioning
from tenants.current import NoTenant, use
from tenants.jobs import TenantJob
from tenants.models import Tenant
from tenants.names import TEMPLATE_SCHEMA
from tests.tenants.test_provisioning import describe


def settle() -> str:
    told = io.StringIO()
    call_command("migrate_schemas", stdout=told)
    door: Any = connections["default"]
    door.close()
    door.close_pool()  # as a restart does: its sessions stand in the other role
    return told.getvalue()


@pytest.fixture
def without_roles(committed: None, settings: Any) -> Iterator[None]:
    """Every schema in the hands of the login `web`, and back again."""
    before = describe(TEMPLATE_SCHEMA)
    settings.TENANT_ROLES = False
    assert "have changed hands" in settle()
    yield
    settings.TENANT_ROLES = True
    assert "have changed hands" in settle()
    assert describe(TEMPLATE_SCHEMA) == before


@pytest.fixture
def pair(without_roles: None) -> tuple[Tenant, Tenant]:
    one, two = Tenant.objects.filter(domains__isnull=False).order_by("id")[:2]
    return one, two


def read(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


def test_the_login_itself_works_in_one_schema_at_a_time(pair: tuple[Tenant, Tenant]) -> None:
    for tenant in pair:
        with use(tenant):
            assert read("select current_user, current_schema()") == ("web", tenant.schema_name)
            with transaction.atomic():
                User.objects.create_user("une@example.org")
                transaction.set_rollback(True)
    with pytest.raises(NoTenant):
        User.objects.count()


@pytest.mark.parametrize(
    "statement",
    [
        "select * from public.tenants_tenant",
        "select * from django_migrations",
        "create table mine()",
    ],
)
def test_public_and_the_structure_stay_denied(pair: tuple[Tenant, Tenant], statement: str) -> None:
    with use(pair[0]), pytest.raises(DatabaseError, match="permission denied"):
        read(statement)


def test_a_new_schema_needs_no_role(pair: tuple[Tenant, Tenant]) -> None:
    provisioning.make_schema("t_roleless")
    try:
        with use(Tenant(schema_name="t_roleless")):
            assert User.objects.count() == 0
        with connections["owner"].cursor() as cursor:
            cursor.execute("select from pg_roles where rolname = 'r_t_roleless'")
            assert cursor.rowcount == 0
    finally:
        connections["default"].close()
        provisioning.drop_schema("t_roleless")


def test_a_job_is_stamped_with_the_tenant_that_defers_it(
    pair: tuple[Tenant, Tenant], settings: Any
) -> None:
    settings.JOBS_INLINE = False
    job = TenantJob(lambda word: None, "tests.roleless")
    with use(pair[0]):
        job.defer(word="oui", tenant="forged")
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "delete from procrastinate_jobs where task_name = 'tests.roleless' returning args"
        )
        rows = cursor.fetchall()
    assert [json.loads(row[0]) for row in rows] == [{"tenant": pair[0].id.hex, "word": "oui"}]


def test_with_roles_on_nobody_stamps_a_job_by_hand(committed: None) -> None:
    tenant = Tenant.objects.filter(domains__isnull=False).first()
    with use(tenant), pytest.raises(DatabaseError, match="permission denied"):
        read("select queue.enqueue_for('x', 'tests.forged', '{}')")
