"""Whole journeys with Tab, Enter, Space and the arrows, and where the focus is, at each step, is seen."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, StorageState, expect

from infra.browser import code_for
from infra.browser import sign_in as sign_in_somehow
from tests.journeys.conftest import CANAL, INBOX, Go

MODERATOR = "idriss.cheriet@ateliers-du-canal.example"
STOPS = 60  # as far as we follow the keyboard on a page

WHERE = """() => {
  const one = document.activeElement
  if (!one || one === document.body) return null
  const around = [one, one.closest('label'), one.closest('.card-link')].filter(Boolean)
  const ringed = around.some(it => {
    const style = getComputedStyle(it)
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
  })
  const box = one.getBoundingClientRect()
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight)
  const [x, y] = [box.left + Math.min(box.width, innerWidth) / 2, (top + bottom) / 2]
  const above = document.elementFromPoint(x, y)
  const seen = bottom - top >= Math.min(box.height, 12) && above
    && (around.some(it => it.contains(above)) || above.contains(one))
  return {name: one.outerHTML.slice(0, 100), ringed, seen: Boolean(seen)}
}"""


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is there."""
    for _ in range(200):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {wanted} on {page.url}")


def follow(page: Page, wanted: Locator) -> None:
    """Reach a link or a button, press Enter, and wait for where it leads."""
    reach(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, field: str, words: str) -> None:
    reach(page, page.locator(f"main [name={field}]").first)
    page.keyboard.type(words)


def sign_in(page: Page, email: str) -> None:
    """From the page of the sign-in to the site, with the mail's code; a newcomer says hello once."""
    asked = time.time()
    write(page, "email", email)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    write(page, "code", code_for(email, INBOX, since=asked))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    while "/bienvenue/" in page.url:
        for box in page.locator("main form input[type=checkbox][required]").all():
            reach(page, box)
            page.keyboard.press("Space")
        write(page, "display_name", "Claude")
        follow(page, page.locator("main form button[type=submit]").first)


def test_a_citizen_proposes_supports_and_answers_without_a_mouse(page: Page, go: Go) -> None:
    go(CANAL, "/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()

    go(CANAL, "/")
    follow(page, page.locator(".site-account a"))
    sign_in(page, f"clavier{time.time_ns() % 10**8}@example.org")

    go(CANAL, "/")
    follow(page, page.get_by_role("link", name=re.compile("La boîte à idées")).first)
    ideas = page.url
    follow(page, page.locator("main a[href$='/proposer/']").first)
    write(page, "title", "Un banc devant l’écluse, à l’ombre")
    reach(page, page.locator("main select[name=theme]"))
    page.keyboard.press("ArrowDown")
    write(page, "body", "Pour attendre le bateau sans rester debout.")
    follow(page, page.locator("main form button.button-large"))
    expect(page.locator("h1")).to_contain_text("Merci")

    go(CANAL, "/mes-contributions/")
    take_back_the_first(page)

    page.goto(ideas)
    follow(page, page.locator("main article .card-title a").first)
    follow(page, page.locator("main form[action$='/soutenir/'] button"))
    expect(page.locator("main form[action$='/soutenir/'] button")).to_have_attribute(
        "aria-pressed", "true"
    )

    go(CANAL, "/")
    follow(page, page.get_by_role("link", name=re.compile("Douze questions")).first)
    follow(page, page.locator("main a[href$='/repondre/']").first)
    reach(page, page.locator("main input[type=radio]").first)
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    for _page in range(5):  # of the questionnaire
        follow(page, page.locator("main form button.button-large"))
        if "Merci" in page.locator("h1").inner_text():
            break
    expect(page.locator("h1")).to_contain_text("Merci")


def take_back_the_first(page: Page) -> None:
    """Through the dialog: left with Escape, which gives the focus back, then confirmed."""
    opener, dialog = page.locator("a[data-dialog]").first, page.locator("dialog[open]")
    reach(page, opener)
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    follow(page, dialog.locator("button.button-danger"))
    expect(page.locator(".messages")).to_contain_text("retirée")


def test_a_moderator_publishes_and_refuses_without_a_mouse(page: Page, go: Go) -> None:
    go(CANAL, "/connexion/?next=/gestion/moderation/")
    sign_in(page, MODERATOR)
    go(CANAL, "/gestion/moderation/")
    waiting = page.locator("article.moderated").count()
    follow(page, page.locator("form.decide > button").first)
    expect(page.locator("article.moderated")).to_have_count(waiting - 1)

    card = page.locator("article.moderated").first
    reach(page, card.locator(".decide-against summary"))
    page.keyboard.press("Enter")
    reason = card.locator(".decide-against :is(select, input[type=radio])").first
    reach(page, reason)
    page.keyboard.press("ArrowDown" if reason.evaluate("it => it.matches('select')") else "Space")
    reach(page, card.locator(".decide-against textarea"))
    page.keyboard.type("Ce message est une annonce de vente, hors du sujet de la concertation.")
    follow(page, card.locator("button.button-danger"))
    expect(page.locator("article.moderated")).to_have_count(waiting - 2)


@pytest.fixture(scope="module")
def team(browser: Browser, port: int) -> StorageState:
    """The cookies of somebody of the team, signed in once."""
    context = browser.new_context()
    sign_in_somehow(context.new_page(), port, CANAL, MODERATOR, INBOX)
    state = context.storage_state()
    context.close()
    return state


@pytest.mark.parametrize(
    "path",
    ["/", "/concertations/", "ideas", "idea", "propose", "/connexion/", "/recepisse/",
     "/gestion/", "/gestion/moderation/", "/gestion/concertations/"],
)  # fmt: skip
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (320, 480)])
def test_the_focus_is_always_seen_and_never_hidden(
    browser: Browser, port: int, team: StorageState, path: str, width: int, height: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
        locale="fr-FR",
        storage_state=team if path.startswith("/gestion") else None,
    )
    page = context.new_page()
    arrive(page, f"http://{CANAL}:{port}", path)
    stops = follow_the_focus(page)
    context.close()
    assert [stop["name"] for stop in stops if not (stop["ringed"] and stop["seen"])] == []
    assert len(stops) >= 4


def arrive(page: Page, site: str, path: str) -> None:
    page.goto(f"{site}{path}" if path.startswith("/") else f"{site}/")
    if path.startswith("/"):
        return
    inside = {"idea": "article .card-title a", "propose": "a[href$='/proposer/']"}.get(path)
    page.get_by_role("link", name=re.compile("La boîte à idées")).first.click()
    page.wait_for_url("**/la-boite-a-idees/")
    if inside:
        with page.expect_navigation():
            page.locator(f"main {inside}").first.click()


def follow_the_focus(page: Page) -> list[dict[str, Any]]:
    stops: list[dict[str, Any]] = []
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        where = page.evaluate(WHERE)
        if where is None:
            break
        stops.append(where)
    return stops
