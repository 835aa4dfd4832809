"""Colours and files of one tenant on its own host, and nowhere else."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from tenants.current import NoTenant
from tests.cast import World
from themes import logos
from themes.brand import brand_for
from themes.models import Branding


def wear(world: World, **fields: str) -> Branding:
    with world.use():
        return Branding.objects.create(**fields)


def sheet(world: World) -> str:
    return f"/theme-{brand_for(world.tenant).digest}.css"


def test_the_stylesheet_carries_the_colours_and_is_kept_for_ever(region: World) -> None:
    wear(region, main_colour="#1b4b9b")
    answer = region.client().get(sheet(region))
    assert answer["Content-Type"] == "text/css"
    assert "immutable" in answer["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert b"--brand:#1b4b9b" in answer.content


def test_another_colour_has_another_address(region: World) -> None:
    branding = wear(region, main_colour="#1b4b9b")
    before = sheet(region)
    branding.main_colour = "#7a1f5c"
    with region.use():
        branding.save()
    assert sheet(region) != before
    assert region.client().get(before).headers["Location"] == sheet(region)


def test_one_site_does_not_show_the_colours_of_another(region: World, canal: World) -> None:
    wear(region, main_colour="#1b4b9b")
    answer = canal.client().get(sheet(region), follow=True)
    assert b"#1b4b9b" not in answer.content


def test_the_look_costs_one_statement_then_none(
    region: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        brand_for(region.tenant)
    with django_assert_num_queries(0):
        brand_for(region.tenant)


def test_a_tenant_has_one_branding(region: World) -> None:
    wear(region)
    with region.use(), pytest.raises(IntegrityError), transaction.atomic():
        Branding.objects.create()


def test_a_logo_is_shown_on_its_site_and_not_on_another(region: World, canal: World) -> None:
    branding = Branding()
    picture = BytesIO()
    Image.new("RGB", (300, 100), "#e4003a").save(picture, "PNG")
    with region.use():
        branding.wear(logos.read(ContentFile(picture.getvalue(), "logo.png")))
        branding.save()
    url = brand_for(region.tenant).logo_url
    answer = region.client().get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert canal.client().get(url).status_code == 404


@pytest.mark.parametrize(
    "path", ["../secret.txt", "..%2fsecret.txt", "/etc/passwd", "%00", "logos", ""]
)
def test_no_path_leaves_the_tenants_folder(region: World, settings: object, path: str) -> None:
    settings.MEDIA_ROOT.mkdir()  # type: ignore[attr-defined]
    (settings.MEDIA_ROOT / "secret.txt").write_text("other")  # type: ignore[attr-defined]
    with region.use():
        default_storage.save("logos/a.txt", ContentFile(b"mine"))
    assert region.client().get(f"/media/{path}").status_code == 404


def test_a_file_a_browser_could_run_is_only_downloaded(region: World) -> None:
    with region.use():
        name = default_storage.save("pages/a.html", ContentFile(b"<script>1</script>"))
    answer = region.client().get(f"/media/{name}")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"


def test_files_without_a_tenant_are_an_error() -> None:
    with pytest.raises(NoTenant):
        default_storage.exists("a")
    with pytest.raises(NoTenant):
        default_storage.save("a", ContentFile(b""))


def test_the_platforms_own_host_has_no_tenant_files() -> None:
    assert Client(SERVER_NAME="localhost").get("/media/a.png").status_code == 404
