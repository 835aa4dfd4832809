"""The target: a hundred texts decided in five minutes. Ten are, and the keystrokes of each are counted."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Browser, Page, expect

from infra.browser import sign_in
from tests.journeys.conftest import CANAL, INBOX, Go

MODERATOR = "idriss.cheriet@ateliers-du-canal.example"
TITLES = [  # as unlike each other as can be: the form warns of what was said already
    "Abri pour vélos",
    "Cours de vielle à roue",
    "Jardin des écoliers",
    "Piano en libre service",
    "Fontaine rafraîchissante",
    "Marché du soir",
    "Bibliothèque ambulante",
    "Skatepark couvert",
    "Chorale interquartiers",
    "Toilettes publiques",
]
TEXTS = len(TITLES)
SECONDS = 30  # for ten texts, three seconds each: the machine's part; reading is the moderator's
HAND_IN = """async (titles) => {
  const form = document.querySelector("main form:has([name=title])")
  for (const title of titles) {
    const typed = new FormData(form, form.querySelector("button.button-large"))
    typed.delete("sheet") // each is another page sent
    typed.set("title", title)
    typed.set("body", `Annonce à lire : ${title}, tout est sur https://annonce.example`)
    const theme = form.querySelector("select[name=theme]")
    if (theme) typed.set("theme", theme.options[1].value)
    await fetch(form.getAttribute("action") || location.href, {method: "POST", body: typed})
  }
}"""


class Keyboard:
    """Presses keys, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1


def test_ten_texts_take_a_key_each_and_a_refusal_three(
    browser: Browser, page: Page, go: Go, port: int
) -> None:
    sign_in(page, port, CANAL, MODERATOR, INBOX)
    go(CANAL, "/gestion/moderation/regles/")
    page.locator("main input[name=holds_links]").check()
    page.locator("main form button[type=submit]").click()
    visitor = browser.new_context(locale="fr-FR").new_page()
    visitor.goto(f"http://{CANAL}:{port}/")
    visitor.get_by_role("link", name=re.compile("La boîte à idées")).first.click()
    visitor.locator("main a[href$='/proposer/']").first.click()
    visitor.evaluate(HAND_IN, TITLES)
    visitor.context.close()

    go(CANAL, "/gestion/moderation/?kind=proposals&par=100")
    ours = page.locator("article.moderated", has_text="Annonce à lire")
    expect(ours).to_have_count(TEXTS)
    expect(ours.first).to_contain_text("Contient un lien")
    others = page.locator("article.moderated").count() - TEXTS
    keyboard = Keyboard(page)
    page.locator("[data-read]").click()
    for _other in range(others):
        keyboard.press("j")
    expect(ours.first.locator("h2")).to_be_focused()

    keyboard.pressed, begun = 0, time.monotonic()
    for number in range(TEXTS):
        keyboard.press(*(("r", "4", "Enter") if number % 5 == 4 else ("p",)))
    expect(page.locator("article[data-decided] p")).to_have_count(TEXTS if others else 0)
    assert keyboard.pressed == (TEXTS - 2) + 2 * 3
    assert time.monotonic() - begun < SECONDS

    go(CANAL, "/gestion/moderation/?kind=proposals&par=100")
    expect(ours).to_have_count(0)
    go(CANAL, "/gestion/moderation/decisions/")
    latest = page.locator("main ol > li", has_text=re.compile("|".join(TITLES)))
    expect(latest).to_have_count(TEXTS)
    expect(latest.filter(has_text="Publicité")).to_have_count(2)
