"""The database door: one tenant's rows, or an error."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connections, transaction

from accounts.models import User
from tenants.current import NoTenant, get_tenant, use
from tenants.models import Tenant
from tests.cast import World


def standing() -> tuple[str, str]:
    with connections["default"].cursor() as cursor:
        cursor.execute("select current_user, current_setting('search_path')")
        role, path = cursor.fetchone()
        return role, path


def test_without_a_tenant_nothing_can_be_read() -> None:
    with pytest.raises(NoTenant):
        User.objects.count()


def test_the_role_and_the_path_are_the_tenants_and_public_is_not_on_it(region: World) -> None:
    with region.use():
        assert standing() == (f"r_{region.tenant.schema_name}", f"{region.tenant.schema_name}, ext")


def test_each_tenant_sees_its_own_people_only(region: World, canal: World) -> None:
    with region.use():
        assert User.objects.filter(email=canal.citizen.email).count() == 0
        assert User.objects.filter(email=region.citizen.email).count() == 1


def test_tenants_may_be_nested_and_the_first_comes_back(region: World, canal: World) -> None:
    with region.use():
        with canal.use():
            assert standing()[0] == f"r_{canal.tenant.schema_name}"
        assert standing()[0] == f"r_{region.tenant.schema_name}"
        assert get_tenant() == region.tenant


def test_a_rollback_does_not_leave_the_connection_at_another_tenant(
    region: World, canal: World
) -> None:
    with region.use():
        User.objects.count()
        point = transaction.savepoint_create()
        with canal.use():
            User.objects.count()
        transaction.savepoint_rollback(point)
        assert standing()[0] == f"r_{region.tenant.schema_name}"


@pytest.mark.parametrize(
    "statement",
    [
        "select * from public.tenants_tenant",
        "select * from public.django_migrations",
        "create table mine()",
        "update django_migrations set name = 'x'",
        "select * from {other}.accounts_user",
    ],
)
def test_a_tenants_role_is_denied_all_but_its_own_rows(
    region: World, canal: World, statement: str
) -> None:
    with (
        region.use(),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connections["default"].cursor() as cursor,
    ):
        cursor.execute(statement.format(other=canal.tenant.schema_name))


def test_a_tenant_whose_schema_is_missing_is_an_error_and_not_somebody_elses_rows(
    region: World,
) -> None:
    ghost = Tenant(schema_name="t_0000ghost")
    with use(ghost), pytest.raises(DatabaseError, match="does not exist"), transaction.atomic():
        User.objects.count()


def test_a_schema_name_that_is_not_ours_never_reaches_sql(region: World) -> None:
    with (
        use(Tenant(schema_name='t_x", public; --')),
        pytest.raises(Exception, match="Invalid schema name"),
    ):
        User.objects.count()


def test_threads_each_keep_their_tenant(committed: None) -> None:
    tenants = list(Tenant.objects.exclude(schema_name="")[:2])

    def look(turn: int) -> bool:
        tenant = tenants[turn % 2]
        try:
            with use(tenant):
                return standing()[0] == f"r_{tenant.schema_name}"
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(look, range(400)))
