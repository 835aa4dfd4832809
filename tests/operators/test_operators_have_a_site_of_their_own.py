"""Operators sign in on the platform's host, see all tenants, and are nobody on a tenant's site."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from operators.models import Operator
from tenants.models import Tenant
from tests.cast import World
from tests.operators.conftest import (
    CODE,
    CONSOLE,
    PASSWORD,
    SIGN_IN,
    browser,
    code_of,
    signed_in,
)


def test_an_operator_signs_in_and_sees_every_tenant(
    operator: Operator, region: World, canal: World
) -> None:
    page = signed_in(operator).get(CONSOLE).text
    for world in (region, canal):
        assert world.tenant.name in page
        assert world.host in page


def test_the_table_asks_no_tenants_schema_and_as_much_for_two_as_for_twenty(
    operator: Operator, region: World
) -> None:
    client = signed_in(operator)
    for number in range(18):
        tenant = Tenant(name=f"Commune {number}", kind="commune")
        tenant.schema_name = f"t_{tenant.id.hex}"
        tenant.save()
    with (
        CaptureQueriesContext(connection) as door,
        CaptureQueriesContext(connections["platform"]) as platform,
    ):
        assert client.get(CONSOLE).status_code == 200
    assert len(door) == 0
    # The session, the operator, how many, the tenants with their figures, their hosts, how many to verify.
    assert len(platform) == 6


@pytest.mark.parametrize("words", ["ateliers", "canal.localhost", "123 456"])
def test_tenants_are_found_by_name_host_and_number(
    operator: Operator, region: World, canal: World, words: str
) -> None:
    Tenant.objects.filter(pk=canal.tenant.pk).update(identifier="123456782")
    page = signed_in(operator).get(CONSOLE, {"q": words}).text
    assert canal.tenant.name in page
    assert region.tenant.name not in page


def test_nobody_else_enters(operator: Operator) -> None:
    assert browser().get(CONSOLE).headers["Location"] == f"{SIGN_IN}?next=%2Fexploitation%2F"


def test_a_wrong_password_and_an_unknown_address_read_the_same(operator: Operator) -> None:
    pages = [
        browser().post(SIGN_IN, {"email": email, "password": "pas la bonne phrase"})
        for email in (operator.email, "personne@plateforme.example")
    ]
    assert [page.status_code for page in pages] == [200, 200]
    assert all("L’adresse ou le mot de passe est faux." in page.text for page in pages)


def test_after_five_failures_even_the_right_password_waits(operator: Operator) -> None:
    for _ in range(5):
        browser().post(SIGN_IN, {"email": operator.email, "password": "pas la bonne phrase"})
    page = browser().post(SIGN_IN, {"email": operator.email, "password": PASSWORD})
    assert page.status_code == 429
    assert "Trop d’essais" in page.text


def test_an_operators_session_is_nothing_on_a_tenants_site(
    operator: Operator, region: World
) -> None:
    elsewhere = browser(region.host)
    elsewhere.cookies["sessionid"] = signed_in(operator).cookies["sessionid"].value
    assert elsewhere.get("/mon-compte/").status_code == 302
    assert browser(region.host).get(CONSOLE).status_code == 404, "the console is not there at all"


def test_an_operators_password_opens_no_tenants_site(operator: Operator, region: World) -> None:
    with region.use():
        assert authenticate(None, operator=operator.email, password=PASSWORD) is None


def test_a_forged_session_of_a_person_on_the_platforms_host_asks_no_tenant(region: World) -> None:
    client = browser()
    session = client.session
    session.update(
        {
            "_auth_user_id": str(region.admin.pk),
            "_auth_user_backend": "accounts.backends.PersonBackend",
            "_auth_user_hash": "forged",
        }
    )
    session.save()
    client.cookies["sessionid"] = str(session.session_key)
    with CaptureQueriesContext(connection) as door:
        assert client.get(CONSOLE).status_code == 302
    assert len(door) == 0


def test_somebody_no_longer_operator_is_out_at_once(operator: Operator) -> None:
    client = signed_in(operator)
    Operator.objects.update(is_active=False)
    assert client.get(CONSOLE).status_code == 302
    assert (
        browser().post(SIGN_IN, {"email": operator.email, "password": PASSWORD}).status_code == 200
    )


@pytest.mark.parametrize("after", ["https://mechant.example/", "//mechant.example/"])
def test_the_way_back_never_leads_off_the_platform(operator: Operator, after: str) -> None:
    client = browser()
    client.post(SIGN_IN, {"email": operator.email, "password": PASSWORD, "next": after})
    answer = client.post(CODE, {"code": code_of(operator)})
    assert answer.headers["Location"] == CONSOLE


def test_the_command_makes_an_operator_and_renews_a_password(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPERATOR_PASSWORD", PASSWORD)
    call_command("create_operator", "Sacha@Plateforme.example")
    assert Operator.objects.get().check_password(PASSWORD)
    monkeypatch.setenv("OPERATOR_PASSWORD", "une autre phrase longue")
    call_command("create_operator", "sacha@plateforme.example")
    assert Operator.objects.get().check_password("une autre phrase longue")
    assert "new password" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("email", "password"), [("pas une adresse", PASSWORD), ("sacha@p.example", "court")]
)
def test_the_command_refuses_a_wrong_address_and_a_short_password(
    db: None, monkeypatch: pytest.MonkeyPatch, email: str, password: str
) -> None:
    monkeypatch.setenv("OPERATOR_PASSWORD", password)
    with pytest.raises(CommandError):
        call_command("create_operator", email)
    assert not Operator.objects.exists()
