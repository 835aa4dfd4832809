"""Every page that a stranger finds, from the production server: light, compressed, ours, without a cookie."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from infra.benchmarks.weight import LIMIT
from infra.crawling import ROW, Visit, assets, visit
from tests.weight.conftest import CANAL, PLATFORM, REGION

TENANTS = (REGION, CANAL)
TOKEN = "csrfmiddlewaretoken"
KEPT = re.compile(r"\bpublic\b")
FOR_EVER = re.compile(r"\bmax-age=31\d{7}\b")


def cookies(page: Visit) -> str:
    return page.headers.get("Set-Cookie", "")


def test_the_walk_finds_the_sorts_of_pages_that_citizens_know(
    pages: dict[str, list[Visit]],
) -> None:
    found = {ROW.sub("/*", page.path).split("/")[-2] for page in pages[REGION] + pages[CANAL]}
    assert {"concertations", "bilan", "vos-propositions", "*", "proposer", "repondre"} <= found
    assert len(pages[PLATFORM]) >= 3


def test_a_first_view_weighs_at_most_sixty_kibibytes(
    port: int, pages: dict[str, list[Visit]]
) -> None:
    weights = {
        f"{host}{page.path}": sum(assets(port, host, page).values())
        for host, found in pages.items()
        for page in found
    }
    assert not {path: weight for path, weight in weights.items() if weight > LIMIT}
    assert min(weights.values()) > 5_000, "the style sheets were not weighed"


def test_pages_travel_compressed(pages: dict[str, list[Visit]]) -> None:
    for page in (page for found in pages.values() for page in found):
        assert page.headers["Content-Encoding"] == "gzip", page.path
        assert "Accept-Encoding" in page.headers["Vary"], page.path


def test_static_files_are_compressed_beforehand_and_kept_for_ever(
    port: int, pages: dict[str, list[Visit]]
) -> None:
    paths = {path for page in pages[REGION] for path in page.parts.assets if "/static/" in path}
    words = {path for path in paths if path.endswith((".css", ".js", ".svg"))}
    assert len(words) >= 4
    for path in words:
        file = visit(port, REGION, path)
        assert file.headers["Content-Encoding"] == "br", path
        assert FOR_EVER.search(file.headers["Cache-Control"]), path


@pytest.mark.parametrize("host", TENANTS)
def test_a_page_sets_a_cookie_only_to_protect_a_form(
    pages: dict[str, list[Visit]], host: str
) -> None:
    for page in pages[host]:
        assert bool(cookies(page)) is (TOKEN in page.text), page.path
        assert "session" not in cookies(page), page.path


@pytest.mark.parametrize("host", TENANTS)
def test_every_page_without_a_form_may_be_kept_by_everybody_s_caches(
    pages: dict[str, list[Visit]], host: str
) -> None:
    without = [page for page in pages[host] if TOKEN not in page.text]
    assert len(without) >= 6
    for page in without:
        assert KEPT.search(page.headers.get("Cache-Control", "")), page.path
        assert "Cookie" in page.headers["Vary"], page.path


@pytest.mark.parametrize("host", TENANTS)
def test_a_page_with_a_form_is_kept_by_nobody(pages: dict[str, list[Visit]], host: str) -> None:
    for page in (page for page in pages[host] if TOKEN in page.text):
        assert not KEPT.search(page.headers.get("Cache-Control", "")), page.path


def test_a_page_asks_for_nothing_elsewhere(pages: dict[str, list[Visit]]) -> None:
    for host, found in pages.items():
        for page in found:
            for asset in page.parts.assets:
                assert urlsplit(asset).netloc in {"", host}, f"{page.path}: {asset}"
