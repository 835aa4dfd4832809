"""A proposal says where it is, and shows pictures and files: to those who may read it, while they may."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from consultations.models import Phase
from contributions.actions import support
from contributions.models import Attachment, Contribution
from contributions.places import PointField
from privacy.actions import leave
from tenants.media import PRIVATE
from tests.cast import World
from tests.factories import make_proposal
from tests.modules.proposals.test_arguments_thresholds_and_collectives import set_up

LILLE = (50.6292, 3.0573)


@pytest.fixture
def proposal(region: World, phase: Phase) -> Contribution:
    set_up(region, phase, pictures=True, documents=True, place="map")
    with region.use():
        return make_proposal(phase, region.citizen, number=7, title="Un banc à la gare")


def photograph(name: str = "banc.jpg") -> SimpleUploadedFile:
    """A picture as a telephone makes it, with a secret beside its pixels."""
    written = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "chez moi, 3 rue des Lilas"
    Image.effect_noise((1_200, 900), 40).convert("RGB").save(written, "JPEG", exif=exif)
    return SimpleUploadedFile(name, written.getvalue(), "image/jpeg")


def send(region: World, url: Any, user: Any, sort: str, upload: Any, title: str = "Le banc") -> Any:
    data = {"sort": sort, sort: upload, "title": title}
    return region.client(user).post(url("7/pieces/"), data)


def kept(world: World) -> list[Path]:
    return sorted(
        (Path(settings.MEDIA_ROOT) / world.tenant.id.hex / PRIVATE / "attachments").glob("*")
    )


def test_a_picture_is_written_anew_shown_with_its_words_and_taken_away(
    region: World, proposal: Contribution, url: Any
) -> None:
    assert send(region, url, region.citizen, "picture", photograph()).status_code == 302
    page = region.client().get(url("7/"))
    assert 'alt="Le banc"' in page.text
    assert 'loading="lazy"' in page.text
    with region.use():
        attachment = Attachment.objects.get()
    picture = region.client().get(f"/pieces/{attachment.pk}/960.webp")
    content = picture.getvalue()
    assert content[8:12] == b"WEBP"
    assert b"Lilas" not in content
    assert len(content) <= 24_000
    assert "public" not in picture.headers["Cache-Control"]
    assert region.client().get(f"/pieces/{attachment.pk}/961.webp").status_code == 404
    assert len(kept(region)) == 2
    region.client(region.citizen).post(url(f"7/pieces/{attachment.pk}/retirer/"))
    assert 'alt="Le banc"' not in region.client().get(url("7/")).text


def test_files_are_pdf_to_download_and_never_shown(
    region: World, proposal: Contribution, url: Any
) -> None:
    for content, words in (
        (b"<script>alert(1)</script>", "pas un PDF"),
        (b"%PDF-" + b"0" * 5_000_000, "trop lourd"),
    ):
        upload = SimpleUploadedFile("plan.pdf", content, "application/pdf")
        refused = send(region, url, region.citizen, "file", upload, "Le plan")
        assert words in refused.text
        assert 'value="Le plan"' in refused.text
    send(
        region,
        url,
        region.citizen,
        "file",
        SimpleUploadedFile("plan.pdf", b"%PDF-1.7 plan"),
        "Le plan",
    )
    with region.use():
        attachment = Attachment.objects.get()
    got = region.client().get(f"/pieces/{attachment.pk}.pdf")
    assert got.headers["Content-Disposition"] == 'attachment; filename="le-plan.pdf"'
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert got.headers["X-Content-Type-Options"] == "nosniff"


def test_they_are_seen_as_their_text_is(
    region: World, canal: World, proposal: Contribution, url: Any
) -> None:
    send(region, url, region.citizen, "picture", photograph())
    with region.use():
        attachment = Attachment.objects.get()
        Contribution.objects.filter(number=7).update(moderation="hidden")
    place = f"/pieces/{attachment.pk}/480.webp"
    for user, status in (
        (None, 404),
        (region.neighbour, 404),
        (region.citizen, 200),
        (region.moderator, 200),
    ):
        assert region.client(user).get(place).status_code == status
    assert canal.client(canal.admin).get(place).status_code == 404
    stored = kept(region)[0].name
    below = f"attachments/{stored}"
    for path in (below, f"{PRIVATE}/{below}", f"./{PRIVATE}/{below}", f"x/../{PRIVATE}/{below}"):
        assert region.client(region.admin).get(f"/media/{path}").status_code == 404


def test_limits_of_number_and_of_the_moment(
    region: World, phase: Phase, proposal: Contribution, url: Any
) -> None:
    with region.use():
        for _time in range(3):
            Attachment.objects.create(
                contribution=proposal, kind="picture", title="Un", size=1, sizes=[[9, 9]]
            )
    assert "retirez-en d’abord" in send(region, url, region.citizen, "picture", photograph()).text
    with region.use():
        Attachment.objects.all().delete()
        support(proposal, by=region.neighbour)
    send(region, url, region.citizen, "picture", photograph())
    for user in (region.neighbour, region.admin):
        assert send(region, url, user, "picture", photograph()).status_code == 404
    set_up(region, phase)
    assert 'type="file"' not in region.client(region.citizen).get(url("7/pieces/")).text
    with region.use():
        assert not Attachment.objects.exists()


def test_where_texts_are_read_first_so_is_what_stands_beside(
    region: World, moderated: Phase, proposal: Contribution, url: Any
) -> None:
    send(region, url, region.citizen, "picture", photograph())
    assert region.client().get(url("7/")).status_code == 404
    with region.use():
        assert Contribution.objects.get(number=7).moderation == "pending"


def test_whoever_leaves_takes_the_files_along(
    region: World, proposal: Contribution, url: Any, django_capture_on_commit_callbacks: Any
) -> None:
    send(region, url, region.citizen, "picture", photograph())
    assert kept(region)
    with region.use(), django_capture_on_commit_callbacks(execute=True):
        leave(region.citizen, keep_texts=False)
        assert not Attachment.objects.exists()
    with region.use():
        pass
    assert not kept(region)


def test_a_place_is_words_degrees_and_a_point_on_a_map(
    region: World, phase: Phase, proposal: Contribution, url: Any, proposal_data: dict[str, Any]
) -> None:
    data = {**proposal_data, "position": "https://carte.example/#map=17/50.6292/3.0573"}
    region.client(region.citizen).post(url("proposer/"), data)
    with region.use():
        text = Contribution.objects.get(title=proposal_data["title"])
        assert (text.latitude, text.longitude) == LILLE
    page = region.client().get(url(f"{text.number}/")).text
    assert 'href="geo:50.6292,3.0573"' in page
    located = region.client().get(url(), {"vue": "carte"})
    assert "<svg" in located.text
    assert proposal_data["title"] in located.text
    assert "Un banc à la gare" not in located.text  # it says nowhere
    assert not located.cookies
    wrong = region.client(region.citizen).post(url("proposer/"), {**data, "position": "à la gare"})
    assert "Il faut deux nombres" in wrong.text
    assert 'value="à la gare"' in wrong.text


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("50.6292, 3.0573", LILLE), ("50,6292 ; 3,0573", LILLE), ("50.6292 3.0573", LILLE),
        ("geo:50.6292,3.0573", LILLE), ("https://carte.example/@50.6292,3.0573", LILLE),
        ("50.6292° N, 3.0573° E", LILLE), ("-21.1, 55.5", (-21.1, 55.5)), ("", None),
        ("48,3", ValidationError), ("Lille", ValidationError), ("95, 3", ValidationError),
        ("50.6292", ValidationError), ("5, 181", ValidationError),
    ],
)  # fmt: skip
def test_degrees_are_read_as_people_copy_them(typed: str, found: Any) -> None:
    field = PointField(required=False)
    if found is ValidationError:
        with pytest.raises(ValidationError):
            field.clean(typed)
    else:
        assert field.clean(typed) == found


def test_a_stage_may_ask_for_a_place_or_for_none(
    region: World, phase: Phase, url: Any, proposal_data: dict[str, Any]
) -> None:
    set_up(region, phase, place="required")
    page = region.client(region.citizen).post(url("proposer/"), {**proposal_data, "place": ""})
    assert "Indiquez le lieu" in page.text
    set_up(region, phase, place="none")
    assert 'name="place"' not in region.client(region.citizen).get(url("proposer/")).text
