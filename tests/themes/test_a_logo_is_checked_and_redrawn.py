"""Whatever is sent as a logo, what is kept was drawn by us; the rest is refused in plain words."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from PIL import Image

from themes import logos, svg


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 100), **options: object) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "#1d5c4d").save(target, kind, **options)
    return target.getvalue()


def sent(content: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def refusal(content: bytes) -> ValidationError:
    with override("fr"), pytest.raises(ValidationError) as refused:
        logos.read(sent(content))
    return refused.value


def bomb(side: int) -> bytes:
    """A PNG of a few bytes that announces `side` × `side` pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1_000_000)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_becomes_a_small_webp_and_a_square_icon(kind: str) -> None:
    logo = logos.read(sent(picture(kind, (1200, 400))))
    with Image.open(io.BytesIO(logo.picture)) as shown, Image.open(io.BytesIO(logo.icon)) as icon:
        assert (shown.format, shown.size) == ("WEBP", (logo.width, logo.height))
        assert (logo.width, logo.height) == (480, 160)
        assert (icon.format, icon.size) == ("PNG", (192, 192))


def test_a_small_logo_is_not_blown_up() -> None:
    assert logos.read(sent(picture(size=(40, 40)))).width == 40


def test_what_hides_in_the_file_does_not_pass() -> None:
    exif = Image.Exif()
    exif[0x010E] = "<script>alert(1)</script>"
    logo = logos.read(sent(picture("JPEG", exif=exif) + b"<?php secret ?>"))
    assert b"script" not in logo.picture + logo.icon
    assert b"secret" not in logo.picture + logo.icon


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "RGBA", "I;16"])
def test_every_way_of_storing_pixels_is_read(mode: str) -> None:
    target = io.BytesIO()
    Image.new(mode, (60, 30)).save(target, "JPEG" if mode == "CMYK" else "PNG")
    assert logos.read(sent(target.getvalue())).width in {1, 60}


def test_twenty_megabytes_are_refused_with_their_size() -> None:
    refused = refusal(picture() + b"0" * 20_000_000)
    assert refused.code == "too_heavy"
    assert "20,0 Mo" in refused.message


@pytest.mark.parametrize("side", [4_001, 30_000])
def test_too_many_pixels_are_refused_before_they_are_unpacked(side: int) -> None:
    assert refusal(bomb(side)).code == "too_large"


@pytest.mark.parametrize("content", [b"", b"not a picture", b"GIF89a" + b"\0" * 50, picture()[:60]])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    refused = refusal(content)
    assert refused.code == "not_a_picture"
    assert refused.message.startswith("Ce fichier n’est pas une image")


def drawing(inside: str, head: str = "") -> bytes:
    namespaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{head}<svg {namespaces} viewBox="0 0 200 80">{inside}</svg>'.encode()


RED = '<rect width="200" height="80" fill="#e4003a"/>'


def test_an_svg_is_drawn_in_its_proportions_even_under_another_name() -> None:
    logo = logos.read(sent(drawing(RED), "logo.png"))
    assert (logo.width, logo.height) == (480, 192)
    with Image.open(io.BytesIO(logo.picture)) as shown:
        red, green, _blue = shown.convert("RGB").getpixel((100, 50))  # type: ignore[misc]
        assert red > 200 > 50 > green


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>alert(1)</script>",
        '<rect width="1" height="1" onclick="alert(1)"/>',
        '<a href="javascript:alert(1)"><rect width="1" height="1"/></a>',
        '<use href="https://ailleurs.example/x.svg#a"/>',
        '<rect width="1" height="1" fill="url(https://ailleurs.example/#a)"/>',
        '<style>@import "https://ailleurs.example/x.css";</style>',
        "<style>rect { fill: u\\72l(https://ailleurs.example) }</style>",
        '<metadata><rdf xmlns="ailleurs.example">x</rdf></metadata>',
        '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        "<!-- ailleurs.example --><?php ailleurs.example ?>",
    ],
)
def test_what_an_svg_hides_is_left_out_and_the_rest_is_drawn(hidden: str) -> None:
    clean = svg.sanitised(drawing(hidden + RED))
    for word in ("script", "alert", "ailleurs", "onclick", "php"):
        assert word not in clean.replace("xmlns", "")
    assert "#e4003a" in clean
    assert logos.read(sent(drawing(hidden + RED))).width == 480


@pytest.mark.parametrize(
    "inside",
    [
        "<foreignObject><p>Bonjour</p></foreignObject>",
        '<image href="file:///etc/passwd"/>',
        "<text>Mairie</text>",
        "<filter/>",
    ],
)
def test_what_would_be_seen_and_is_not_drawn_is_named(inside: str) -> None:
    refused = refusal(drawing(RED + inside))
    assert refused.code == "svg"
    part = inside[1:].partition(" ")[0].partition(">")[0].rstrip("/")
    assert part in refused.messages[0]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (drawing(RED, '<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'), "not_a_picture"),
        (drawing(RED, '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "not_a_picture"),
        (b"<svg", "not_a_picture"),
        (b"<svg><rect/></svg>", "not_a_picture"),
        (drawing("<g/>" * 4_001), "too_large"),
        (drawing('<use href="#a"/>' * 101), "too_large"),
        (drawing('<g id="a"><use href="#b"/></g><use href="#a"/>'), "too_large"),
        (drawing("<g>" + " " * 500_000 + "</g>"), "too_heavy"),
    ],
)
def test_an_svg_made_to_hurt_is_refused(content: bytes, code: str) -> None:
    assert refusal(content).code == code


def test_an_svg_of_a_million_units_a_side_is_drawn_small() -> None:
    tall = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1000000"><rect width="1" height="9"/></svg>'
    assert logos.read(sent(tall)).height <= 192


def test_a_logo_full_of_detail_is_light_all_the_same() -> None:
    noise = io.BytesIO()
    Image.effect_noise((900, 360), 120).save(noise, "PNG")
    logo = logos.read(sent(noise.getvalue()))
    assert len(logo.picture) <= logos.HEAVIEST
    assert len(logo.icon) <= 30_000
