"""A page's address alone says its language: for everybody the same, and nothing else decides."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.cast import World
from tests.factories import make_consultation, make_phase

ENGLISH: dict[str, Any] = {"HTTP_ACCEPT_LANGUAGE": "en-GB,en;q=0.9"}
PAGES = ("/", "/concertations/", "/connexion/", "/recepisse/", "/api/", "/charte-de-moderation/")


def text(world: World, path: str, **headers: Any) -> str:
    return world.client(**headers).get(path).content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_a_site_that_offers_only_french_never_answers_in_english(canal: World, path: str) -> None:
    with_english = canal.client(**ENGLISH).get(path, follow=True)
    assert '<html lang="fr">' in with_english.content.decode()
    assert with_english["Content-Language"] == "fr"
    assert "hreflang" not in with_english.content.decode()
    assert canal.client(**ENGLISH).get(f"/en{path}").status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_a_site_that_offers_english_speaks_it_behind_its_prefix(
    bilingual: World, path: str
) -> None:
    page = bilingual.client().get(f"/en{path}", follow=True)
    assert page.status_code == 200
    assert '<html lang="en">' in page.content.decode()
    assert page["Content-Language"] == "en"
    assert '<html lang="fr">' in bilingual.client(**ENGLISH).get(path, follow=True).content.decode()


def test_one_tenant_s_languages_are_not_another_s(bilingual: World, canal: World) -> None:
    assert bilingual.client().get("/en/").status_code == 200
    assert canal.client().get("/en/").status_code == 404


def test_each_page_leads_to_itself_in_the_other_language(bilingual: World) -> None:
    with bilingual.use():
        path = make_phase().get_absolute_url()
    french, english = text(bilingual, f"{path}?page=2"), text(bilingual, f"/en{path}?page=2")
    assert f'<a href="/en{path}?page=2" lang="en" hreflang="en">' in french
    assert f'<a href="{path}?page=2" lang="fr" hreflang="fr">' in english
    for page in (french, english):
        assert f'hreflang="fr" href="http://{bilingual.host}:8000{path}?page=2"' in page
        assert f'hreflang="en" href="http://{bilingual.host}:8000/en{path}?page=2"' in page
        assert 'hreflang="x-default"' in page


def test_links_forms_and_redirects_keep_the_language(bilingual: World) -> None:
    with bilingual.use():
        path = make_phase().get_absolute_url()
    page = text(bilingual, f"/en{path}")
    assert 'href="/en/concertations/"' in page
    to_french = f'<a href="{path}" lang="fr"'
    assert 'href="/concertations/' not in page.replace(to_french, "")
    sent = bilingual.client().post("/en/connexion/", {"email": "anna@example.org"})
    assert sent["Location"].startswith("/en/connexion/code/")
    refused = bilingual.client().get("/en/gestion/")
    assert refused["Location"].startswith("/en/connexion/?next=%2Fen%2Fgestion%2F")
    assert bilingual.client().get("/en")["Location"] == "/en/"


def test_errors_keep_the_language(bilingual: World) -> None:
    missing = bilingual.client().get("/en/nulle-part/")
    assert missing.status_code == 404
    assert "This page does not exist" in missing.content.decode()
    assert 'href="/en/"' in missing.content.decode()
    assert "Cette page n’existe pas" in text(bilingual, "/nulle-part/", **ENGLISH)


def test_the_api_answers_in_the_language_of_its_address(bilingual: World) -> None:
    for prefix, words in (("/en", "Not found"), ("", "Introuvable")):
        answer = bilingual.client(**ENGLISH).get(f"{prefix}/api/v1/consultations/rien/")
        assert answer.status_code == 404
        assert answer.json()["title"] == words


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_a_visitor_gets_no_cookie_and_caches_may_keep_each_language(
    bilingual: World, path: str
) -> None:
    with bilingual.use():
        make_consultation()
    page = bilingual.client().get(path)
    assert not page.cookies
    assert page["Cache-Control"] == "public, max-age=60"
    assert {*page["Vary"].split(", ")} <= {"Cookie", "Accept-Encoding"}


def test_dates_and_numbers_are_written_as_the_language_writes_them(bilingual: World) -> None:
    with bilingual.use():
        phase = make_phase()
        phase.closes_at = phase.closes_at.replace(year=2031, month=8, day=31, hour=21, minute=59)
        phase.save()
        path = phase.consultation.get_absolute_url()
    assert "31 août 2031 à 23 h 59" in text(bilingual, path).replace("\u00a0", " ")
    assert "August 31, 2031 at 11:59" in text(bilingual, f"/en{path}")


def test_the_platform_s_own_site_speaks_all_languages() -> None:
    for path, code in (("/", "fr"), ("/en/", "en")):
        page = Client(SERVER_NAME="localhost", **ENGLISH).get(path)
        assert f'<html lang="{code}">' in page.content.decode()


def test_the_colours_have_one_address_for_all_languages(bilingual: World) -> None:
    assert 'rel="stylesheet" href="/theme-' in text(bilingual, "/en/")
