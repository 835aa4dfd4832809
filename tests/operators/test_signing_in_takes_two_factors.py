"""A password and a code of the telephone; the first time the telephone is made known; the day it is lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from operators import second_factor
from operators.models import Operator
from tests.operators.conftest import (
    CODE,
    CONSOLE,
    PASSWORD,
    SIGN_IN,
    browser,
    code_of,
    past_the_password,
    signed_in,
)

KEY = re.compile(r'class="key">([A-Z2-7]{32})<')
RECOVERY = re.compile(r"<code>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</code>")


@pytest.fixture
def newcomer(db: None) -> Operator:
    """An operator who never signed in."""
    return Operator.objects.create_operator("noa@plateforme.example", PASSWORD, name="Noa")


def enrol(operator: Operator) -> tuple[Client, list[str]]:
    """The browser of somebody who made their telephone known, and their recovery codes."""
    client = past_the_password(operator)
    shown = KEY.search(client.get(CODE).text)
    assert shown is not None
    page = client.post(CODE, {"code": pyotp.TOTP(shown[1]).now()})
    return client, RECOVERY.findall(page.text)


def test_a_password_alone_opens_nothing(operator: Operator) -> None:
    client = past_the_password(operator)
    assert client.get(CONSOLE).headers["Location"].startswith(SIGN_IN)
    assert browser().get(CODE).headers["Location"] == SIGN_IN


def test_the_first_time_a_telephone_is_made_known_and_ten_codes_are_given_once(
    newcomer: Operator,
) -> None:
    client = past_the_password(newcomer)
    page = client.get(CODE)
    assert "data:image/svg+xml" in page.text
    assert client.post(CODE, {"code": "000000"}).status_code == 200
    assert client.get(CONSOLE).status_code == 302
    client, codes = enrol(newcomer)
    assert len(set(codes)) == 10
    assert client.get(CONSOLE).status_code == 200
    newcomer.refresh_from_db()
    assert not {*codes} & {*newcomer.recovery}, "only fingerprints are kept"
    assert KEY.search(past_the_password(newcomer).get(CODE).text) is None, "not shown again"


def test_the_secret_is_not_in_the_database(newcomer: Operator) -> None:
    enrol(newcomer)
    newcomer.refresh_from_db()
    secret = second_factor.secret_of(newcomer.factor_seed)
    assert secret not in str(Operator.objects.values_list())


def test_of_two_who_know_the_password_one_makes_a_telephone_known(newcomer: Operator) -> None:
    first, second = past_the_password(newcomer), past_the_password(newcomer)
    keys = [KEY.search(one.get(CODE).text) for one in (first, second)]
    for client, key in zip((first, second), keys, strict=True):
        assert key is not None
        client.post(CODE, {"code": pyotp.TOTP(key[1]).now()})
    assert first.get(CONSOLE).status_code == 200
    assert second.get(CONSOLE).status_code == 302


def test_a_code_serves_once(operator: Operator) -> None:
    code = code_of(operator)
    signed_in(operator)
    page = past_the_password(operator).post(CODE, {"code": code})
    assert "a déjà servi" in page.text


def test_a_code_of_two_minutes_ago_is_wrong(operator: Operator) -> None:
    code = code_of(operator)
    client = past_the_password(operator)
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert client.post(CODE, {"code": code}).status_code == 200
        assert client.get(CONSOLE).status_code == 302


def test_the_password_must_be_typed_again_after_ten_minutes(operator: Operator) -> None:
    client = past_the_password(operator)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        answer = client.post(CODE, {"code": code_of(operator)})
        assert answer.headers["Location"] == SIGN_IN


def test_after_five_wrong_codes_even_the_right_one_waits(operator: Operator) -> None:
    client = past_the_password(operator)
    for _ in range(5):
        assert client.post(CODE, {"code": "123 456"}).status_code == 200
    assert client.post(CODE, {"code": code_of(operator)}).status_code == 429


def test_a_recovery_code_serves_once_in_any_writing(newcomer: Operator) -> None:
    codes = enrol(newcomer)[1]
    written = codes[0].replace("-", " ").upper()
    client = past_the_password(newcomer)
    assert client.post(CODE, {"code": written}).status_code == 302
    assert "il en reste 9" in client.get(CONSOLE).text.replace("\xa0", " ")
    again = past_the_password(newcomer)
    assert again.post(CODE, {"code": codes[0]}).status_code == 200


def test_new_recovery_codes_take_a_code_and_end_the_old_ones(newcomer: Operator) -> None:
    client, old = enrol(newcomer)
    refused = client.post("/exploitation/mon-acces/", {"code": "111111"})
    assert RECOVERY.findall(refused.text) == []
    new = RECOVERY.findall(client.post("/exploitation/mon-acces/", {"code": old[0]}).text)
    assert len(new) == 10
    assert past_the_password(newcomer).post(CODE, {"code": old[1]}).status_code == 200
    assert past_the_password(newcomer).post(CODE, {"code": new[1]}).status_code == 302


def test_another_telephone_or_password_ends_the_session(operator: Operator) -> None:
    client = signed_in(operator)
    Operator.objects.update(factor_seed="another")
    assert client.get(CONSOLE).status_code == 302
    Operator.objects.update(factor_seed="")
    assert client.get(CONSOLE).status_code == 302


@pytest.mark.parametrize(("mode", "mails"), [("production", 0), ("test", 0), ("development", 1)])
def test_only_in_development_the_code_lands_in_the_local_inbox(
    operator: Operator, settings: object, mailoutbox: list[EmailMessage], mode: str, mails: int
) -> None:
    settings.MODE = mode  # type: ignore[attr-defined]
    client = past_the_password(operator)
    client.get(CODE)
    assert len(mailoutbox) == mails
    if mails:
        assert client.post(CODE, {"code": mailoutbox[0].body.strip()}).status_code == 302
