"""What all tests share: one database a process, two tenants a session, a transaction a test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from tests import database
from tests.cast import World, make_people, make_tenant

# A busy machine is slow, not wrong: property tests fail for what they find, never for how long it took.
hypothesis.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("house")
ALIASES = ["default", "platform", "owner"]


# Files that take a minute begin first, so that no process is left alone with one at the end.
LONG = ("weight", "journeys", "isolation", "test_a_module_copied_in_needs_no_edit.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test may use the database in a transaction that is undone, unless it says `committed`."""
    items.sort(key=lambda item: not set(LONG) & set(item.path.parts))
    for item in items:
        apart = {"journeys", "weight"} & set(item.path.parts)  # they have a database of their own
        if not apart and "committed" not in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db(databases=ALIASES))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: object) -> Iterator[None]:
    """The schemas, once a process: the public one, the template, two tenants and two spares."""
    from tenants.names import TEMPLATE_SCHEMA
    from tenants.provisioning import grant_public, migrate_public, migrate_schema, refill

    database.make()
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        migrate_public()
        grant_public()
        migrate_schema(TEMPLATE_SCHEMA)
        refill(2)
        make_tenant("region", "Région Test", "region")
        make_tenant("canal", "Les Ateliers du Canal", "association")
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        for connection in connections.all(initialized_only=True):
            connection.close()
            if getattr(connection, "pool", None):
                connection.close_pool()  # type: ignore[attr-defined]
    database.remove()
    shutil.rmtree(settings.VAR, ignore_errors=True)


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What a process remembers for half a minute does not outlive a test."""
    from tenants import hosts, memory

    hosts.forget()
    memory.forget_everything()


@pytest.fixture(autouse=True)
def files_apart(settings: object, tmp_path: Path) -> None:
    """Uploads of a test go to a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]


@pytest.fixture
def region(db: None) -> World:
    """The first tenant, a region, with its people."""
    return _world("Région Test")


@pytest.fixture
def canal(db: None) -> World:
    """The second tenant, an association: never to see anything of the first."""
    return _world("Les Ateliers du Canal")


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """The database without a transaction around the test, which cleans up after itself."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield


def _world(name: str) -> World:
    from tenants.models import Tenant

    return make_people(Tenant.objects.prefetch_related("domains", "entitlements").get(name=name))
