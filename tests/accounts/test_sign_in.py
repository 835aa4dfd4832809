"""Signing in by a code: one page for people known and unknown, and nothing told to strangers."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.tasks import remove_unproved
from tests.cast import World

START, CODE, WELCOME, PROFILE = (
    "/connexion/",
    "/connexion/code/",
    "/connexion/bienvenue/",
    "/mon-compte/",
)
type Mails = list[EmailMessage]


def ask(client: Client, email: str, after: str = "") -> Any:
    """Type an address, as on the first page."""
    return client.post(
        f"{START}?{urlencode({'next': after})}" if after else START, {"email": email, "next": after}
    )


def code_in(mail: EmailMessage) -> str:
    """The code that a mail shows."""
    found = re.search(r"^\s+(\d{6})$", str(mail.body), re.MULTILINE)
    assert found is not None, mail.body
    return found[1]


def test_somebody_known_signs_in_with_the_code_and_goes_on_where_they_were(
    region: World, mailoutbox: Mails
) -> None:
    browser = region.client()
    answer = ask(browser, region.citizen.email.upper(), after="/mon-compte/")
    assert answer.headers["Location"] == f"{CODE}?next=%2Fmon-compte%2F"

    answer = browser.post(CODE, {"code": code_in(mailoutbox[0]), "next": PROFILE})

    assert answer.headers["Location"] == PROFILE
    assert region.citizen.email in browser.get(PROFILE).text


def test_the_code_comes_in_the_name_of_the_tenant_and_may_be_typed_with_spaces(
    region: World, mailoutbox: Mails
) -> None:
    browser = region.client()
    ask(browser, region.citizen.email)
    [mail] = mailoutbox
    code = code_in(mail)
    assert mail.to == [region.citizen.email]
    assert mail.from_email.startswith("=?utf-8?") or region.tenant.name in mail.from_email
    assert mail.subject.endswith(f"{code[:3]} {code[3:]}")
    assert browser.post(CODE, {"code": f" {code[:3]} {code[3:]} "}).status_code == 302
    assert browser.get(PROFILE).status_code == 200


def test_an_unknown_address_sees_the_same_page_and_becomes_an_account_after_a_name(
    region: World, mailoutbox: Mails
) -> None:
    known, unknown = region.client(), region.client()
    pages = [ask(known, region.citizen.email), ask(unknown, "nouvelle@example.org")]
    assert pages[0].status_code == pages[1].status_code == 302
    assert pages[0].headers["Location"] == pages[1].headers["Location"]
    shown = [browser.get(CODE).text for browser in (known, unknown)]
    assert without_secrets(shown[0], region.citizen.email) == without_secrets(
        shown[1], "nouvelle@example.org"
    )

    answer = unknown.post(CODE, {"code": code_in(mailoutbox[1]), "next": PROFILE})

    assert answer.headers["Location"] == WELCOME
    assert unknown.get(PROFILE).status_code == 302, "nobody is signed in before the welcome page"
    answer = unknown.post(WELCOME, {"display_name": "Nadia B.", "terms": "on", "old_enough": "on"})
    assert answer.headers["Location"] == PROFILE
    assert "Nadia B." in unknown.get(PROFILE).text


def without_secrets(page: str, email: str) -> str:
    """A page without the address it names and the token of its form."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", page).replace(email, "")


@pytest.mark.parametrize("missing", ["display_name", "terms", "old_enough"])
def test_the_welcome_page_wants_a_name_the_terms_and_fifteen_years_and_keeps_what_was_typed(
    region: World, mailoutbox: Mails, missing: str
) -> None:
    browser = region.client()
    ask(browser, "nouvelle@example.org")
    browser.post(CODE, {"code": code_in(mailoutbox[0])})
    typed = {"display_name": "Nadia B.", "terms": "on", "old_enough": "on"}
    del typed[missing]

    page = browser.post(WELCOME, typed)

    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {missing}
    assert missing == "display_name" or "Nadia B." in page.text
    assert browser.get(PROFILE).status_code == 302


def test_a_wrong_code_says_how_many_attempts_are_left_and_the_fifth_ends_it(
    region: World, mailoutbox: Mails
) -> None:
    browser = region.client()
    ask(browser, region.citizen.email)
    right = code_in(mailoutbox[0])
    wrong = "000000" if right != "000000" else "111111"
    assert "4" in browser.post(CODE, {"code": wrong}).context["form"].errors["code"][0]
    for _ in range(3):
        browser.post(CODE, {"code": wrong})
    page = browser.post(CODE, {"code": wrong}, follow=True)
    assert page.redirect_chain[-1][0] == START
    assert "Trop de codes faux" in page.text
    assert browser.post(CODE, {"code": right}).headers["Location"] == START
    assert browser.get(PROFILE).status_code == 302


