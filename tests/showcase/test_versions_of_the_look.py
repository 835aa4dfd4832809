"""Every published look is a version: who, when, what changed, and back as before in one click."""

from __future__ import annotations

import pytest

from showcase.models import Version
from tests.cast import World

HOME_PAGE, VERSIONS = "/gestion/apparence/accueil/", "/gestion/apparence/versions/"


def publish(world: World, title: str) -> None:
    typed = {"home_title": title, "home_text": "", "banner_focus": "50-50", "publish": "1"}
    assert world.client(world.admin).post(HOME_PAGE, typed).status_code == 302


def kept(world: World) -> list[Version]:
    with world.use():
        return list(Version.objects.filter(is_draft=False))


def test_the_list_tells_who_and_what_and_begins_before_the_first_change(region: World) -> None:
    publish(region, "Un")
    publish(region, "Deux")
    page = region.client(region.admin).get(VERSIONS).text
    assert len(kept(region)) == 3
    assert page.count("Comme avant") == 2
    assert page.count("Affichée maintenant") == 1
    assert (
        "<strong>Admin</strong> a publié une nouvelle apparence\N{NO-BREAK SPACE}: accueil" in page
    )
    assert "a donné au site sa première apparence" in page


def test_as_before_in_one_click_and_undone_again(region: World) -> None:
    publish(region, "Un")
    publish(region, "Deux")
    client = region.client(region.admin)
    _deux, un, first = kept(region)
    client.post(f"{VERSIONS}{un.pk}/reprendre/")
    assert "<h1>Un</h1>" in region.client().get("/").text
    client.post(f"{VERSIONS}{first.pk}/reprendre/")
    assert "<h1>Votre voix compte" in region.client().get("/").text
    deux = next(one for one in kept(region) if one.look["home_title"] == "Deux")
    client.post(f"{VERSIONS}{deux.pk}/reprendre/")
    assert "<h1>Deux</h1>" in region.client().get("/").text
    assert len(kept(region)) == 6


def test_going_back_to_what_is_shown_changes_nothing(region: World) -> None:
    publish(region, "Un")
    now = kept(region)[0]
    answer = region.client(region.admin).post(f"{VERSIONS}{now.pk}/reprendre/", follow=True)
    assert "a déjà cette apparence" in answer.text
    assert len(kept(region)) == 2


def test_a_version_is_seen_on_the_home_page_before_one_goes_back(region: World) -> None:
    publish(region, "Un")
    publish(region, "Deux")
    page = region.client(region.admin).get(f"{VERSIONS}{kept(region)[1].pk}/").text
    assert "<h1>Un</h1>" in page
    assert f"{VERSIONS}{kept(region)[1].pk}/feuille.css" in page
    assert "<h1>Deux</h1>" in region.client().get("/").text


def test_a_draft_stays_while_one_goes_back(region: World) -> None:
    publish(region, "Un")
    client = region.client(region.admin)
    client.post(HOME_PAGE, {"home_title": "À venir", "home_text": "", "banner_focus": "50-50"})
    client.post(f"{VERSIONS}{kept(region)[-1].pk}/reprendre/")
    assert "À venir" in client.get("/gestion/apparence/apercu/").text


def test_a_version_of_before_a_field_existed_is_worn_with_its_default(region: World) -> None:
    publish(region, "Un")
    with region.use():
        old = Version.objects.create(
            look={"home_title": "Ancien", "gone": 1},
            is_draft=False,
            published_at=kept(region)[-1].published_at,
        )
    region.client(region.admin).post(f"{VERSIONS}{old.pk}/reprendre/")
    assert "<h1>Ancien</h1>" in region.client().get("/").text


@pytest.mark.parametrize("way", ["", "feuille.css"])
def test_a_version_of_another_site_is_not_there(region: World, canal: World, way: str) -> None:
    publish(region, "Un")
    client = canal.client(canal.admin)
    assert client.get(f"{VERSIONS}{kept(region)[0].pk}/{way}").status_code == 404
    assert client.post(f"{VERSIONS}{kept(region)[0].pk}/reprendre/").status_code == 404
