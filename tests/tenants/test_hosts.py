"""From a host to a tenant's site: normalised, and never somebody else's."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tenants import hosts
from tenants.models import Domain
from tenants.names import normalise_host
from tests.cast import World


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Region.LOCALHOST", "region.localhost"),
        ("region.localhost.", "region.localhost"),
        ("region.localhost:8000", "region.localhost"),
        ("Région.localhost.:8000", "xn--rgion-bsa.localhost"),
        ("bad_host.localhost", ""),
        ("..", ""),
        ("", ""),
    ],
)
def test_a_host_is_compared_as_it_is_stored(typed: str, stored: str) -> None:
    assert normalise_host(typed) == stored


@given(st.text(max_size=300))
def test_normalising_never_fails_and_is_done_once(typed: str) -> None:
    once = normalise_host(typed)
    assert normalise_host(once) == once


def test_a_host_with_capitals_and_a_trailing_dot_is_sent_to_the_right_address(
    region: World,
) -> None:
    answer = Client(SERVER_NAME="Region.LocalHost.").get("/?q=%C3%A9cole")
    assert answer.status_code == 308
    assert answer["Location"] == "http://region.localhost/?q=%C3%A9cole"


def test_a_form_posted_to_a_host_with_capitals_is_repeated_and_not_lost(region: World) -> None:
    answer = Client(SERVER_NAME="REGION.localhost").post("/connexion/", {"email": "a@example.org"})
    assert (answer.status_code, answer["Location"]) == (308, "http://region.localhost/connexion/")


def test_an_unknown_host_gets_a_helpful_page_and_never_the_public_site() -> None:
    answer = Client(SERVER_NAME="personne.localhost").get("/")
    assert answer.status_code == 404
    assert "Aucun site à cette adresse" in answer.text
    assert "personne.localhost" in answer.text
    assert 'href="http://localhost' in answer.text


def test_a_host_that_cannot_be_one_is_a_refusal_in_words() -> None:
    answer = Client(SERVER_NAME="bad_host.localhost").get("/")
    assert answer.status_code == 404


def test_a_second_host_of_a_tenant_leads_to_its_primary_one(region: World) -> None:
    Domain.objects.create(tenant=region.tenant, domain="participer.example.org", is_primary=False)
    answer = Client(SERVER_NAME="participer.example.org").get("/connexion/")
    assert (answer.status_code, answer["Location"]) == (308, "http://region.localhost/connexion/")


def test_a_host_is_looked_up_once_in_half_a_minute(
    region: World, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    hosts.tenant_at(region.host)
    with django_assert_num_queries(0, using="platform"):  # type: ignore[operator]
        tenant = hosts.tenant_at(region.host)
        assert tenant is not None
        assert tenant.host == region.host
        assert "consultations" in tenant.allowed  # its entitlements came with it
