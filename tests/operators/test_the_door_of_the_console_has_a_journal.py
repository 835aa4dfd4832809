"""Who came into the console and who was refused is written down, for oneself and for one's colleagues."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from operators import accesses, second_factor
from operators.models import Access, Operator
from tests.operators.conftest import CODE, PASSWORD, SIGN_IN, browser, past_the_password, signed_in

JOURNAL = "/exploitation/journal/connexions/"
MINE = "/exploitation/mon-acces/"


def told(operator: Operator) -> list[str]:
    return [access.what for access in accesses.of(operator)]


def test_coming_in_and_going_out_are_told(operator: Operator) -> None:
    client = signed_in(operator)
    assert told(operator) == ["in"]
    page = client.get(JOURNAL).text
    assert "a ouvert sa session" in page
    assert operator.name in page
    client.post("/exploitation/deconnexion/")
    assert told(operator) == ["out", "in"]


def test_whoever_guesses_is_told_and_the_operator_sees_it(operator: Operator) -> None:
    browser().post(SIGN_IN, {"email": operator.email, "password": "faux"})
    past_the_password(operator).post(CODE, {"code": "000000"})
    assert told(operator) == ["wrong_code", "wrong_password"]
    mine = signed_in(operator).get(MINE).text
    assert "mot de passe faux" in mine
    assert "code faux" in mine


def test_what_is_typed_for_an_unknown_address_is_not_kept(operator: Operator) -> None:
    browser().post(SIGN_IN, {"email": "inconnue@example.org", "password": PASSWORD})
    assert not Access.objects.exists()


def test_a_recovery_code_and_new_ones_are_told(operator: Operator) -> None:
    (code, *_others) = second_factor.new_recovery_codes(operator)
    client = past_the_password(operator)
    client.post(CODE, {"code": code})
    assert told(operator) == ["recovered"]
    (_first, another, *_rest) = second_factor.new_recovery_codes(operator)
    client.post(MINE, {"code": another})
    assert told(operator)[0] == "new_codes"


def test_what_a_command_changes_is_told(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPERATOR_PASSWORD", "une autre phrase assez longue")
    call_command("create_operator", operator.email)
    call_command("create_operator", operator.email, "--forget-telephone")
    assert told(operator) == ["forgotten", "new_password"]


def test_it_is_for_operators_only(operator: Operator) -> None:
    assert Client(SERVER_NAME="localhost").get(JOURNAL).status_code == 302


def test_it_is_forgotten_after_a_year(operator: Operator) -> None:
    for days in (364, 366):
        at = timezone.now() - timedelta(days=days)
        Access.objects.create(operator=operator, what="in", at=at)
    assert accesses.forget() == 1
    assert Access.objects.count() == 1
