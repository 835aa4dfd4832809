"""The stock parts of django-tenants beside ours, on the same database: to show what each of them leaks.

Nothing else of the house may use these idioms (tests/architecture/test_leaky_idioms_are_banned.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.test import override_settings
from django.utils.connection import ConnectionProxy
from django_tenants.models import TenantMixin
from django_tenants.utils import schema_context

from config.settings import _database
from tests.database import address

ALIAS = "stock"
connection: Any = ConnectionProxy(connections, ALIAS)


@contextmanager
def stock_connection(**options: Any) -> Iterator[Any]:
    """The alias `stock`: django-tenants' own backend, as the owner."""
    settings = _database("django_tenants.postgresql_backend", address("owner"), **options)
    connections.databases[ALIAS] = {**connections.databases["owner"], **settings}
    try:
        with override_settings(TENANT_DB_ALIAS=ALIAS):
            yield connection
    finally:
        here: Any = connections[ALIAS]
        here.close()
        if here.pool:
            here.close_pool()
        del connections[ALIAS]
        del connections.databases[ALIAS]


class StockTenant:
    """A tenant as django-tenants makes it: entered with `with`."""

    _previous_tenant = TenantMixin._previous_tenant  # the list that all of them share
    tenant_type = None

    def __init__(self, schema_name: str) -> None:
        self.schema_name = schema_name

    activate = TenantMixin.activate
    __enter__ = TenantMixin.__enter__
    __exit__ = TenantMixin.__exit__


def stand(schema: str) -> None:
    """Set the stock connection of this thread to a schema."""
    connection.set_schema(schema)


def decorated(schema: str) -> Any:
    """A function that the stock decorator runs inside a schema."""

    @schema_context(schema)  # type: ignore[untyped-decorator]
    def standing(inside: Any = None) -> str:
        if inside:
            inside()
        return str(connection.schema_name)

    return standing
