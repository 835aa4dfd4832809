"""Somebody who looks after the platform, and the browser they sign in with."""

from __future__ import annotations

from collections.abc import Iterator

import pyotp
import pytest
from django.test import Client

from operators import second_factor
from operators.models import Operator, Visit
from tests.tenants.conftest import open_site  # noqa: F401 - a fixture of ours too

CONSOLE, SIGN_IN, CODE = (
    "/exploitation/",
    "/exploitation/connexion/",
    "/exploitation/connexion/code/",
)
PASSWORD = "une phrase assez longue"
SEED = "a seed that a telephone knows"


@pytest.fixture
def operator(db: None) -> Operator:
    """Somebody who looks after the platform, their telephone known."""
    return Operator.objects.create_operator(
        "sacha@plateforme.example", PASSWORD, name="Sacha", factor_seed=SEED
    )


@pytest.fixture
def sacha(committed: None) -> Iterator[Operator]:
    """The same, committed; what they did is undone afterwards."""
    yield Operator.objects.create_operator(
        "sacha@plateforme.example", PASSWORD, name="Sacha", factor_seed=SEED
    )
    Visit.objects.all().delete()
    Operator.objects.all().delete()


def browser(host: str = "localhost") -> Client:
    """A browser on the platform's own host."""
    return Client(SERVER_NAME=host)


def code_of(operator: Operator) -> str:
    """What the operator's telephone shows now."""
    return pyotp.TOTP(second_factor.secret_of(operator.factor_seed)).now()


def past_the_password(operator: Operator) -> Client:
    """A browser where the operator typed the right password and no code yet."""
    client = browser()
    answer = client.post(SIGN_IN, {"email": operator.email.upper(), "password": PASSWORD})
    assert answer.headers["Location"] == CODE
    return client


def signed_in(operator: Operator) -> Client:
    """A browser where the operator signed in, password and code."""
    client = past_the_password(operator)
    answer = client.post(CODE, {"code": code_of(operator)})
    assert answer.headers["Location"] == CONSOLE
    return client
