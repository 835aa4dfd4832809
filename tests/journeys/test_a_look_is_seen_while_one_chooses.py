"""Who dresses the site sees each choice at once on the page; nobody else does before it is published."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from infra.browser import sign_in
from tests.journeys.conftest import CANAL, INBOX, Go

STAFF = "jeanne.monsterleet@ateliers-du-canal.example"
WORN = """([token, value]) => getComputedStyle(document.documentElement)
  .getPropertyValue(token).trim() === value"""


def test_colours_and_corners_are_worn_while_one_chooses(page: Page, go: Go, port: int) -> None:
    """Under the page's own policy: a part that comes as a document, a sheet that changes its address."""
    sign_in(page, port, CANAL, STAFF, INBOX)
    go(CANAL, "/gestion/apparence/")
    page.locator("[name=main_colour]").fill("#ffd000")
    expect(page.locator("#preview")).to_contain_text("#ffd000 est trop claire")
    page.wait_for_function(WORN, arg=["--vivid", "#ffd000"])
    page.get_by_label("Droits").check()
    page.wait_for_function(WORN, arg=["--round", "0px"])
    drawn = page.locator("main button.button").last.evaluate(
        "one => getComputedStyle(one).borderRadius"
    )
    assert drawn == "0px"
    assert page.locator("style, [style]").count() == 0
    go(CANAL, "/")
    assert not page.evaluate(WORN, ["--vivid", "#ffd000"])
    assert not page.evaluate(WORN, ["--round", "0px"])
