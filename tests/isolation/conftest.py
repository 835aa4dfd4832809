"""Two tenants, committed; the stock connection; a pool of one connection."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections

from tenants.door.base import DatabaseWrapper
from tenants.models import Tenant
from tests.isolation import stock


@pytest.fixture
def pair(committed: None) -> tuple[Tenant, Tenant]:
    """Two tenants, committed."""
    one, two = Tenant.objects.filter(domains__isnull=False).order_by("id")[:2]
    return one, two


@pytest.fixture
def old(committed: None) -> Iterator[Any]:
    """The stock connection."""
    with stock.stock_connection() as connection:
        yield connection


@pytest.fixture
def narrow(committed: None) -> Iterator[DatabaseWrapper]:
    """The tenants' door with a pool of one connection, for every thread."""
    settings = connections.databases["default"]
    door: Any = connections["default"]
    kept = settings["OPTIONS"]["pool"]
    door.close()
    door.close_pool()
    settings["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 1, "timeout": 30}
    yield connections["default"]  # type: ignore[misc]
    door.close()
    door.close_pool()
    settings["OPTIONS"]["pool"] = kept
