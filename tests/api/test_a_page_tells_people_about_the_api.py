"""People find at /api/ what can be read, where, and what is never there."""

from __future__ import annotations

from consultations.module import all_modules
from tenants.models import Entitlement
from tests.cast import World


def test_it_names_every_list_and_the_description(region: World) -> None:
    page = region.client().get("/api/")
    brought = {name for module in all_modules().values() for name in module.viewsets}
    for name in {"consultations", "schema", *brought}:
        address = f"http://{region.host}:8000/api/v1/{name}/"
        assert f'href="{address}"' in page.content.decode()


def test_the_list_of_a_module_that_is_off_is_not_named(region: World) -> None:
    Entitlement.objects.filter(tenant=region.tenant, key__in=all_modules()).update(allowed=False)
    page = region.client().get("/api/").content.decode()
    brought = {name for module in all_modules().values() for name in module.viewsets}
    assert not [name for name in brought if f"/api/v1/{name}/" in page]


def test_a_visitor_gets_no_cookie(region: World) -> None:
    page = region.client().get("/api/")
    assert not page.cookies
    assert "public" in page["Cache-Control"]
