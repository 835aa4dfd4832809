"""The chain that the platform exists for, in a browser: a commune opens its site, asks, hears, answers and
closes; a citizen without an account sees what became of their words."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Browser, Locator, Page, expect

from infra.browser import code_for
from tests.journeys.conftest import INBOX, Go, wait_for_mail

MAYOR = "maire@villeneuve.example.org"
SLUG = "imaginons-notre-quartier"  # the starting template's
CITIZEN = "sophie@example.org"


def press(page: Page, words: str) -> None:
    """Press the button or follow the link that says these words, and wait for where it leads."""
    found = page.get_by_role("button", name=re.compile(words, re.IGNORECASE))
    follow(page, found.or_(page.get_by_role("link", name=re.compile(words, re.IGNORECASE))).first)


def follow(page: Page, link: Locator) -> None:
    with page.expect_navigation():
        link.click()


def open_a_site(page: Page, go: Go, slug: str, port: int) -> str:
    """The four steps of the sign-up; the host of the site that then exists."""
    go("localhost", "/ouvrir/")
    page.get_by_label("Commune", exact=True).check()
    page.locator("[name=name]").fill("Villeneuve-sur-Lys")
    page.locator("[name=identifier]").fill("215 900 002")
    page.locator("[name=person_name]").fill("Anne Mairesse")
    page.locator("[name=email]").fill(MAYOR)
    page.get_by_label(re.compile("au nom de")).check()
    asked = time.time()
    press(page, "Continuer")
    page.locator("input[name=code]").fill(code_for(MAYOR, INBOX, since=asked))
    press(page, "Continuer")
    page.locator("[name=slug]").fill(slug)
    press(page, "Continuer")
    page.locator("[name=colour]").fill("#ffd000")
    page.get_by_label(re.compile("Concertation de quartier")).check()
    press(page, "Ouvrir mon site")
    page.wait_for_url(f"http://{slug}.localhost:{port}/gestion/")
    return f"{slug}.localhost"


def test_a_commune_opens_its_site_asks_hears_answers_and_gives_account(
    page: Page, browser: Browser, go: Go, port: int
) -> None:
    host = open_a_site(page, go, f"villeneuve-{time.time_ns() % 10**8}", port)
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    say_who_answers(page, go, host)
    publish(page, go, host)
    code = propose(browser, host, port)
    moderate(page, go, host)
    expect(receipt(browser, host, port, code)).to_contain_text("Publiée")

    answer(page, go, host)
    page_of_receipt = receipt(browser, host, port, code)
    expect(page_of_receipt).to_contain_text("Retenue")
    expect(page_of_receipt).to_contain_text("trois bancs")
    wait_for_mail(CITIZEN, "trois bancs")

    close(page, go, host)
    go(host, f"/concertations/{SLUG}/bilan/")
    expect(page.locator("main")).to_contain_text("Des bancs, de l’ombre")
    go(host, "/")
    expect(page.locator("main")).to_contain_text("Terminée")


def say_who_answers(page: Page, go: Go, host: str) -> None:
    """The law asks who answers for the site before anything is published: three short pages."""
    go(host, f"/gestion/concertations/{SLUG}/")
    press(page, "Donnez son adresse postale")
    page.locator("[name=legal_address]").fill("1 place de la Mairie\n59000 Villeneuve-sur-Lys")
    page.locator("[name=phone]").fill("03 53 01 12 34")
    page.locator("[name=contact_email]").fill(MAYOR)
    page.locator("[name=publication_director]").fill("Anne Mairesse")
    press(page, "^Enregistrer$")
    press(page, "délégué à la protection des données")
    page.locator("[name=dpo_email]").fill("donnees@villeneuve.example.org")
    press(page, "^Enregistrer$")
    press(page, "Relisez et datez")
    press(page, "^Enregistrer$")
    expect(page.locator("main")).to_contain_text("Tout y est")


def publish(page: Page, go: Go, host: str) -> None:
    """Everything is prepared by the template: bring the opening forward, and publish."""
    go(host, f"/gestion/concertations/{SLUG}/etapes/vos-idees-pour-le-quartier/")
    page.locator("input[name=opens_at]").fill("2026-01-05T09:00")
    press(page, "Enregistrer")
    go(host, f"/gestion/concertations/{SLUG}/")
    press(page, "^Publier$")
    expect(page.locator("main")).to_contain_text("Publié")


def propose(browser: Browser, host: str, port: int) -> str:
    """A citizen without an account writes, on a phone; the code of the receipt."""
    phone = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR").new_page()
    phone.goto(f"http://{host}:{port}/")
    press(phone, "Vos idées pour le quartier")
    follow(phone, phone.locator("main a[href$='/proposer/']").first)
    phone.locator("[name=title]").fill("Des bancs à l’ombre sur la place")
    phone.locator("select[name=theme]").select_option(index=1)
    phone.locator("textarea[name=body]").fill(
        "Les personnes âgées n’ont nulle part où s’asseoir l’été."
    )
    phone.locator("input[name=author_name]").fill("Sophie")
    phone.locator("input[name=contact]").fill(CITIZEN)
    press(phone, "Envoyer ma proposition")
    expect(phone.locator("h1")).to_contain_text("Merci")
    code = phone.locator("main code").first.inner_text()
    phone.context.close()
    return code


def moderate(page: Page, go: Go, host: str) -> None:
    go(host, "/gestion/moderation/")
    expect(page.locator("main")).to_contain_text("Des bancs à l’ombre")
    follow(page, page.locator("form.decide button[name=verdict]").first)
    expect(page.locator("main")).to_contain_text("Rien à modérer")


def receipt(browser: Browser, host: str, port: int, code: str) -> Locator:
    """What the page of the receipt says, opened by typing its code."""
    visitor = browser.new_context(locale="fr-FR").new_page()
    visitor.goto(f"http://{host}:{port}/recepisse/")
    visitor.locator("main input[type=text]").fill(code.lower().replace("-", " "))
    follow(visitor, visitor.locator("main form button"))
    return visitor.locator("main")


def answer(page: Page, go: Go, host: str) -> None:
    go(host, "/gestion/reponses/")
    press(page, "Des bancs à l’ombre")
    page.get_by_label("Retenue", exact=True).check()
    page.locator("textarea[name=body]").fill(
        "Oui : trois bancs seront posés avant l’été, sous les tilleuls."
    )
    press(page, "Publier la réponse")
    expect(page.locator("main")).to_contain_text("Retenue")


def close(page: Page, go: Go, host: str) -> None:
    """Closing takes an outcome: what was heard, what is decided."""
    go(host, f"/gestion/concertations/{SLUG}/bilan/")
    page.locator("[name=summary]").fill("Des bancs, de l’ombre : voici ce que nous avons entendu.")
    page.locator("[name=heard]").fill("Vous voulez pouvoir vous asseoir sur la place.")
    page.locator("[name=decided]").fill("Trois bancs seront posés avant l’été.")
    press(page, "Publier")
    go(host, f"/gestion/concertations/{SLUG}/bilan/")
    page.get_by_label(re.compile("J’ai compris")).check()
    press(page, "Clore")
    expect(page.locator("main")).to_contain_text("clos")
