"""axe finds nothing on the demonstration's pages, wide and narrow, light and dark, as visitor and staff.

The pages are those that links lead to, and those that only a person's action shows: forms that came back
with errors, the steps of the sign-up, open menus, dialogs and details.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page

from infra.browser import sign_in
from infra.crawling import sort
from tests.journeys.conftest import CANAL, INBOX, REGION
from tests.journeys.walking import walk

STAFF = "mireille.castelain@hauts-de-france.example"
LOOKS = {
    "wide, light": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
    "narrow, dark": {"viewport": {"width": 320, "height": 700}, "color_scheme": "dark"},
}
SEND = "main form:not([role=search]):not(.filters) button[type=submit]"


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_the_public_site(browser: Browser, port: int, look: str) -> None:
    page = browser.new_context(**LOOKS[look]).new_page()  # type: ignore[arg-type]
    found, seen = go_round(page, f"http://localhost:{port}/")
    assert (found, len(seen) >= 3) == ([], True), seen


@pytest.mark.parametrize(("host", "look"), [(REGION, "wide, light"), (CANAL, "narrow, dark")])
def test_axe_finds_nothing_on_a_citizens_pages(
    browser: Browser, port: int, host: str, look: str
) -> None:
    page = browser.new_context(**LOOKS[look]).new_page()  # type: ignore[arg-type]
    found, seen = go_round(page, f"http://{host}:{port}/")
    assert (found, len(seen) >= 10) == ([], True), sorted(seen)


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_the_workspace(browser: Browser, port: int, look: str) -> None:
    page = browser.new_context(**LOOKS[look]).new_page()  # type: ignore[arg-type]
    sign_in(page, port, REGION, STAFF, INBOX)
    found, seen = go_round(page, f"http://{REGION}:{port}/gestion/")
    assert (found, len(seen) >= 30) == ([], True), seen


def test_axe_finds_nothing_on_a_page_that_is_not_there(page: Page, port: int) -> None:
    for host, path in ((REGION, "/nulle-part/"), ("personne.localhost", "/")):
        page.goto(f"http://{host}:{port}{path}")
        assert faults(page) == []


def test_axe_finds_nothing_on_a_form_that_came_back(browser: Browser, port: int) -> None:
    page = browser.new_context(**LOOKS["narrow, dark"]).new_page()  # type: ignore[arg-type]
    site = f"http://{CANAL}:{port}"
    page.goto(f"{site}/")
    page.get_by_role("link", name=re.compile("La boîte à idées")).first.click()
    ideas = page.url
    page.locator("main article .card-title a").first.click()
    report = page.locator("main a[href*='signaler']").first.evaluate("a => a.href")
    page.goto(f"{site}/")
    page.get_by_role("link", name=re.compile("Douze questions")).first.click()
    forms = [
        f"{site}/connexion/",
        f"{site}/recepisse/",
        f"{site}/accessibilite/signaler/",
        f"{ideas}proposer/",
        f"{page.url}repondre/",
        report,
        f"http://localhost:{port}/ouvrir/",
    ]
    found = [fault for address in forms for fault in sent_empty(page, address)]
    assert found == []


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_the_step_of_the_code(browser: Browser, port: int, look: str) -> None:
    page = browser.new_context(**LOOKS[look]).new_page()  # type: ignore[arg-type]
    page.goto(f"http://{CANAL}:{port}/connexion/")
    page.locator("main [name=email]").fill("quelquun@example.org")
    page.locator(SEND).first.click()
    assert page.locator("[name=code]").count() == 1
    assert faults(page) == []
    page.locator("[name=code]").fill("000000")
    page.locator(SEND).first.click()
    assert page.locator(".field-error").count() == 1
    assert faults(page) == []


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_what_opens_over_a_page(
    browser: Browser, port: int, look: str
) -> None:
    page = browser.new_context(**LOOKS[look]).new_page()  # type: ignore[arg-type]
    sign_in(page, port, REGION, STAFF, INBOX)
    page.locator(".site-account summary").click()
    assert faults(page) == []
    if page.locator(".site-menu").is_visible():
        page.locator(".site-menu summary").click()
        assert faults(page) == []
    page.goto(f"http://{REGION}:{port}/styleguide/")
    page.locator("a[data-dialog]").first.click()
    assert page.locator("dialog[open]").count() == 1
    assert faults(page) == []
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.dialog")


def go_round(page: Page, start: str) -> tuple[list[str], set[str]]:
    """What is wrong on the pages that links lead to, and the sorts of pages seen."""
    found: list[str] = []
    seen: set[str] = set()
    page.on("console", lambda said: found.extend(_error(page, said)))
    for answer in walk(page, start):
        seen.add(sort(answer.url))
        found += faults(page)
    return found, seen


def sent_empty(page: Page, address: str) -> list[str]:
    """What is wrong once an empty form was sent, which must come back with its errors."""
    page.goto(address)
    page.locator(SEND).last.click()
    told = page.locator(".errors").count()
    return faults(page) if told else [f"{address}: no summary of errors"]


def faults(page: Page) -> list[str]:
    """What axe and a ruler find on the page, in words."""
    path = urlsplit(page.url).path
    found = []
    for violation in Axe().run(page).response["violations"]:
        places = ", ".join(str(node["target"][0]) for node in violation["nodes"][:3])
        found.append(f"{path}: {violation['id']} ({violation['help']}) at {places}")
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{path}: wider than its window")
    return found


def _error(page: Page, said: ConsoleMessage) -> list[str]:
    """An error of ours, such as a refused style or script; not a 404 that was asked for."""
    ours = said.type == "error" and "404" not in said.text
    return [f"{page.url}: console: {said.text}"] if ours else []
