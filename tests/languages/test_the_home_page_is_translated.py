"""Blocks, links and all that the home page is made of: translated like the rest, and never lost by an undo."""

from __future__ import annotations

import pytest

from languages.models import State
from showcase.models import Version
from tests.cast import World
from themes.brand import get_branding
from themes.models import Branding

LOOK, TEXTS = "/gestion/apparence/", "/gestion/langues/en/"
CALL = {"title": "Venez", "text": "", "label": "S’inscrire", "url": "/recepisse/"}


@pytest.fixture
def composed(bilingual: World) -> World:
    """Its home page has a call, its menu and its footer a link, all of them published."""
    client = bilingual.client(bilingual.admin)
    client.post(f"{LOOK}accueil/ajouter/call/", CALL)
    client.post(f"{LOOK}menus/principal/ajouter/", {"label": "Nos lieux", "url": "/actualites/"})
    client.post(f"{LOOK}menus/pied/ajouter/", {"label": "Le plan", "url": "https://plan.example/"})
    client.post(f"{LOOK}versions/publier/")
    return bilingual


def home(world: World, path: str = "/en/") -> str:
    return world.client().get(path).text


def translate(world: World, **texts: str) -> None:
    """The team's page, sent with these translations by the reference they are of."""
    with world.use():
        branding = get_branding()
        of = {one.reference: one.name for one in branding.rewordings("en")}
    typed = {of[reference]: text for reference, text in texts.items()}
    hidden = {f"initial-{name}": "" for name in typed}
    answer = world.client(world.admin).post(
        TEXTS, {"sheet": str(branding.pk), **typed, **hidden}, follow=True
    )
    assert "enregistré" in answer.text


def change_call(world: World, **changed: str) -> None:
    client = world.client(world.admin)
    with world.use():
        key = get_branding().blocks[-1]["key"]
    client.post(f"{LOOK}accueil/{key}/", {**CALL, **changed})
    client.post(f"{LOOK}versions/publier/")


def test_what_is_not_translated_shows_in_french_and_says_so(composed: World) -> None:
    page = home(composed)
    for words in ("Venez", "S’inscrire", "Nos lieux", "Le plan"):
        assert f'<span lang="fr">{words}</span> <span class="in-language">In French</span>' in page
    assert "in-language" not in home(composed, "/")


def test_the_team_translates_each_of_them_beside_its_reference(composed: World) -> None:
    page = composed.client(composed.admin).get(TEXTS).text
    assert "Titre, bloc de la page d’accueil" in page
    assert "Texte du lien ou du bouton, lien du menu principal" in page
    translate(composed, **{"Venez": "Come", "S’inscrire": "Sign up", "Nos lieux": "Our places"})
    page = home(composed)
    for words in ("<h2", ">Come<", ">Sign up<", ">Our places<"):
        assert words in page
    assert page.count("In French") == 1  # the link of the footer
    assert ">Venez<" in home(composed, "/")


def test_links_to_pages_of_the_site_keep_the_reader_s_language(composed: World) -> None:
    page = home(composed)
    assert 'href="/en/recepisse/">' in page
    assert 'href="/en/actualites/">' in page
    assert 'href="https://plan.example/">' in page
    assert 'href="/recepisse/">' in home(composed, "/")


def test_a_translation_of_words_that_changed_is_to_review(composed: World) -> None:
    translate(composed, Venez="Come")
    change_call(composed, title="Venez nombreux")
    with composed.use():
        branding = get_branding()
        [one] = [one for one in branding.rewordings("en") if one.reference == "Venez nombreux"]
        assert (one.state, one.text) == (State.OUTDATED, "Come")


def test_words_that_come_back_bring_their_translation_along(composed: World) -> None:
    translate(composed, Venez="Come")
    with composed.use():
        before = Version.objects.filter(is_draft=False)[0]
    change_call(composed, title="Venez nombreux")
    translate(composed, **{"Venez nombreux": "Come in numbers"})
    composed.client(composed.admin).post(f"{LOOK}versions/{before.pk}/reprendre/")
    assert ">Come<" in home(composed)
    change_call(composed, title="Venez nombreux")
    assert ">Come in numbers<" in home(composed)


def test_a_block_taken_away_leaves_no_words_behind_and_returns_with_them(composed: World) -> None:
    translate(composed, Venez="Come")
    client = composed.client(composed.admin)
    with composed.use():
        before = Version.objects.filter(is_draft=False)[0]
        key = get_branding().blocks[-1]["key"]
    client.post(f"{LOOK}accueil/{key}/retirer/")
    client.post(f"{LOOK}versions/publier/")
    with composed.use():
        assert "Come" not in str(Branding.objects.get().translations)
    client.post(f"{LOOK}versions/{before.pk}/reprendre/")
    assert ">Come<" in home(composed)
