"""From a host to a tenant's site: normalised, and never somebody else's."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from audit.models import Entry
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


THEIRS = "participer.example.org"


@pytest.fixture
def second(region: World) -> Client:
    """A browser at a second host of the region's."""
    Domain.objects.create(tenant=region.tenant, domain=THEIRS, is_primary=False)
    return Client(SERVER_NAME=THEIRS)


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_second_host_of_a_tenant_leads_to_its_primary_one(second: Client, method: str) -> None:
    answer = getattr(second, method)("/connexion/?next=%2Fgestion%2F")
    address = "http://region.localhost/connexion/?next=%2Fgestion%2F"
    assert (answer.status_code, answer["Location"]) == (301, address)
    assert answer["Cache-Control"] == "no-cache", "the main address may change back"


def test_a_form_open_at_a_second_host_is_taken_and_a_page_leads_on(
    region: World, second: Client
) -> None:
    second.cookies = region.client(region.admin).cookies
    answer = second.post("/gestion/modules/", {"module": "surveys", "enabled": "no"})
    assert answer.status_code == 200, "no redirect: browsers let a form lead to its own host only"
    assert 'href="http://region.localhost:8000/gestion/modules/"' in answer.text
    assert "une nouvelle adresse" in answer.text
    with region.use():
        assert Entry.objects.filter(verb="module.switched").exists(), "it is done, once"


def test_a_form_that_is_wrong_at_a_second_host_is_shown_again(second: Client) -> None:
    answer = second.post("/connexion/", {"email": "sans arobase"})
    assert answer.status_code == 200
    assert 'value="sans arobase"' in answer.text


@pytest.mark.parametrize(("host", "held"), [("region.localhost", "31536000"), (THEIRS, "2592000")])
def test_a_name_of_theirs_is_held_to_https_for_a_month_only(
    region: World, second: Client, settings: object, host: str, held: str
) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000  # type: ignore[attr-defined]
    answer = Client(SERVER_NAME=host).get("/", secure=True)
    assert answer["Strict-Transport-Security"] == f"max-age={held}"


def test_a_host_is_looked_up_once_in_half_a_minute(
    region: World, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    hosts.tenant_at(region.host)
    with django_assert_num_queries(0, using="platform"):  # type: ignore[operator]
        tenant = hosts.tenant_at(region.host)
        assert tenant is not None
        assert tenant.host == region.host
        assert "consultations" in tenant.allowed  # its entitlements came with it
