"""A survey answered with one thumb on a telephone, without an account, interrupted and taken up again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import CANAL

WORDS = "Un atelier vélo le samedi."
# What one thumb and two eyes do: 1.5 s to move and tap; 29 words of five letters a minute with one finger
# (Palin and others, 2019); 238 words read a minute (Brysbaert, 2019).
A_TAP, A_LETTER, A_WORD = 1.5, 60 / (29 * 5), 60 / 238  # seconds
THREE_MINUTES = 180.0
TARGET = 44  # pixels, of what a thumb hits


@dataclass
class Thumb:
    """One thumb on a telephone: it taps and types, and nothing else; what that takes is counted."""

    page: Page
    taps: int = 0
    letters: int = 0
    words_read: int = 0

    def tap(self, target: Locator) -> None:
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= TARGET, f"{target} is {box['height']} px high"
        target.tap()
        self.taps += 1

    def choose(self, question: str, answer: str) -> None:
        """One tap on the words of an answer."""
        words = re.compile(rf"^\s*{answer.replace(' ', r'\s')}\s*$")
        self.tap(self.asked(question).locator("label", has_text=words))

    def pick(self, list_: Locator, answer: str) -> None:
        """Two taps: a list opens, and a line of it is chosen."""
        box = list_.bounding_box()
        assert box is not None
        assert box["height"] >= TARGET
        list_.select_option(answer)
        self.taps += 2

    def write(self, question: str, words: str) -> None:
        self.tap(self.asked(question).locator("textarea"))
        self.page.keyboard.type(words)
        self.letters += len(words)

    def asked(self, question: str) -> Locator:
        return self.page.locator(".survey-question", has_text=question)

    def go_on(self, words: str) -> None:
        """Read the page through, then on to the next."""
        self.words_read += len(self.page.locator(".survey-page").inner_text().split())
        self.tap(self.page.get_by_role("button", name=words))

    @property
    def seconds(self) -> float:
        return self.taps * A_TAP + self.letters * A_LETTER + self.words_read * A_WORD


@pytest.fixture
def telephone(browser: Browser) -> Iterator[Page]:
    """A small screen that is touched."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="fr-FR"
    )
    yield context.new_page()
    context.close()


def open_survey(page: Page, port: int) -> None:
    page.goto(f"http://{CANAL}:{port}/concertations/")
    page.locator("main a[href*='/concertations/']").first.tap()
    page.locator("a[href*='/enquete/']").first.tap()
    page.get_by_role("link", name="Répondre à l’enquête").tap()


def test_a_guest_is_interrupted_goes_back_and_loses_nothing(telephone: Page, port: int) -> None:
    page = telephone
    open_survey(page, port)
    page.get_by_role("button", name="Continuer").tap()
    expect(page.locator(".errors")).to_contain_text("Merci de répondre à cette question.")
    page.get_by_text("Chaque semaine").tap()
    page.get_by_role("button", name="Continuer").tap()
    expect(page.locator("h1")).to_have_text("Votre dernière venue")
    page.get_by_text("À vélo").or_(page.locator("select")).first.select_option("À vélo")
    page.get_by_role("link", name="Revenir").tap()
    expect(page.get_by_role("radio", name="Chaque semaine")).to_be_checked()
    for _page in range(3):
        page.get_by_role("button", name="Continuer").tap()
        page.wait_for_load_state()
    page.locator("textarea").fill(WORDS)
    page.get_by_role("button", name="Envoyer mes réponses").dblclick()
    expect(page.locator(".survey-code")).to_have_text(re.compile(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}"))
    expect(page.locator("main")).to_contain_text(WORDS)


def test_twelve_questions_take_one_thumb_less_than_three_minutes(
    telephone: Page, port: int
) -> None:
    open_survey(telephone, port)
    thumb = Thumb(telephone)
    thumb.choose("Vous venez aux Ateliers", "Chaque semaine")
    thumb.choose("Quand êtes-vous disponible", "Le samedi matin")
    thumb.choose("bien accueilli", "4")
    thumb.go_on("Continuer")
    thumb.choose("comment êtes-vous reparti", "Plutôt content ou contente")
    thumb.tap(thumb.asked("Combien d’étoiles").locator(".scale-step").nth(3))
    thumb.pick(thumb.asked("Comment êtes-vous venu").locator("select"), "À vélo")
    thumb.choose("Comment saviez-vous", "Par quelqu’un")
    thumb.go_on("Continuer")
    ranks = thumb.asked("les deux projets").locator("select")
    thumb.pick(ranks.nth(2), "1")
    thumb.pick(ranks.nth(0), "2")
    for place, question in enumerate(["ces deux idées", "à la hauteur"]):
        for row in thumb.asked(question).locator(".matrix-row").all():
            thumb.tap(row.locator(".matrix-cell").nth(1 + place))
    thumb.go_on("Continuer")
    thumb.choose("quel prix", "10 euros")
    thumb.write("Une envie", WORDS)
    thumb.go_on("Envoyer mes réponses")
    expect(telephone.locator(".survey-code")).to_be_visible()
    copy = telephone.locator("section", has=telephone.locator("#copy"))
    expect(copy.locator("dt")).to_have_count(12)
    wide = telephone.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide, "nothing is wider than the telephone"
    assert thumb.taps <= 24
    assert thumb.seconds < THREE_MINUTES
