"""A site has a manifest, icons of its own, and a page for when there is no network; nothing private is kept."""

from __future__ import annotations

import json
import re
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from tenants import hosts
from tenants.models import Tenant
from tests.cast import World
from tests.sharing.reading import head_of
from themes.brand import get_branding
from themes.logos import read

FILES = re.compile(r"const FILES = (\[.*?\]);")


def dress(world: World, colour: str) -> None:
    with world.use():
        branding = get_branding()
        branding.main_colour = colour
        branding.save()


def test_a_site_says_its_name_its_colours_and_its_icons(region: World, canal: World) -> None:
    dress(region, "#1f5fa8")
    dress(canal, "#8a2f5f")
    told = []
    for world in (region, canal):
        _metas, links = head_of(world.client().get("/").text)
        answer = world.client().get(links["manifest"])
        assert answer["Content-Type"] == "application/manifest+json"
        assert not answer.cookies
        assert "public" in answer["Cache-Control"]
        manifest = json.loads(answer.text)
        assert manifest["name"] == world.tenant.name
        assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
        told.append(manifest)
    assert told[0]["background_color"] != told[1]["background_color"]


def test_the_platform_s_own_site_is_not_installed() -> None:
    _metas, links = head_of(Client(SERVER_NAME="localhost").get("/").text)
    assert "manifest" not in links


def test_each_icon_has_the_size_that_the_manifest_says(region: World) -> None:
    for icon in json.loads(region.client().get("/manifest.webmanifest").text)["icons"]:
        answer = region.client().get(icon["src"])
        drawn = Image.open(BytesIO(answer.content))
        assert f"{drawn.width}x{drawn.height}" == icon["sizes"]
        assert drawn.format == "PNG"
        assert not answer.cookies


def test_an_icon_carries_the_logo_within_what_a_mask_leaves(region: World) -> None:
    sent = BytesIO()
    Image.new("RGB", (300, 300), "#e2001a").save(sent, "PNG")
    with region.use():
        branding = get_branding()
        branding.wear(read(ContentFile(sent.getvalue(), "logo.png")))
        branding.save()
    drawn = Image.open(BytesIO(region.client().get("/icone-masque.png").content)).convert("RGB")
    assert drawn.getpixel((256, 256))[0] > 200  # type: ignore[index]
    left, top, right, bottom = (
        drawn.getpixel(place) for place in ((40, 256), (256, 40), (472, 256), (256, 472))
    )
    assert {left, top, right, bottom} == {(255, 255, 255)}


def test_the_worker_keeps_the_offline_page_and_nothing_of_anybody(region: World) -> None:
    answer = region.client(region.admin).get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer["Cache-Control"]
    assert not answer.cookies
    [files] = FILES.findall(answer.text)
    for path in json.loads(files):
        assert path == "/hors-ligne/" or path.endswith(".css")
    assert 'credentials: "omit"' in answer.text


def test_the_worker_changes_with_the_site_s_look_and_differs_from_another_s(
    region: World, canal: World
) -> None:
    before = region.client().get("/sw.js").text
    assert before == region.client().get("/sw.js").text
    dress(region, "#8a2f5f")
    after = region.client().get("/sw.js").text
    assert len({before, after, canal.client().get("/sw.js").text}) == 3


def test_the_offline_page_is_the_same_for_all(region: World) -> None:
    answer = region.client().get("/hors-ligne/")
    assert "Vous êtes hors connexion" in answer.text
    assert "noindex" in answer.text
    assert not answer.cookies
    assert "Admin" not in region.client(region.admin).get("/hors-ligne/").text


@pytest.mark.parametrize("on", [True, False])
def test_the_worker_can_be_taken_back(region: World, settings: object, on: bool) -> None:
    settings.OFFLINE_PAGE = on  # type: ignore[attr-defined]
    assert ("data-worker" in region.client().get("/").text) is on
    script = region.client().get("/sw.js").text
    assert ("unregister()" in script) is not on
    assert ('addEventListener("fetch"' in script) is on


def test_each_language_has_a_worker_of_its_own(region: World) -> None:
    Tenant.objects.filter(pk=region.tenant.pk).update(languages=["en"])
    hosts.forget()
    french, english = (region.client().get(path).text for path in ("/sw.js", "/en/sw.js"))
    assert '"/hors-ligne/"' in french
    assert '"/en/hors-ligne/"' in english
    assert 'OURS = "offline-fr-"' in french
    assert 'OURS = "offline-en-"' in english
    assert "You are offline" in region.client().get("/en/hors-ligne/").text
