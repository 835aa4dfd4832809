"""The terms are published in versions; members accept each one, and it is known who did, and when."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from legal.actions import accept
from legal.models import Acceptance, TermsVersion
from tests.cast import World

TERMS, WORDS, VERSIONS = (
    "/conditions-utilisation/",
    "/gestion/mentions/textes/terms/",
    "/gestion/mentions/conditions/",
)


def sign_in(world: World, email: str) -> tuple[Client, str]:
    """The address, then the code of the mail; the browser, and where the last step leads."""
    browser = world.client()
    browser.post("/connexion/", {"email": email})
    code = re.search(r"^\s*(\d{6})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code
    return browser, browser.post("/connexion/code/", {"code": code[1]}).headers["Location"]


def publish_second(world: World) -> None:
    """The first version is accepted by the citizen; the team rewords and publishes a second."""
    with world.use():
        accept(world.citizen)
        accept(world.admin)
    admin = world.client(world.admin)
    admin.post(WORDS, {"misuse": "On reste poli."})
    answer = admin.post(VERSIONS, {"changes": "La politesse est demandée."})
    assert answer.status_code == 302, answer.text


def accepted(world: World, user: User) -> list[int]:
    with world.use():
        found = Acceptance.objects.filter(user=user).order_by("at")
        return [one.version.number for one in found.select_related("version")]


def test_a_newcomer_accepts_the_version_in_force(region: World) -> None:
    browser, to = sign_in(region, "nouvelle@example.org")
    assert to == "/connexion/bienvenue/"
    browser.post(to, {"display_name": "Nour", "terms": "on", "old_enough": "on"})
    with region.use():
        newcomer = User.objects.get(email="nouvelle@example.org")
    assert accepted(region, newcomer) == [1]


def test_a_member_is_asked_once_for_a_new_version_and_only_then_signed_in(region: World) -> None:
    publish_second(region)
    browser, to = sign_in(region, region.citizen.email)
    assert to == "/connexion/conditions/"
    assert browser.get("/mon-compte/").status_code == 302
    refused = browser.post(to, {})
    assert "acceptez les conditions d’utilisation" in refused.text
    assert accepted(region, region.citizen) == [1]
    browser.post(to, {"terms": "on"})
    assert browser.get("/mon-compte/").status_code == 200
    assert accepted(region, region.citizen) == [1, 2]
    _again, to = sign_in(region, region.citizen.email)
    assert to == "/"


def test_nobody_is_asked_before_there_are_terms(region: World) -> None:
    _browser, to = sign_in(region, region.citizen.email)
    assert to == "/"


def test_a_stranger_to_the_sign_in_opens_no_acceptance(region: World) -> None:
    publish_second(region)
    assert region.client().get("/connexion/conditions/").headers["Location"] == "/connexion/"


def test_the_page_shows_the_version_in_force_and_keeps_the_former(region: World) -> None:
    publish_second(region)
    page = region.client().get(TERMS).text
    assert "On reste poli." in page
    assert "La politesse est demandée." in page
    assert "Version 2" in page
    former = region.client().get(f"{TERMS}1/").text
    assert "On reste poli." not in former
    assert "n’est plus en vigueur" in former
    assert region.client().get(f"{TERMS}3/").status_code == 404


def test_words_change_nothing_before_they_are_published(region: World) -> None:
    with region.use():
        accept(region.citizen)
    region.client(region.admin).post(WORDS, {"misuse": "On reste poli."})
    assert "On reste poli." not in region.client().get(TERMS).text
    assert "a été réécrit" in region.client(region.admin).get(VERSIONS).text


def test_the_same_terms_are_not_published_twice(region: World) -> None:
    publish_second(region)
    answer = region.client(region.admin).post(VERSIONS, {"changes": "Rien."}, follow=True)
    assert "déjà en vigueur" in answer.text
    with region.use():
        assert TermsVersion.objects.count() == 2


def test_administrators_read_who_accepted_what(region: World) -> None:
    publish_second(region)
    page = region.client(region.admin).get(f"{VERSIONS}1/").text
    assert region.citizen.display_name in page
    assert region.citizen.display_name not in region.client(region.admin).get(f"{VERSIONS}2/").text


def test_one_sites_terms_are_not_anothers(region: World, canal: World) -> None:
    publish_second(region)
    assert "On reste poli." not in canal.client().get(TERMS).text
    _browser, to = sign_in(canal, canal.citizen.email)
    assert to == "/"


def test_the_law_is_added_to_never_taken_away(region: World) -> None:
    admin = region.client(region.admin)
    admin.post("/gestion/mentions/textes/privacy/", {"complaint": "Et bonne chance."})
    page = region.client().get("/donnees-personnelles/").text
    assert "cnil.fr" in page
    assert "Et bonne chance." in page


@pytest.mark.parametrize("page", ["nowhere", "site_map"])
def test_a_page_that_is_not_there_cannot_be_reworded(region: World, page: str) -> None:
    assert region.client(region.admin).get(f"/gestion/mentions/textes/{page}/").status_code == 404


def test_a_text_too_long_is_refused_and_kept(region: World) -> None:
    long = "a" * 5_001
    answer = region.client(region.admin).post(WORDS, {"misuse": long})
    assert answer.status_code == 200
    assert long in answer.text
