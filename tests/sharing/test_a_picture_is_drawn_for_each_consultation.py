"""A picture of 1200 × 630 in the site's colours: drawn once, anew when it changes, never for a draft."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from accountability.models import OutcomeReport
from consultations.models import Consultation
from sharing.drawing import drawable
from tests.cast import World
from tests.factories import make_consultation, make_phase
from themes.brand import get_branding
from themes.logos import read

PLACE = "/concertations/assises/image.png"
HEAVIEST = 150_000  # bytes
HARD = [
    "Quelle vie associative demain ?",
    "x" * 140,
    (
        "Comment simplifier les démarches administratives des associations, de leurs bénévoles, de leurs "
        "salariés, de leurs élus et des jeunes ?"
    ),
    '#panic("non") *gras* _it_ $x$ \\ @ref <b> ` // /* #import "/etc/passwd"',
    "🎉🎉🎉",
    "\u202eΩ Ж العربية 中文\x0b",
]


def picture(world: World, path: str = PLACE) -> Image.Image:
    answer = world.client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert len(answer.content) <= HEAVIEST
    return Image.open(BytesIO(answer.content))


def kept(world: World) -> list[Path]:
    return sorted((Path(settings.MEDIA_ROOT) / world.tenant.id.hex / "sharing").glob("*"))


@pytest.mark.parametrize("title", HARD)
def test_any_title_makes_a_picture_of_the_right_size(region: World, title: str) -> None:
    with region.use():
        make_phase(make_consultation(slug="assises", title=title))
    drawn = picture(region)
    assert drawn.size == (1200, 630)
    edge = drawn.convert("RGB").crop((0, 0, 60, 630)).getcolors()
    assert edge is not None
    assert len(edge) == 1, "words run over the margin"


def test_words_that_never_end_may_break_and_signs_without_a_shape_go() -> None:
    assert drawable("a\x00 🎉  b\n") == "a b"
    assert "\N{ZERO WIDTH SPACE}" in drawable("x" * 30)
    assert drawable("administratives") == "administratives"


def test_it_wears_the_site_s_colours(region: World, canal: World) -> None:
    corners = set()
    for world, colour in ((region, "#1f5fa8"), (canal, "#8a2f5f")):
        with world.use():
            branding = get_branding()
            branding.main_colour = colour
            branding.save()
            make_phase(make_consultation(slug="assises", title="Assises"))
            deep = branding.palette.light.deep
        corner = picture(world).convert("RGB").crop((5, 5, 6, 6)).tobytes().hex()
        assert f"#{corner}" == deep
        corners.add(corner)
    assert len(corners) == 2


def test_it_carries_the_logo(region: World) -> None:
    sent = BytesIO()
    Image.new("RGB", (300, 120), "#e2001a").save(sent, "PNG")
    with region.use():
        make_consultation(slug="assises")
        branding = get_branding()
        branding.wear(read(ContentFile(sent.getvalue(), "logo.png")))
        branding.save()
    pixels = picture(region).convert("RGB").tobytes()
    colours = (pixels[place : place + 3] for place in range(0, len(pixels), 3))
    assert sum(red > 200 and green < 40 and blue < 60 for red, green, blue in colours) > 3_000


def test_it_is_drawn_once_and_anew_when_what_it_tells_changes(region: World) -> None:
    with region.use():
        phase = make_phase(make_consultation(slug="assises"))
    first = region.client().get(PLACE)
    [file] = kept(region)
    written = file.stat().st_mtime_ns
    again = region.client().get(PLACE, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert [one.stat().st_mtime_ns for one in kept(region)] == [written]
    with region.use():
        phase.closes_at += timedelta(days=31)
        phase.save()
    assert region.client().get(PLACE)["ETag"] != first["ETag"]
    [other] = kept(region)  # the former one is gone
    assert other != file


@pytest.mark.parametrize("who", ["visitor", "admin"])
def test_a_draft_has_no_picture(region: World, who: str) -> None:
    with region.use():
        make_phase(make_consultation(slug="assises", state=Consultation.State.DRAFT))
    assert region.client(region.everyone()[who]).get(PLACE).status_code == 404
    assert not kept(region)


def test_a_site_s_picture_is_its_own(region: World, canal: World) -> None:
    with region.use():
        make_phase(make_consultation(slug="assises"))
        OutcomeReport.objects.create(
            consultation=Consultation.objects.get(), published_at=timezone.now()
        )
    assert picture(region).size == (1200, 630)
    assert canal.client().get(PLACE).status_code == 404
    [file] = kept(region)
    assert canal.client().get(f"/media/sharing/{file.name}").status_code == 404


def test_the_site_has_a_picture_too_and_none_of_them_sets_a_cookie(region: World) -> None:
    with region.use():
        make_consultation(slug="assises")
    for path in ("/image.png", PLACE):
        answer = region.client().get(path)
        assert picture(region, path).size == (1200, 630)
        assert not answer.cookies
        assert "public" in answer["Cache-Control"]
