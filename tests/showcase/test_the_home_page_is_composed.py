"""Staff compose the home page of blocks, without JavaScript; citizens read it in few statements."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from showcase.blocks import MOST
from showcase.models import News
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_proposal
from tests.showcase.test_the_look_of_the_site import picture
from themes.brand import get_branding
from themes.models import Branding

HOME_PAGE, MENUS = "/gestion/apparence/accueil/", "/gestion/apparence/menus/"
TYPED: dict[str, dict[str, Any]] = {
    "text": {"title": "Qui nous sommes", "text": "Des <b>gens</b>.\n\nEt des idées."},
    "picture": {"alt": "Le canal en hiver", "caption": "Janvier"},
    "figures": {"title": "", "shown": ["contributions", "supports", "consultations"]},
    "news": {"title": "", "most": "3"},
    "partners": {"title": "", "partners": "Le Mouvement associatif https://lma.example\nCrajep"},
    "call": {"title": "Venez", "text": "", "label": "S’inscrire", "url": "/concertations/"},
}


def add(world: World, kind: str, **typed: Any) -> Any:
    sent = {**TYPED[kind], **typed}
    if kind == "picture" and "picture" not in typed:
        sent["picture"] = picture()
    return world.client(world.admin).post(f"{HOME_PAGE}ajouter/{kind}/", sent)


def publish(world: World) -> None:
    world.client(world.admin).post("/gestion/apparence/versions/publier/")


def keys(world: World) -> list[str]:
    rows = world.client(world.admin).get(HOME_PAGE).context["rows"]
    return [row["key"] for row in rows]


def test_an_untouched_site_begins_with_its_consultations(region: World) -> None:
    with region.use():
        make_phase(title="Vos propositions")
    home = region.client().get("/").text
    assert "Vos propositions" in home
    assert "<img" not in home


def test_all_kinds_together_make_a_page(region: World) -> None:
    with region.use():
        proposal = make_proposal(make_phase())
        proposal.supports_count = 1234
        proposal.save()
        News.objects.create(slug="un", title="L’atelier de mars", body="Texte", is_published=True)
    for kind in TYPED:
        assert add(region, kind).status_code == 302, kind
    publish(region)
    home = region.client().get("/").text.replace("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")
    for shown in (
        "Qui nous sommes",
        "Des &lt;b&gt;gens&lt;/b&gt;.",
        'alt="Le canal en hiver"',
        "1\N{NO-BREAK SPACE}234",
        "L’atelier de mars",
        'href="https://lma.example"',
        "S’inscrire",
    ):
        assert shown in home, shown


def test_a_block_is_moved_changed_and_removed(region: World) -> None:
    client = region.client(region.admin)
    add(region, "text")
    add(region, "call")
    first, text, call = keys(region)
    client.post(f"{HOME_PAGE}{call}/deplacer/", {"to": "up"})
    client.post(f"{HOME_PAGE}{call}/deplacer/", {"to": "up"})
    client.post(f"{HOME_PAGE}{call}/deplacer/", {"to": "up"})
    assert keys(region) == [call, first, text]
    client.post(f"{HOME_PAGE}{text}/", {"title": "Autre titre", "text": "Autre"})
    client.post(f"{HOME_PAGE}{first}/retirer/")
    publish(region)
    home = region.client().get("/").text
    assert home.index("Venez") < home.index("Autre titre")
    assert "Qui nous sommes" not in home


def test_the_last_block_stays(region: World) -> None:
    answer = region.client(region.admin).post(f"{HOME_PAGE}consultations/retirer/", follow=True)
    assert "au moins un bloc" in answer.text


def test_a_picture_is_kept_when_only_its_words_change(region: World) -> None:
    add(region, "picture")
    key = keys(region)[-1]
    region.client(region.admin).post(f"{HOME_PAGE}{key}/", {"alt": "Le canal en été"})
    publish(region)
    home = region.client().get("/").text
    assert 'alt="Le canal en été"' in home
    assert "/media/pictures/" in home


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("picture", {"picture": ""}, "Choisissez une image"),
        ("picture", {"alt": ""}, "Dites ce que montre l’image"),
        ("call", {"url": "javascript:alert(1)"}, "Écrivez une adresse"),
        ("call", {"url": "//ailleurs.example"}, "Écrivez une adresse"),
        ("call", {"url": "data:text/html,x"}, "Écrivez une adresse"),
        ("partners", {"partners": "Un javascript:alert(1)"}, "Écrivez une adresse"),
        (
            "partners",
            {"partners": "\n".join("abcdefghijklmnopqrstuvwxyz")},
            "24 partenaires au plus",
        ),
        ("partners", {"partners": "https://sans-nom.example"}, "commence par un nom"),
        ("text", {"text": "x" * 3_001}, "3"),
        ("figures", {"shown": ["secrets"]}, "choix"),
        ("news", {"most": "400"}, "6"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(
    region: World, kind: str, typed: dict[str, Any], words: str
) -> None:
    answer = add(region, kind, **typed)
    assert answer.status_code == 200
    assert words in answer.text
    assert "errors" in answer.text
    assert len(keys(region)) == 1


def test_forty_blocks_are_too_many(region: World) -> None:
    for _ in range(40):
        answer = add(region, "text")
    assert answer.status_code == 302
    assert len(keys(region)) == MOST
    page = region.client(region.admin).get(HOME_PAGE).text
    assert f"{MOST} blocs" in page
    assert "/ajouter/" not in page


def test_some_kinds_stand_once(region: World) -> None:
    add(region, "figures")
    add(region, "figures")
    assert len(keys(region)) == 2


def test_unknown_kinds_and_blocks_are_not_there(region: World) -> None:
    client = region.client(region.admin)
    for path in ("ajouter/horloge/", "absent/"):
        assert client.get(f"{HOME_PAGE}{path}").status_code == 404
    for path in ("absent/deplacer/", "absent/retirer/"):
        assert client.post(f"{HOME_PAGE}{path}").status_code == 404


def test_figures_and_news_with_nothing_to_tell_are_left_out(region: World) -> None:
    add(region, "figures")
    add(region, "news")
    publish(region)
    home = region.client().get("/").text
    assert "Ce que vous avez déjà apporté" not in home
    assert "Actualités" not in home


@pytest.mark.parametrize("many", [1, 9])
def test_a_full_home_page_takes_four_statements_whatever_it_shows(region: World, many: int) -> None:
    with region.use():
        for number in range(many):
            phase = make_phase(make_consultation())
            make_proposal(phase)
            News.objects.create(slug=f"n{number}", title="Neuf", body="Texte", is_published=True)
    for kind in TYPED:
        add(region, kind)
    add(region, "text")
    publish(region)
    visitor, citizen = region.client(), region.client(region.citizen)
    for client, statements in ((visitor, 4), (citizen, 6)):  # and session and person
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/").status_code == 200
        assert len(captured) == statements


def test_a_visitor_gets_no_cookie_and_a_page_that_caches_may_keep(region: World) -> None:
    for path in ("/", "/actualites/"):
        answer = region.client().get(path)
        assert not answer.cookies
        assert answer["Cache-Control"] == "public, max-age=60"


def test_the_menu_has_links_of_ones_own_in_ones_own_order(region: World) -> None:
    client = region.client(region.admin)
    client.post(
        f"{MENUS}principal/ajouter/", {"label": "La mairie", "url": "https://mairie.example"}
    )
    with region.use():
        assert not get_branding().menu
    own = client.get(MENUS).context["menus"][0][2][-1]["key"]
    for _ in range(3):
        client.post(f"{MENUS}principal/{own}/deplacer/", {"to": "up"})
    client.post(f"{MENUS}pied/ajouter/", {"label": "Horaires", "url": "/actualites/"})
    publish(region)
    home = region.client().get("/").text
    menu = home[home.index("site-nav") :]
    assert (
        menu.index("La mairie") < menu.index("Concertations") < menu.index("Suivre ma contribution")
    )
    assert "Horaires" in home[home.index("<footer") :]


def test_the_links_of_the_house_stay(region: World) -> None:
    client = region.client(region.admin)
    assert client.post(f"{MENUS}principal/consultations/retirer/").status_code == 404
    assert client.get(f"{MENUS}principal/consultations/").status_code == 404
    assert client.get(f"{MENUS}cuisine/ajouter/").status_code == 404


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", " java\tscript:x", "//x.fr", "/\\x.fr"]
)
def test_a_link_that_runs_something_is_refused(region: World, url: str) -> None:
    answer = region.client(region.admin).post(
        f"{MENUS}principal/ajouter/", {"label": "Cliquez", "url": url}
    )
    assert "Écrivez une adresse" in answer.text
    assert "Cliquez" in answer.text
    with region.use():
        assert not Branding.objects.exists()


def test_a_menu_is_full_at_some_point(region: World) -> None:
    client = region.client(region.admin)
    for number in range(6):
        answer = client.post(
            f"{MENUS}principal/ajouter/", {"label": f"L{number}", "url": "/"}, follow=True
        )
    assert "4 liens" in answer.text


def test_the_footer_has_its_text_and_its_networks(region: World) -> None:
    typed = {
        "footer_text": "<i>Ouvert</i> le lundi",
        "mastodon": "https://m.example/@r",
        "publish": "1",
    }
    client = region.client(region.admin)
    assert "Écrivez l’adresse entière" in client.post(MENUS, {**typed, "x": "javascript:1"}).text
    client.post(MENUS, typed)
    home = region.client().get("/").text
    assert "&lt;i&gt;Ouvert&lt;/i&gt; le lundi" in home
    assert '<a href="https://m.example/@r" rel="me noopener">Mastodon</a>' in home
    assert "Facebook" not in home


def test_news_are_written_published_read_and_removed(region: World) -> None:
    manager, visitor = region.client(region.manager), region.client()
    typed = {"title": "Un atelier", "body": "Un\n\n<script>1</script>", "day": "2026-03-01"}
    manager.post("/gestion/actualites/ecrire/", typed)
    assert visitor.get("/actualites/un-atelier/").status_code == 404
    assert "Seule l’équipe" in manager.get("/actualites/un-atelier/").text
    manager.post("/gestion/actualites/modifier/un-atelier/", {**typed, "is_published": "on"})
    page = visitor.get("/actualites/un-atelier/").text
    assert "1er mars 2026" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "<script>1" not in page
    assert "Un atelier" in visitor.get("/actualites/").text
    manager.post("/gestion/actualites/ecrire/", typed)
    with region.use():
        assert News.objects.filter(slug="un-atelier-2").exists()
    manager.post("/gestion/actualites/modifier/un-atelier/retirer/")
    assert visitor.get("/actualites/un-atelier/").status_code == 404


@pytest.mark.parametrize("who", ["moderator", "agent", "observer", "citizen"])
def test_only_those_who_look_after_consultations_write_news(region: World, who: str) -> None:
    client = region.client(getattr(region, who))
    assert client.get("/gestion/actualites/").status_code == 403
    assert client.post("/gestion/actualites/ecrire/", {"title": "T"}).status_code == 403


@pytest.mark.parametrize("many", [1, 9])
def test_news_take_two_statements_by_pages(region: World, many: int) -> None:
    with region.use():
        for number in range(many):
            News.objects.create(
                slug=f"n{number}",
                title="Neuf",
                body="Texte",
                is_published=True,
                day=timezone.localdate() - timedelta(days=number),
            )
    visitor = region.client()
    visitor.get("/actualites/")
    with CaptureQueriesContext(connection) as captured:
        visitor.get("/actualites/")
    assert len(captured) == 2
