"""A citizen whose browser runs no script takes part all the same: signs in, proposes, supports, answers."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Browser, Page, expect

from infra.browser import code_for
from tests.journeys.conftest import CANAL, INBOX


def press(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(f"main {selector}").first.click()


def sign_in(page: Page, site: str, email: str) -> None:
    asked = time.time()
    page.goto(f"{site}/connexion/")
    page.locator("main [name=email]").fill(email)
    press(page, "form button[type=submit]")
    page.locator("main [name=code]").fill(code_for(email, INBOX, since=asked))
    press(page, "form button[type=submit]")
    while "/bienvenue/" in page.url:
        for box in page.locator("main form input[type=checkbox][required]").all():
            box.check()
        page.locator("main [name=display_name]").fill("Claude")
        press(page, "form button[type=submit]")


def test_a_citizen_takes_part_without_a_script(browser: Browser, port: int) -> None:
    site = f"http://{CANAL}:{port}"
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    sign_in(page, site, f"sans-script{time.time_ns() % 10**8}@example.org")

    page.goto(f"{site}/")
    page.get_by_role("link", name=re.compile("La boîte à idées")).first.click()
    ideas = page.url
    press(page, "a[href$='/proposer/']")
    page.locator("main [name=title]").fill("Des bancs sur le quai, près du bar")
    press(page, "form button.button-large")
    expect(page.locator(".errors")).to_be_visible()  # what was typed is kept
    expect(page.locator("main [name=title]")).to_have_value("Des bancs sur le quai, près du bar")
    page.locator("main [name=theme]").select_option(index=1)
    page.locator("main [name=body]").fill("Pour lire au soleil en attendant ses amis.")
    press(page, "form button.button-large")
    expect(page.locator("h1")).to_contain_text("Merci")

    page.goto(ideas)
    press(page, "article .card-title a")
    press(page, "form[action$='/soutenir/'] button")
    expect(page.locator("main [aria-pressed=true]")).to_be_visible()

    page.goto(f"{site}/")
    page.get_by_role("link", name=re.compile("Douze questions")).first.click()
    press(page, "a[href$='/repondre/']")
    page.locator("main input[type=radio]").first.check()
    for _page in range(5):  # of the questionnaire
        press(page, "form button.button-large")
        if "Merci" in page.locator("h1").inner_text():
            break
    expect(page.locator("h1")).to_contain_text("Merci")
    context.close()


def test_a_question_asked_over_the_page_is_also_a_page(browser: Browser, port: int) -> None:
    """Each opener of a dialog is a link to a page that asks the same."""
    page = browser.new_context(java_script_enabled=False, locale="fr-FR").new_page()
    page.goto(f"http://{CANAL}:{port}/styleguide/")
    for opener in page.locator("a[data-dialog]").all():
        assert opener.get_attribute("href"), opener.inner_text()
        dialog = page.locator(f"#{opener.get_attribute('data-dialog')}")
        expect(dialog).to_be_hidden()
    page.context.close()
