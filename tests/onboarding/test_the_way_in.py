"""The link that leads the first administrator into the site: once, for a minute, on that site."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from onboarding.models import SignUp
from tenants.current import use
from tenants.models import Tenant
from tests.cast import World
from tests.onboarding.conftest import Person

HOST = "hauts-de-france.localhost"


@pytest.fixture
def link(person: Person) -> str:
    """The path of a fresh way in."""
    person.walk()
    person.get("site/")
    path: str = person.get("entrer/")["Location"].split("/", 3)[3]
    return f"/{path}"


def test_it_opens_once(link: str) -> None:
    first, second = Client(SERVER_NAME=HOST), Client(SERVER_NAME=HOST)
    assert first.get(link)["Location"] == "/gestion/"
    assert first.get("/gestion/").status_code == 200
    refused = second.get(link)
    assert refused.status_code == 410
    assert "/connexion/" in refused.content.decode()
    assert second.get("/gestion/").status_code != 200


def test_it_is_worth_nothing_after_a_minute(link: str) -> None:
    client = Client(SERVER_NAME=HOST)
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert client.get(link).status_code == 410


def test_it_is_worth_nothing_on_another_site_even_with_the_same_person(
    link: str, canal: World
) -> None:
    with use(Tenant.objects.get(domains__domain=HOST)):
        user = User.objects.get()
    with canal.use():  # the worst case: the row was copied there
        User.objects.create(
            pk=user.pk, email=user.email, display_name="Claire", roles=["administrator"]
        )
    stranger = canal.client()
    assert stranger.get(link).status_code == 410
    assert stranger.get("/gestion/").status_code != 200


def test_a_forged_one_is_refused(link: str) -> None:
    client = Client(SERVER_NAME=HOST)
    assert client.get(link[:-3] + "x/").status_code == 410
    assert client.get("/bienvenue/x/").status_code == 410
    assert client.head(link).status_code == 405, "only a person's visit uses it"


def test_somebody_shut_out_is_not_let_in(link: str) -> None:
    with use(Tenant.objects.get(domains__domain=HOST)):
        User.objects.update(is_active=False)
    assert Client(SERVER_NAME=HOST).get(link).status_code == 410


def test_an_hour_after_the_opening_people_sign_in_by_a_code(person: Person, link: str) -> None:
    SignUp.objects.update(opened_at=timezone.now() - timedelta(minutes=61))
    assert person.get("entrer/")["Location"].endswith(f"{HOST}:8000/connexion/")


def test_the_address_is_proved_for_good(person: Person, link: str) -> None:
    from allauth.account.models import EmailAddress

    with use(Tenant.objects.get(domains__domain=HOST)):
        assert EmailAddress.objects.get().verified
