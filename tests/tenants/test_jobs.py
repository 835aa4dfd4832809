"""A tenant's job is stamped by the database with the tenant that deferred it."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError, connection, connections, transaction

from tenants.current import get_tenant, use
from tenants.jobs import TenantJob
from tenants.models import Tenant
from tests.cast import World


@pytest.fixture
def heard() -> list[tuple[Tenant, str]]:
    return []


@pytest.fixture
def job(heard: list[tuple[Tenant, str]]) -> TenantJob:
    def listen(word: str) -> None:
        heard.append((get_tenant(), word))

    return TenantJob(listen, "tests.listen")


def test_only_a_tenants_role_may_defer_a_tenants_job() -> None:
    with (
        pytest.raises(DatabaseError, match="not the role of a tenant"),
        transaction.atomic(using="platform"),
        connections["platform"].cursor() as cursor,
    ):
        cursor.execute("select queue.enqueue('tests.listen', '{}')")


def test_the_worker_runs_a_job_inside_its_tenant(
    region: World,
    canal: World,
    job: TenantJob,
    heard: list[tuple[Tenant, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "tenants.jobs.close_old_connections", lambda: None
    )  # keep the test's transaction
    job._work(tenant=canal.tenant.id.hex, word="bonjour")
    assert heard == [(canal.tenant, "bonjour")]


def test_a_deferred_job_is_a_row_of_the_queue_once_committed(committed: None) -> None:
    tenant = Tenant.objects.get(name="Région Test")
    with use(tenant), connection.cursor() as cursor:
        cursor.execute(
            'select queue.enqueue(\'tests.listen\', \'{"tenant": "forged", "word": "oui"}\')'
        )
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "delete from procrastinate_jobs where task_name = 'tests.listen' returning args"
        )
        rows = cursor.fetchall()
    assert [json.loads(row[0]) for row in rows] == [{"tenant": tenant.id.hex, "word": "oui"}]
