"""Each leak measured in django-tenants' own parts, shown here on the stock part and refused by ours."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from asgiref.sync import sync_to_async
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connections, transaction
from django_tenants.cache import make_key
from django_tenants.middleware.main import TenantMainMiddleware
from django_tenants.postgresql_backend.base import is_valid_schema_name

from accounts.models import User
from tenants.cache import tenant_key
from tenants.current import NoTenant, get_tenant, use
from tenants.door.base import DatabaseWrapper
from tenants.models import Tenant
from tenants.names import check_schema_name
from tenants.signing import sign, unsign
from tests.cast import World
from tests.isolation import stock

TURNS = 60


def role() -> str:
    with connections["default"].cursor() as cursor:
        cursor.execute("select current_user")
        return str(cursor.fetchone()[0])


# --- The tenant on shared objects ------------------------------------------------------------------


def test_the_stock_with_block_gives_one_thread_the_other_threads_tenant(
    old: Any, pair: tuple[Tenant, Tenant]
) -> None:
    """Its previous tenant waits in a list that all threads share: who leaves takes the last one's."""
    first_is_in, second_is_in = threading.Event(), threading.Event()

    def first() -> str:
        stock.stand(pair[0].schema_name)
        with stock.StockTenant("t_elsewhere"):
            first_is_in.set()
            second_is_in.wait(5)
        try:
            return str(old.schema_name)
        finally:
            old.close()

    def second() -> None:
        first_is_in.wait(5)
        stock.stand(pair[1].schema_name)
        stock.StockTenant("t_elsewhere").__enter__()
        second_is_in.set()
        old.close()

    with ThreadPoolExecutor(2) as threads:
        back, _ = threads.submit(first), threads.submit(second)
    assert back.result() == pair[1].schema_name, "the leak: it came from the first tenant"
    stock.StockTenant._previous_tenant.clear()


def test_ours_gives_every_thread_its_own_back(pair: tuple[Tenant, Tenant]) -> None:
    def visit(turn: int) -> bool:
        mine, other = pair[turn % 2], pair[1 - turn % 2]
        try:
            with use(mine):
                with use(other):
                    inside = role() == f"r_{other.schema_name}"
                return inside and role() == f"r_{mine.schema_name}" and get_tenant() == mine
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(visit, range(TURNS)))


def test_the_stock_decorator_remembers_for_everybody_and_ours_is_no_decorator(
    old: Any, pair: tuple[Tenant, Tenant]
) -> None:
    standing = stock.decorated("t_elsewhere")
    stock.stand(pair[0].schema_name)

    def called_by_somebody_else() -> None:
        stock.stand(pair[1].schema_name)
        standing()

    standing(inside=called_by_somebody_else)
    assert old.schema_name != pair[0].schema_name, "it came back to where it was never called from"
    with use(pair[0]):
        with use(pair[1]), use(pair[0]):
            pass
        assert get_tenant() == pair[0]


# --- Failing open -----------------------------------------------------------------------------------


