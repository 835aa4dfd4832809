"""The cookies page names every cookie that the site sets, and no other."""

from __future__ import annotations

import re

from django.core import mail
from django.test import Client

from tests.cast import World


def named(page: str) -> set[str]:
    return set(re.findall(r"<dt>([\w-]+)</dt>", page))


def test_a_member_is_given_those_that_the_page_names(region: World) -> None:
    browser = region.client()
    browser.get("/connexion/")
    browser.post("/connexion/", {"email": region.citizen.email})
    code = re.search(r"^\s*(\d{6})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code
    browser.post("/connexion/code/", {"code": code[1]})
    for path in ("/", "/mon-compte/", "/accessibilite/signaler/", "/recepisse/"):
        assert browser.get(path).status_code == 200
    assert set(browser.cookies) == named(region.client().get("/cookies/").text)


def test_whoever_opens_a_site_is_given_those_that_the_platforms_page_names() -> None:
    browser = Client(SERVER_NAME="localhost")
    browser.get("/ouvrir/")
    browser.post(
        "/ouvrir/",
        {
            "kind": "association",
            "name": "Les Essais",
            "person_name": "Ida",
            "email": "ida@example.org",
            "entitled": "on",
        },
    )
    assert browser.get("/ouvrir/code/").status_code == 200
    given = set(browser.cookies)
    shown = named(Client(SERVER_NAME="localhost").get("/cookies/").text)
    assert given <= shown
    assert "sign-up" in given
