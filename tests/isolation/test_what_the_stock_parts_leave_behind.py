"""What django-tenants' own parts keep or do where a request is over, shown on them and refused by ours."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.tokens import default_token_generator
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django_tenants.middleware.main import TenantMainMiddleware
from django_tenants.models import TenantMixin

from accounts.models import User
from tenants.current import NoTenant, peek_tenant
from tenants.door.base import DatabaseWrapper
from tenants.models import Tenant
from tests.cast import World
from tests.isolation import stock
from tests.isolation.addresses import every_address
from tests.isolation.planted import tenant_models

# --- The connection ---------------------------------------------------------------------------------


def test_after_a_request_the_stock_connection_stays_at_its_tenant_and_ours_nowhere(
    old: Any, pair: tuple[Tenant, Tenant], rf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django_tenants.middleware.main.connection", stock.connection)
    answer = TenantMainMiddleware(lambda _request: HttpResponse())
    answer(rf.get("/", headers={"host": pair[0].host}))
    assert old.schema_name == pair[0].schema_name, "the leak: whoever comes next reads there"
    assert Client(SERVER_NAME=pair[0].host).get("/").status_code == 200
    assert peek_tenant() is None
    with pytest.raises(NoTenant):
        User.objects.count()


def test_every_plain_page_by_many_threads_on_one_connection_is_its_own_sites(
    narrow: DatabaseWrapper, pair: tuple[Tenant, Tenant]
) -> None:
    """The sweep of addresses as visitors, all at once: in turn the one connection is each tenant's."""
    addresses = [one.pattern for one in every_address() if not one.parameters]
    assert len(addresses) > 20

    def visit(turn: int) -> str:
        mine, other = pair[turn % 2], pair[1 - turn % 2]
        address = addresses[turn // 2]
        try:
            page = Client(SERVER_NAME=mine.host, raise_request_exception=False).get(address)
            content = b"".join(page.streaming_content) if page.streaming else page.content  # type: ignore[attr-defined]
        finally:
            connections.close_all()
        seen = content.decode("utf-8", "replace")
        crossed = other.name in seen or other.host in seen or page.status_code >= 500
        return f"{mine.host}{address}: {page.status_code}" if crossed else ""

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(visit, range(2 * len(addresses))))
    assert not any(found), [one for one in found if one]


# --- What a process keeps ---------------------------------------------------------------------------


@pytest.fixture
def kinds(old: Any, pair: tuple[Tenant, Tenant]) -> Iterator[None]:
    """The stock's way: a table of content types in each schema, which number them apart."""
    with connections["owner"].cursor() as cursor:
        for number, tenant in enumerate(pair, start=1):
            table = f"{tenant.schema_name}.django_content_type"
            cursor.execute(f"create table {table} (id int, app_label text, model text)")
            cursor.execute(f"insert into {table} values (%s, 'accounts', 'user')", [number])
    yield
    ContentType.objects.clear_cache()
    with connections["owner"].cursor() as cursor:
        for tenant in pair:
            cursor.execute(f"drop table {tenant.schema_name}.django_content_type")


def test_the_stock_content_types_of_one_thread_are_the_other_threads_tenants(
    kinds: None, old: Any, pair: tuple[Tenant, Tenant]
) -> None:
    both_stand, first_has_asked = Barrier(2, timeout=5), Barrier(2, timeout=5)

    def ask(place: int) -> int:
        stock.stand(pair[place].schema_name)
        both_stand.wait()
        if place == 1:
            first_has_asked.wait()
        try:
            return int(ContentType.objects.db_manager(stock.ALIAS).get_for_model(User).pk)
        finally:
            old.close()
            if place == 0:
                first_has_asked.wait()

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(ask, range(2))) == [1, 1], "the leak: the second is 2 on its tenant"


def test_nothing_of_a_tenant_depends_on_the_content_types_that_a_process_shares() -> None:
    assert ContentType not in tenant_models()
    for model in tenant_models():
        named = [one.related_model for one in model._meta.get_fields() if one.is_relation]
        assert ContentType not in named, model


# --- What a row carries -----------------------------------------------------------------------------


def test_a_copied_row_keeps_its_seal_in_stock_and_loses_it_here(
    region: World, canal: World
) -> None:
    person = region.admin
    copy = User(pk=person.pk, password=person.password, email=person.email)
    stock_seal: Any = AbstractBaseUser._get_session_auth_hash  # type: ignore[attr-defined]
    assert stock_seal(person) == stock_seal(copy), "the leak: the row opens its session anywhere"
    token = default_token_generator.make_token(person)
    assert default_token_generator.check_token(copy, token), "the leak: so does a link made for it"
    with region.use():
        here = person.get_session_auth_hash()
    with canal.use():
        assert copy.get_session_auth_hash() != here


def test_saving_a_stock_tenant_makes_a_schema_in_any_process_and_saving_ours_does_not(
    old: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django_tenants.models.call_command", lambda *_, **__: None)
    monkeypatch.setattr("django_tenants.models.schema_exists", lambda *_: False)
    stocked = Tenant(name="À la manière", kind="other", schema_name="t_stocked")
    stocked.auto_create_schema = True
    ours = Tenant(name="Sans schéma", kind="other", schema_name="t_unmade")
    try:
        TenantMixin.save(stocked)
        ours.save()
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "select nspname from pg_namespace where nspname in ('t_stocked', 't_unmade')"
            )
            assert cursor.fetchall() == [("t_stocked",)]
            cursor.execute("drop schema t_stocked")
    finally:
        Tenant.objects.filter(pk__in=[stocked.pk, ours.pk]).delete()