def test_a_code_is_good_for_a_quarter_of_an_hour(region: World, mailoutbox: Mails) -> None:
    browser, now = region.client(), datetime.now(UTC)
    ask(browser, region.citizen.email)
    with time_machine.travel(now + timedelta(minutes=16)):
        page = browser.post(CODE, {"code": code_in(mailoutbox[0]), "next": PROFILE}, follow=True)
    assert page.redirect_chain[-1][0] == f"{START}?next=%2Fmon-compte%2F"
    assert "trop ancien" in page.text


def test_another_code_can_be_asked_for_and_the_former_is_worth_nothing(
    region: World, mailoutbox: Mails
) -> None:
    browser = region.client()
    ask(browser, region.citizen.email)
    browser.post("/connexion/code/renvoyer/")
    former, fresh = map(code_in, mailoutbox)
    if former != fresh:
        assert browser.post(CODE, {"code": former}).status_code == 200
    assert browser.post(CODE, {"code": fresh}).status_code == 302


def test_a_mailbox_is_not_flooded(region: World, mailoutbox: Mails) -> None:
    answers = [ask(region.client(), region.citizen.email) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "Trop de codes ont été demandés" in answers[-1].text
    assert region.citizen.email in answers[-1].text, "what was typed is kept"
    assert len(mailoutbox) == 5


def test_a_tenants_limits_are_its_own(region: World, canal: World) -> None:
    for _ in range(5):
        ask(region.client(), "meme@example.org")
    assert ask(canal.client(), "meme@example.org").status_code == 302


@pytest.mark.parametrize("email", ["", "pas une adresse", "a@", "x" * 250 + "@example.org"])
def test_a_wrong_address_is_told_and_kept(region: World, mailoutbox: Mails, email: str) -> None:
    page = ask(region.client(), email)
    assert page.status_code == 200
    assert "email" in page.context["form"].errors
    assert not mailoutbox


@pytest.mark.parametrize(
    "after",
    [
        "https://mechant.example/",
        "//mechant.example/",
        "/\\mechant.example",
        "javascript:alert(1)",
        "mon-compte/",
    ],
)
def test_the_way_back_never_leads_off_the_site(
    region: World, mailoutbox: Mails, after: str
) -> None:
    browser = region.client()
    assert ask(browser, region.citizen.email, after).headers["Location"] == CODE
    answer = browser.post(CODE, {"code": code_in(mailoutbox[0]), "next": after})
    assert answer.headers["Location"] == "/"
    assert (
        region.client(region.citizen)
        .get(f"{START}?{urlencode({'next': after})}")
        .headers["Location"]
        == "/"
    )


def test_a_mail_server_that_fails_is_told_and_leaves_no_half_sign_in(
    region: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: EmailMessage, *args: object, **kwargs: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", fail)
    browser = region.client()
    page = ask(browser, region.citizen.email)
    assert page.status_code == 503
    assert "n’a pas pu partir" in page.text
    assert browser.get(CODE).headers["Location"] == START


def test_a_closed_account_is_told_so_only_behind_its_mailbox(
    region: World, mailoutbox: Mails
) -> None:
    with region.use():
        User.objects.filter(pk=region.citizen.pk).update(is_active=False)
    browser = region.client()
    assert ask(browser, region.citizen.email).headers["Location"] == CODE
    page = browser.post(CODE, {"code": code_in(mailoutbox[0])}, follow=True)
    assert "a été fermé" in page.text
    assert browser.get(PROFILE).status_code == 302


def test_the_code_of_one_browser_is_nothing_in_another(region: World, mailoutbox: Mails) -> None:
    ask(region.client(), region.citizen.email)
    assert region.client().post(CODE, {"code": code_in(mailoutbox[0])}).headers["Location"] == START


def test_signing_out_ends_the_session_and_a_link_alone_does_not(region: World) -> None:
    browser = region.client(region.citizen)
    assert browser.get("/deconnexion/").status_code == 405
    answer = browser.post("/deconnexion/")
    assert answer.headers["Location"] == "/"
    assert answer.cookies["sessionid"].value == ""
    assert browser.get(PROFILE).headers["Location"] == f"{START}?next=%2Fmon-compte%2F"


def test_addresses_never_proved_are_forgotten_after_two_days(region: World) -> None:
    ask(region.client(), "jamais@example.org")
    with region.use():
        assert remove_unproved() == 0
        with time_machine.travel(datetime.now(UTC) + timedelta(days=3)):
            assert remove_unproved() == 1
            assert User.objects.filter(pk=region.citizen.pk).exists()


def test_the_pages_of_signing_in_ask_the_tenants_database_exactly_this(
    region: World, mailoutbox: Mails
) -> None:
    browser = region.client()
    browser.get(START)  # what is remembered in the process
    assert statements(lambda: browser.get(START)) == 0
    ask(browser, region.citizen.email)
    assert statements(lambda: browser.get(CODE)) == 2  # the session, the person
    member = region.client(region.citizen)
    assert statements(lambda: member.get(PROFILE)) == 2  # the session, the person


def statements(visit: Any) -> int:
    """How many statements a visit sends through the tenant's door."""
    with CaptureQueriesContext(connection) as found:
        assert visit().status_code == 200
    return len(found)
