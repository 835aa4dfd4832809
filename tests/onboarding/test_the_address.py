"""Step 3: an address that is free, well formed and nobody's word."""

from __future__ import annotations

import pytest
from django.test import Client

from onboarding.addresses import suggestions
from tests.onboarding.conftest import Person


@pytest.fixture
def at_address(person: Person) -> Person:
    person.tell_who()
    person.type_code()
    return person


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("region", "déjà l’adresse d’un autre site"),
        ("exploitation", "garde"),
        ("www", "garde"),
        ("statique", "garde"),
        ("ab", "de 3 à 40"),
        ("a" * 41, "de 3 à 40"),
        ("hauts de france", "sans accent"),
        ("château", "sans accent"),
        ("-lille", "sans accent"),
        ("xn--lille", "sans accent"),
        ("lille.nord", "sans accent"),
        ("", "Choisissez une adresse"),
    ],
)
def test_what_cannot_be_an_address_is_refused_and_kept_in_the_field(
    at_address: Person, slug: str, said: str
) -> None:
    answer = at_address.choose_address(slug)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert (said in page and f'value="{slug}"' in page) or not slug
    assert at_address.sign_up.slug == ""
    assert answer.content.decode().count('name="pick"') >= 3, "free ones are offered instead"


@pytest.mark.parametrize(
    "typed", ["Hauts-de-France", " hauts-de-france ", "hauts-de-france.localhost"]
)
def test_small_liberties_are_forgiven(at_address: Person, typed: str) -> None:
    assert at_address.choose_address(typed).status_code == 302
    assert at_address.sign_up.slug == "hauts-de-france"


def test_the_page_proposes_the_nearest_to_the_name(at_address: Person) -> None:
    page = at_address.get("adresse/").content.decode()
    assert 'value="region-hauts-de-france"' in page
    assert suggestions("Région Hauts-de-France")[:3] == [
        "region-hauts-de-france",
        "hauts-de-france",
        "hdf",
    ]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Ville de Saint-Étienne", "ville-de-saint-etienne"),
        ("Région", "region-participe"),  # "region" is taken by the first tenant of the tests
        ("Œuvre & Cie !", "uvre-cie"),
        ("Communauté d’agglomération du Pays de Saint-Malo et de ses environs", "communaute"),
    ],
)
def test_suggestions_are_addresses_whatever_the_name(person: Person, name: str, first: str) -> None:
    ideas = suggestions(name)
    assert ideas[0].startswith(first), ideas
    assert all(3 <= len(idea) <= 40 for idea in ideas)


def test_a_suggestion_pressed_without_javascript_fills_the_field_in(at_address: Person) -> None:
    answer = at_address.post("adresse/", slug="region", pick="hdf")
    assert answer.status_code == 200
    assert 'value="hdf"' in answer.content.decode()
    assert at_address.sign_up.slug == ""


def test_availability_answers_while_one_types(at_address: Person) -> None:
    assert "est libre" in at_address.get("adresse/libre/", slug="hdf").content.decode()
    taken = at_address.get("adresse/libre/", slug="region").content.decode()
    assert "déjà l’adresse" in taken
    assert "<html" not in taken
    assert "<b>" not in at_address.get("adresse/libre/", slug="<b>x</b>").content.decode()


def test_availability_is_for_those_at_that_step(person: Person) -> None:
    stranger = Client(SERVER_NAME="localhost")
    assert stranger.get("/ouvrir/adresse/libre/", {"slug": "region"}).status_code == 302
