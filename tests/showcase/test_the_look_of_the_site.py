"""Administrators prepare the look in a draft, see it on the real page, publish it; nothing typed is lost."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from audit.models import Entry
from showcase.models import Version
from tests.cast import World
from themes.brand import brand_for
from themes.models import Branding

PAGE, HOME_PAGE, TRIAL = (
    "/gestion/apparence/",
    "/gestion/apparence/accueil/",
    "/gestion/apparence/apercu/",
)
TYPED = {
    "tagline": "Décidons ensemble",
    "main_colour": "#ffd000",
    "accent_colour": "",
    "corners": "square",
    "typeface": "book",
    "sender_name": "",
}
WELCOME = {
    "home_title": "Votre région vous écoute",
    "home_text": "Dites-nous.",
    "banner_focus": "50-0",
}
NOW = {"publish": "1"}


def picture(kind: str = "PNG", size: tuple[int, int] = (1600, 700)) -> SimpleUploadedFile:
    kept = BytesIO()
    Image.radial_gradient("L").resize(size).convert("RGB").save(kept, kind)
    return SimpleUploadedFile(f"image.{kind.lower()}", kept.getvalue())


def logo(content: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("logo.svg", content.encode(), "image/svg+xml")


def svg(inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80">{inside}</svg>'


def post(client: Client, page: str, **typed: Any) -> Any:
    return client.post(page, typed)


def test_what_is_published_shows_to_everybody_and_is_written_down(region: World) -> None:
    client = region.client(region.admin)
    assert client.post(PAGE, {**TYPED, **NOW, "logo": picture()}).status_code == 302
    assert client.post(HOME_PAGE, {**WELCOME, **NOW}).status_code == 302
    home = region.client().get("/").text
    for shown in ("Votre région vous écoute", "Décidons ensemble", "/media/logos/"):
        assert shown in home
    with region.use():
        told = Entry.objects.filter(verb="look.published", actor_id=region.admin.pk).last()
        assert told
        assert "logo, couleurs, angles, caractères" in told.sentence


def test_a_draft_is_seen_by_the_team_alone_until_it_is_published(region: World) -> None:
    client = region.client(region.admin)
    client.post(PAGE, TYPED)
    client.post(HOME_PAGE, WELCOME)
    assert "Votre région vous écoute" not in region.client().get("/").text
    trial = client.get(TRIAL)
    assert "Votre région vous écoute" in trial.text
    assert "Aperçu du brouillon" in trial.text
    assert "#ffd000" in client.get("/gestion/apparence/feuille.css").text
    client.post("/gestion/apparence/versions/publier/")
    assert "Votre région vous écoute" in region.client().get("/").text
    with region.use():
        assert not Version.objects.filter(is_draft=True).exists()


def test_a_draft_can_be_thrown_away(region: World) -> None:
    client = region.client(region.admin)
    client.post(HOME_PAGE, WELCOME)
    client.post("/gestion/apparence/versions/jeter/")
    assert "Votre région vous écoute" not in client.get(TRIAL).text


def test_a_draft_that_changes_nothing_is_no_draft(region: World) -> None:
    client = region.client(region.admin)
    client.post(HOME_PAGE, WELCOME)
    client.post(HOME_PAGE, {"home_title": "", "home_text": "", "banner_focus": "50-50"})
    with region.use():
        assert not Version.objects.exists()
    answer = client.post("/gestion/apparence/versions/publier/", follow=True)
    assert "rien à publier" in answer.text


def test_the_colours_show_while_they_are_typed(region: World) -> None:
    client = region.client(region.admin)
    assert "#ffd000 est trop claire" in client.get("/gestion/apparence/couleurs/", TYPED).text
    sheet = client.get("/gestion/apparence/feuille.css", TYPED)
    assert sheet["Content-Type"] == "text/css"
    assert "--vivid:#ffd000" in sheet.text
    assert "--round:0px;" in sheet.text
    unreadable = client.get("/gestion/apparence/feuille.css", {**TYPED, "main_colour": "bleu"})
    assert "bleu" not in unreadable.text
    with region.use():
        assert not Branding.objects.exists()


def test_corners_letters_and_focus_are_in_the_one_hashed_stylesheet(region: World) -> None:
    client = region.client(region.admin)
    before = brand_for(region.tenant).digest
    client.post(PAGE, {**TYPED, **NOW})
    client.post(HOME_PAGE, {**WELCOME, **NOW, "picture": picture(), "banner_alt": "Un canal"})
    brand = brand_for(region.tenant)
    sheet = region.client().get(f"/theme-{brand.digest}.css")
    assert brand.digest != before
    assert "immutable" in sheet["Cache-Control"]
    for token in ("--round:0px;", "--font-text:Charter", "--banner-at:50% 0%;"):
        assert token in sheet.text
    assert "style=" not in region.client().get("/").text


def test_what_is_wrong_is_told_and_the_rest_is_kept_on_the_page(region: World) -> None:
    wrong = {**TYPED, "accent_colour": "bleu", "sender_name": "Région\nBcc: a@b.fr"}
    answer = region.client(region.admin).post(PAGE, wrong)
    assert "Écrivez la couleur" in answer.text
    assert "Le nom d’un expéditeur" in answer.text
    assert 'value="Décidons ensemble"' in answer.text
    with region.use():
        assert not Version.objects.exists()


def test_a_banner_says_what_it_shows(region: World) -> None:
    client = region.client(region.admin)
    answer = client.post(HOME_PAGE, {**WELCOME, "picture": picture(), "banner_alt": " "})
    assert "Dites ce que montre l’image" in answer.text
    client.post(
        HOME_PAGE, {**WELCOME, **NOW, "picture": picture(), "banner_alt": "Un canal <b>gelé</b>"}
    )
    home = region.client().get("/").text
    assert 'alt="Un canal &lt;b&gt;gelé&lt;/b&gt;"' in home
    assert "480w" in home
    assert "960w" in home


def test_a_tall_banner_is_cut_around_what_must_stay_in_sight(region: World) -> None:
    tall = Image.new("RGB", (600, 1200), "#0000ff")
    tall.paste("#ff0000", (0, 0, 600, 400))
    sent = BytesIO()
    tall.save(sent, "PNG")
    client, seen = region.client(region.admin), {}
    told = {**WELCOME, **NOW, "banner_alt": "Un drapeau"}
    client.post(HOME_PAGE, {**told, "picture": SimpleUploadedFile("haut.png", sent.getvalue())})
    for focus in ("50-0", "50-100", "50-0"):  # the last two only change it
        client.post(HOME_PAGE, {**told, "banner_focus": focus})
        banner = brand_for(region.tenant).banner
        assert banner
        assert banner.height == round(banner.width * 0.625)
        shown = b"".join(region.client().get(banner.url).streaming_content)  # type: ignore[attr-defined]
        with Image.open(BytesIO(shown)) as image:
            red, _green, blue = image.convert("RGB").getpixel((300, 100))  # type: ignore[misc]
        seen[focus] = "red" if red > blue else "blue"
    assert seen == {"50-0": "red", "50-100": "blue"}
    client.post(HOME_PAGE, {**WELCOME, "banner_alt": "Un drapeau"})
    with region.use():
        assert not Version.objects.filter(is_draft=True).exists()


def test_a_banner_and_a_logo_can_be_taken_away(region: World) -> None:
    client = region.client(region.admin)
    client.post(PAGE, {**TYPED, **NOW, "logo": picture()})
    client.post(HOME_PAGE, {**WELCOME, **NOW, "picture": picture(), "banner_alt": "Un canal"})
    client.post(PAGE, {**TYPED, **NOW, "without_logo": "on"})
    client.post(HOME_PAGE, {**WELCOME, **NOW, "without_banner": "on", "banner_alt": ""})
    home = region.client().get("/").text
    assert "/media/" not in home


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_banner_of_noise_still_fits_the_budget(region: World, kind: str) -> None:
    noise = BytesIO()
    Image.effect_noise((1400, 900), 120).convert("RGB").save(noise, kind)
    sent = SimpleUploadedFile("bruit", noise.getvalue())
    client = region.client(region.admin)
    client.post(HOME_PAGE, {**WELCOME, **NOW, "picture": sent, "banner_alt": "Du bruit"})
    banner = brand_for(region.tenant).banner
    assert banner
    for url, most in zip(
        (one.split()[0] for one in banner.srcset.split(",")), (6_000, 12_000), strict=True
    ):
        assert len(b"".join(region.client().get(url).streaming_content)) <= most  # type: ignore[attr-defined]


def test_a_sender_is_the_name_chosen(region: World) -> None:
    from accounts.mails import sender

    region.client(region.admin).post(PAGE, {**TYPED, **NOW, "sender_name": "La Région, à l’écoute"})
    with region.use():
        assert "localhost" in sender()
        assert "\n" not in sender()
        assert "utf-8" in sender()
        Branding.objects.update(sender_name="Deux\nBcc: x@y.fr")
        brand_for.__globals__["_current_brand"].forget()
        assert "\n" not in sender()


def test_an_svg_logo_is_drawn_and_its_icon_too(region: World) -> None:
    drawing = logo(
        svg('<script>alert(1)</script><rect width="200" height="80" fill="#0a0" onload="x()"/>')
    )
    region.client(region.admin).post(PAGE, {**TYPED, **NOW, "logo": drawing})
    brand = brand_for(region.tenant)
    assert brand.logo_url.endswith(".webp")
    assert brand.icon_url.endswith(".png")
    home = region.client().get("/").text
    assert f'rel="icon" type="image/png" href="{brand.icon_url}"' in home


def test_an_svg_that_cannot_be_drawn_is_refused_with_a_way_out(region: World) -> None:
    drawing = logo(svg("<foreignObject><p>Texte</p></foreignObject>"))
    answer = region.client(region.admin).post(PAGE, {**TYPED, "logo": drawing})
    assert "enregistrez votre logo en PNG" in answer.text


@pytest.mark.parametrize("who", ["manager", "moderator", "agent", "observer", "citizen"])
def test_only_administrators_may(region: World, who: str) -> None:
    client = region.client(getattr(region, who))
    for page in (
        PAGE,
        HOME_PAGE,
        TRIAL,
        "/gestion/apparence/menus/",
        "/gestion/apparence/versions/",
    ):
        assert client.get(page).status_code == 403, page
    for page in (PAGE, HOME_PAGE, "/gestion/apparence/versions/publier/"):
        assert client.post(page, {**TYPED, **NOW}).status_code == 403, page
    with region.use():
        assert not Branding.objects.exists()


def test_the_checklist_of_a_new_site_leads_there_and_counts_what_is_done(region: World) -> None:
    client = region.client(region.admin)
    start = client.get("/gestion/")
    assert f'href="{PAGE}"' in start.text
    client.post(PAGE, {**TYPED, **NOW})
    client.post(HOME_PAGE, {**WELCOME, **NOW})
    assert client.get("/gestion/").context["steps_done"] == start.context["steps_done"] + 2


def test_one_sites_look_is_not_anothers(region: World, canal: World) -> None:
    region.client(region.admin).post(HOME_PAGE, {**WELCOME, **NOW})
    assert "Votre région vous écoute" not in canal.client().get("/").text
    assert "Votre région vous écoute" not in canal.client(canal.admin).get(TRIAL).text
