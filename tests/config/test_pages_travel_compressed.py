"""A stranger's page travels compressed; one that is somebody's never does, nor what is compressed already."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from tests.cast import World
from tests.factories import make_consultation, make_phase

ACCEPTS = {"accept-encoding": "gzip, br"}


def ask(world: World, path: str, who: str = "visitor") -> Any:
    return world.client(world.everyone()[who]).get(path, headers=ACCEPTS)


def test_a_stranger_s_pages_feeds_and_maps_are_compressed(region: World) -> None:
    with region.use():
        make_phase(make_consultation(slug="assises"))
    for path in ("/", "/concertations/assises/", "/connexion/", "/flux.atom", "/sitemap-pages.xml"):
        answer = ask(region, path)
        assert answer["Content-Encoding"] == "gzip", path
        assert "Accept-Encoding" in answer["Vary"]
        assert len(answer.content) < len(gzip.decompress(answer.content))


@pytest.mark.parametrize("who", ["citizen", "admin"])
def test_what_is_somebody_s_is_not(region: World, who: str) -> None:
    for path in ("/", "/mon-compte/"):
        answer = ask(region, path, who)
        assert answer.status_code == 200
        assert "Content-Encoding" not in answer


def test_the_token_against_forged_posts_makes_nobody_somebody(region: World) -> None:
    client = region.client()
    first, second = (client.get("/connexion/", headers=ACCEPTS) for _time in range(2))
    assert "csrftoken" in client.cookies
    assert first["Content-Encoding"] == second["Content-Encoding"] == "gzip"
    assert gzip.decompress(first.content) != gzip.decompress(second.content)  # masked anew


def test_an_unknown_cookie_may_be_a_secret(region: World) -> None:
    client = region.client()
    client.cookies["reponse"] = "x"
    assert "Content-Encoding" not in client.get("/", headers=ACCEPTS)


def test_pictures_are_left_as_they_are(region: World) -> None:
    assert "Content-Encoding" not in ask(region, "/image.png")
