"""On a first screen of 1280 × 800, a list shows its first item, whole: nobody scrolls to see if it is empty."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from infra.browser import sign_in
from tests.journeys.conftest import CANAL, INBOX, REGION, Go

STAFF = "jeanne.monsterleet@ateliers-du-canal.example"
SCREEN = 800


@pytest.fixture(scope="module")
def staff(browser: Browser, port: int) -> Page:
    page = browser.new_context(
        viewport={"width": 1280, "height": SCREEN}, locale="fr-FR"
    ).new_page()
    sign_in(page, port, CANAL, STAFF, INBOX)
    return page


def bottom(page: Page, item: str) -> float:
    box = page.locator(f"main {item}").first.bounding_box()
    assert box is not None, f"no {item} on {page.url}"
    return box["y"] + box["height"]


@pytest.mark.parametrize("host", [REGION, CANAL])
@pytest.mark.parametrize(
    ("words", "item"),
    [
        ("", "article"),
        ("concertations/", "article"),
        ("propositions", "article.card"),
        ("questions", "details"),
    ],
)
def test_what_citizens_come_for(page: Page, go: Go, host: str, words: str, item: str) -> None:
    go(host, f"/{words}" if words.endswith("/") or not words else "/")
    if words and not words.endswith("/"):
        page.locator(f".feature-ways a[href*='/{words}/']").click()
    assert bottom(page, item) <= SCREEN


@pytest.mark.parametrize(
    ("path", "item"),
    [
        ("", ".waiting .card"),
        ("concertations/", ".row"),
        ("moderation/", ".moderated"),
        ("reponses/", ".stage-card"),
        ("reponses/liste/", "tbody tr"),
        ("equipe/", "li.card"),
    ],
)
def test_what_the_team_comes_for(staff: Page, port: int, path: str, item: str) -> None:
    staff.goto(f"http://{CANAL}:{port}/gestion/{path}")
    assert bottom(staff, item) <= SCREEN
