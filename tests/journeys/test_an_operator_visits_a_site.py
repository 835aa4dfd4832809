"""An operator signs in with a telephone made known, finds a site, looks inside, comes out; axe watches."""

from __future__ import annotations

import time

from playwright.sync_api import Browser, Page

from infra.browser import code_for
from operators.demo import EMAIL, PASSWORD
from tests.journeys.conftest import CANAL, INBOX
from tests.journeys.test_every_page_is_accessible import LOOKS, faults


def test_from_the_sign_in_to_the_end_of_a_visit(browser: Browser, port: int) -> None:
    page = browser.new_context(**LOOKS["narrow, dark"]).new_page()  # type: ignore[arg-type]
    found = []
    page.goto(f"http://localhost:{port}/exploitation/")
    found += faults(page)
    enter(page, found)
    page.goto(f"http://localhost:{port}/exploitation/?q=ateliers")
    found += faults(page)
    page.locator(".tenants tbody a").first.click()
    for summary in page.locator("details.disclosure > summary").all():
        summary.click()
    found += faults(page)
    for path in ("verifications/", "journal/", "mon-acces/"):
        page.goto(f"http://localhost:{port}/exploitation/{path}")
        found += faults(page)
    page.goto(f"http://localhost:{port}/exploitation/?q=ateliers")
    page.locator(".tenants tbody a").first.click()
    page.get_by_text("Visiter le site").first.click()
    page.locator("[name=visit-reason]").fill("Le logo ne s’affiche pas.")
    page.get_by_role("button", name="Demander un accès").click()
    found += faults(page)
    page.get_by_role("link", name="Visiter le site").click()
    page.wait_for_url(f"http://{CANAL}:{port}/gestion/")
    found += faults(page)
    page.get_by_role("button", name="Terminer la visite").click()
    page.goto(f"http://{CANAL}:{port}/gestion/")
    assert "/connexion/" in page.url
    assert found == []


def enter(page: Page, found: list[str]) -> None:
    """The password, then the code that development leaves in the inbox; recovery codes the first time."""
    page.locator("[name=email]").fill(EMAIL)
    page.locator("[name=password]").fill(PASSWORD)
    asked = time.time()
    page.get_by_role("button", name="Continuer").click()
    page.locator("[name=code]").fill(code_for(EMAIL, INBOX, since=asked))
    found += faults(page)
    page.get_by_role("button", name="Se connecter").click()
    kept = page.get_by_role("link", name="Je les ai gardés")
    kept.wait_for()
    found += faults(page)
    kept.click()
