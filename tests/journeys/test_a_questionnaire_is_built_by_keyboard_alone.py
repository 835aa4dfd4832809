"""The builder of questionnaires works by keyboard alone, and without a script: links, buttons and forms."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Locator, Page, expect

from infra.browser import sign_in
from tests.journeys.conftest import CANAL, INBOX

MANAGER = "jeanne.monsterleet@ateliers-du-canal.example"
ASKED = "Que manque-t-il au bar ?"


def enter(page: Page, target: Locator) -> None:
    """The key Enter on what has the focus; where it leads."""
    target.focus()
    expect(target).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tool(page: Page, does: str, label: str) -> Locator:
    """What does something to a question, by the name that a screen reader tells."""
    name = re.compile(f"^{does}.*{re.escape(label)}")
    return page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first


def test_a_question_is_added_moved_copied_and_removed(browser: Browser, port: int) -> None:
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    sign_in(page, port, CANAL, MANAGER, INBOX)
    page.goto(f"http://{CANAL}:{port}/concertations/")
    page.locator("main a[href*='/concertations/']").first.click()
    page.locator("a[href*='/enquete/']").first.click()
    enter(page, page.get_by_role("link", name="Écrire le questionnaire"))

    kinds = page.locator(".builder-section").nth(1).locator(".builder-add")
    kinds.locator("summary").focus()
    page.keyboard.press("Enter")
    enter(page, kinds.get_by_role("link", name="Texte court"))
    page.locator("[name=label]").focus()
    page.keyboard.type(ASKED)
    enter(page, page.get_by_role("button", name="Enregistrer"))
    section = page.locator(".builder-section").nth(1).locator(".builder-label")
    expect(section.last).to_have_text(ASKED)

    enter(page, tool(page, "Monter", ASKED))
    expect(section.nth(-2)).to_have_text(ASKED)
    enter(page, tool(page, "Dupliquer", ASKED))
    expect(section.filter(has_text=ASKED)).to_have_count(2)
    for left in (1, 0):
        enter(page, tool(page, "Supprimer", ASKED))
        enter(page, page.locator("main form button.button-danger"))
        expect(section.filter(has_text=ASKED)).to_have_count(left)
    enter(page, page.get_by_role("button", name="Abandonner"))
    expect(page.locator(".builder-draft")).to_have_count(0)
    context.close()