@pytest.fixture
def cancelled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """While it holds a word, the server cancels each SET: a timeout, an administrator, a failover."""
    words: list[str] = []
    execute = psycopg.Cursor.execute

    def maybe(self: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        if words and "SET search_path" in str(query):
            raise psycopg.errors.QueryCanceled("canceling statement due to user request")
        return execute(self, query, *args, **kwargs)

    monkeypatch.setattr(psycopg.Cursor, "execute", maybe)
    return words


def test_after_a_failed_set_the_stock_pool_reads_the_other_tenants_rows_and_ours_fails(
    pair: tuple[Tenant, Tenant], cancelled: list[str]
) -> None:
    with stock.stock_connection(pool={"min_size": 1, "max_size": 1}) as old:
        stock.stand(pair[0].schema_name)
        with old.cursor() as cursor:
            cursor.execute("select current_schema()")
        old.close()  # back to the pool, still standing at the first
        stock.stand(pair[1].schema_name)
        cancelled.append("now")
        with old.cursor() as cursor:
            cursor.execute("select current_schema()")
            assert cursor.fetchone() == (pair[0].schema_name,), "the leak"
    cancelled.clear()
    with use(pair[0]):
        role()
    cancelled.append("now")
    with use(pair[1]), pytest.raises(DatabaseError, match="canceling"):
        role()
    cancelled.clear()
    with use(pair[1]):
        assert role() == f"r_{pair[1].schema_name}"
    connections["default"].close()


def test_a_missing_schema_is_answered_by_public_in_stock_and_by_an_error_here(old: Any) -> None:
    stock.stand("t_0000ghost")
    with old.cursor() as cursor:
        cursor.execute("select count(*) from tenants_tenant")
        assert cursor.fetchone()[0] >= 2, "the leak: rows of the public schema"
    with use(Tenant(schema_name="t_0000ghost")), pytest.raises(DatabaseError, match="not exist"):
        User.objects.count()


def test_without_a_tenant_stock_reads_public_and_ours_raises(old: Any) -> None:
    with old.cursor() as cursor:
        cursor.execute("select current_schema()")
        assert cursor.fetchone() == ("public",)
    with pytest.raises(NoTenant):
        User.objects.count()


# --- Asynchronous code ------------------------------------------------------------------------------


def test_a_stock_async_view_shares_one_cache_key_and_ours_keeps_them_apart(
    old: Any, pair: tuple[Tenant, Tenant], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django_tenants.cache.connection", stock.connection)

    async def stock_request(tenant: Tenant) -> str:
        await sync_to_async(stock.stand)(tenant.schema_name)  # as a synchronous middleware does
        return str(make_key("menu", "", 1))

    async def our_request(tenant: Tenant) -> tuple[str, str]:
        with use(tenant):
            await asyncio.sleep(0)
            seen = await sync_to_async(role)()
            return tenant_key("menu", "", 1), seen

    async def all_of(request: Any) -> list[Any]:
        return list(await asyncio.gather(*(request(pair[n % 2]) for n in range(TURNS))))

    keys = set(asyncio.run(all_of(stock_request)))
    assert len(keys) == 1, "the leak: one key for all tenants"
    expected = {(tenant_key_of(one), f"r_{one.schema_name}") for one in pair}
    assert set(asyncio.run(all_of(our_request))) == expected


def tenant_key_of(tenant: Tenant) -> str:
    return f"{tenant.id.hex}::1:menu"


def test_a_stock_thread_of_its_own_runs_on_public_and_ours_on_the_tenant(
    old: Any, pair: tuple[Tenant, Tenant]
) -> None:
    def seen_by_stock() -> str:
        try:
            return str(old.schema_name)
        finally:
            old.close()

    def seen_by_us() -> str:
        try:
            return role()
        finally:
            connections["default"].close()

    async def ask() -> tuple[str, str]:
        await sync_to_async(stock.stand)(pair[0].schema_name)
        with use(pair[0]):
            return (
                await sync_to_async(seen_by_stock, thread_sensitive=False)(),
                await sync_to_async(seen_by_us, thread_sensitive=False)(),
            )

    assert asyncio.run(ask()) == ("public", f"r_{pair[0].schema_name}")


# --- Secrets, caches, names -------------------------------------------------------------------------


def test_a_stock_signed_value_crosses_and_ours_does_not(region: World, canal: World) -> None:
    with region.use():
        stock_text, ours = signing.dumps({"user": 1}), sign({"user": 1}, purpose="reset")
    with canal.use():
        assert signing.loads(stock_text) == {"user": 1}, "the leak"
        with pytest.raises(signing.BadSignature):
            unsign(ours, purpose="reset")


@pytest.mark.parametrize("name", ["t_A", "T_1", "t a", "t_", "t_é", "a", "t_" + "x" * 41, "t_1\n"])
def test_a_schema_name_is_ours_or_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        check_schema_name(name)


def test_the_stock_check_lets_spaces_and_capitals_through() -> None:
    assert is_valid_schema_name("Ma Region")


def test_stock_compares_hosts_letter_by_letter_and_ours_as_the_network_does(
    region: World, rf: Any
) -> None:
    asked = rf.get("/", headers={"host": "Region.LocalHost."})
    assert TenantMainMiddleware.hostname_from_request(asked) != region.host, "an unknown host there"
    assert region.client(headers={"host": "Region.LocalHost."}).get("/").status_code in {200, 308}


def test_stock_sets_the_path_for_each_cursor_and_ours_once(
    old: Any, pair: tuple[Tenant, Tenant], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    execute = psycopg.Cursor.execute

    def listen(self: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        told.append(str(query))
        return execute(self, query, *args, **kwargs)

    monkeypatch.setattr(psycopg.Cursor, "execute", listen)

    def sets(connection: Any) -> int:
        told.clear()
        for _ in range(5):
            with connection.cursor() as cursor:
                cursor.execute("select 1")
        return sum("SET search_path" in one for one in told)

    stock.stand(pair[0].schema_name)
    assert sets(old) == 5
    with use(pair[0]):
        connections["default"].close()
        assert sets(connections["default"]) <= 1, "none where the pool had it there already"
    connections["default"].close()


def test_no_statement_is_prepared_on_the_server(region: World) -> None:
    """A prepared statement keeps the tables that it was planned on."""
    with region.use():
        User.objects.count()
    assert connections["default"].connection.prepare_threshold is None


# --- The pool ---------------------------------------------------------------------------------------


def test_a_pool_of_one_connection_serves_many_threads_each_its_tenant(
    narrow: DatabaseWrapper, pair: tuple[Tenant, Tenant]
) -> None:
    def look(turn: int) -> bool:
        tenant = pair[turn % 2]
        try:
            with use(tenant):
                if turn % 5 == 0:
                    with pytest.raises(DatabaseError), transaction.atomic():
                        User.objects.extra(where=["no_such_column"]).count()
                return role() == f"r_{tenant.schema_name}"
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(look, range(TURNS)))


def test_a_backend_that_has_seen_too_many_schemas_is_retired(
    narrow: DatabaseWrapper, pair: tuple[Tenant, Tenant], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenants.door.base.MAX_SCHEMAS_PER_BACKEND", 1)

    def backend(tenant: Tenant) -> int:
        with use(tenant), connections["default"].cursor() as cursor:
            cursor.execute("select pg_backend_pid()")
            pid = int(cursor.fetchone()[0])
        connections["default"].close()
        return pid

    first = backend(pair[0])
    assert backend(pair[0]) == first, "one schema is not too many"
    assert backend(pair[1]) == first, "it is retired when it is given back"
    assert backend(pair[1]) != first
