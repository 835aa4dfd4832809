"""Programs read, without a key, the consultations that everybody sees, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultations.models import Consultation, Extension, Partner
from consultations.module import all_modules
from tenants.models import Entitlement
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_theme

LIST = "/api/v1/consultations/"


def read(world: World, address: str = LIST, **headers: str) -> Any:
    return world.client().get(address, headers=headers or None)


def some_module() -> str:
    """Any module: the core's answers do not depend on which."""
    return next(iter(all_modules()))


def test_the_list_has_the_published_and_the_closed_ones_and_no_draft(region: World) -> None:
    with region.use():
        make_consultation(slug="ouverte", published_at=timezone.now())
        make_consultation(
            slug="close",
            state=Consultation.State.CLOSED,
            published_at=timezone.now() - timedelta(days=9),
        )
        make_consultation(slug="brouillon", state=Consultation.State.DRAFT, published_at=None)
    found = read(region).json()
    assert found["count"] == 2
    assert [one["slug"] for one in found["results"]] == ["ouverte", "close"]


def test_a_consultation_tells_what_its_page_tells(region: World) -> None:
    with region.use():
        consultation = make_consultation(slug="assises", title="Les assises")
        make_theme(consultation, slug="emploi", title="Emploi associatif")
        Partner.objects.create(consultation=consultation, name="Le Mouvement associatif")
        phase = make_phase(consultation, some_module(), slug="recueil")
        Extension.objects.create(
            phase=phase,
            previous=phase.opens_at,
            until=phase.closes_at,
            reason="Les vacances approchent.",
        )
    found = read(region, f"{LIST}assises/").json()
    assert found["title"] == "Les assises"
    assert found["commitment"]["key"] == "co_construction"
    assert found["page"] == f"http://{region.host}:8000/concertations/assises/"
    assert [theme["slug"] for theme in found["themes"]] == ["emploi"]
    assert [partner["name"] for partner in found["partners"]] == ["Le Mouvement associatif"]
    (one,) = found["phases"]
    assert (one["slug"], one["is_open"]) == ("recueil", True)
    assert [row["reason"] for row in one["extensions"]] == ["Les vacances approchent."]


def test_labels_are_in_french(region: World) -> None:
    with region.use():
        make_consultation()
    assert read(region).json()["results"][0]["state"] == {"key": "published", "label": "Publiée"}


def test_a_draft_has_no_address_even_for_its_manager(region: World) -> None:
    with region.use():
        make_consultation(slug="secrete", state=Consultation.State.DRAFT)
    assert region.client(region.manager).get(f"{LIST}secrete/").status_code == 404


def test_another_tenant_reads_nothing_of_it(region: World, canal: World) -> None:
    with region.use():
        make_consultation(slug="assises")
    assert read(canal).json()["count"] == 0
    assert read(canal, f"{LIST}assises/").status_code == 404


def test_the_phases_of_a_module_that_is_off_are_left_out(region: World) -> None:
    key = some_module()
    with region.use():
        make_phase(make_consultation(slug="assises"), key)
    Entitlement.objects.filter(tenant=region.tenant, key=key).update(allowed=False)
    assert read(region, f"{LIST}assises/").json()["phases"] == []


def test_answers_may_be_kept_for_a_minute_and_asked_for_again_by_their_etag(region: World) -> None:
    with region.use():
        make_consultation()
    first = read(region)
    assert first["Cache-Control"] == "public, max-age=60"
    again = read(region, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_reading_leaves_no_cookie_and_any_site_may_read(region: World) -> None:
    answer = region.client(region.admin).get(LIST)
    assert not answer.cookies
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize(("address", "statements"), [(LIST, 4), (f"{LIST}un/", 5)])
def test_as_many_statements_whatever_the_number_of_rows(
    region: World, address: str, statements: int
) -> None:
    with region.use():
        for slug in ("un", "deux", "trois"):
            consultation = make_consultation(slug=slug)
            for _number in range(2):
                make_theme(consultation)
                make_phase(consultation, some_module())
    read(region, address)  # the host, the contract and the choices are remembered from here on
    with CaptureQueriesContext(connections["default"]) as asked:
        assert read(region, address).status_code == 200
    assert len(asked) == statements, [one["sql"] for one in asked]
