"""Pictures taken on the way: the sign-up, an operator who signs in, a refusal that is contested."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from infra.browser import PATIENCE, code_for, mails_to, sign_in, told
from infra.looks import ROOT, Look, keep, window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def enter_console(page: Page, port: int, look: Look, inbox: Path) -> None:
    """An operator signs in, and looks at one site; each step as it appears."""
    from operators.demo import EMAIL, PASSWORD

    forget = [
        "manage.py",
        "create_operator",
        EMAIL,
        "--forget-telephone",
    ]  # as at the first sign-in
    subprocess.run([sys.executable, *forget], cwd=ROOT, check=True)

    page.goto(f"http://localhost:{port}/exploitation/")
    keep(page, "exploitation-connexion", look)
    page.locator("[name=email]").fill(EMAIL)
    page.locator("[name=password]").fill(PASSWORD)
    asked = time.time()
    page.locator("main form .button").first.click()
    page.locator("[name=code]").fill(code_for(EMAIL, inbox, since=asked))
    keep(page, "exploitation-code", look)
    page.locator("main form .button").first.click()
    page.wait_for_load_state()
    keep(page, "exploitation-secours", look)
    page.goto(f"http://localhost:{port}/exploitation/?order=month")
    page.locator(".tenants tbody a").first.click()
    keep(page, "exploitation-site", look)
    for summary in page.locator("details.disclosure > summary").all():
        summary.click()
    keep(page, "exploitation-site-ouvert", look)
    page.locator("[name=visit-reason]").fill("Le logo ne s’affiche pas, ticket 12")
    page.locator("form[action$='visiter/'] .button").click()
    keep(page, "exploitation-acces-pret", look)
    visitor = page.context.new_page()
    visitor.goto(str(page.locator("main a.button").first.get_attribute("href")))
    keep(visitor, "exploitation-visite", look)
    visitor.close()


def sign_up(page: Page, port: int, look: Look, inbox: Path) -> None:
    """The four steps, each as it first appears, and the workspace where they lead."""
    mark = f"{time.time_ns() % 10**8}"
    email = f"maire{mark}@example.org"
    page.goto(f"http://localhost:{port}/ouvrir/")
    keep(page, "ouvrir-1-vous", look)
    page.get_by_label("Commune", exact=True).check()
    for name, value in {
        "name": "Villeneuve-sur-Lys",
        "identifier": "215 900 002",
        "person_name": "Anne Mairesse",
        "email": email,
    }.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=entitled]").check()
    asked = time.time()
    go_on(page)
    keep(page, "ouvrir-2-code", look)
    page.locator("[name=code]").fill(code_for(email, inbox, since=asked))
    go_on(page)
    page.locator("[name=slug]").fill(f"villeneuve-{mark}")
    keep(page, "ouvrir-3-adresse", look)
    go_on(page)
    page.locator("[name=colour]").fill("#ffd000")
    page.wait_for_timeout(800)
    keep(page, "ouvrir-4-couleurs", look)
    go_on(page)
    page.wait_for_url("**/gestion/")
    keep(page, "ouvrir-5-espace", look)


def go_on(page: Page) -> None:
    page.locator("main form .button-large").first.click()
    page.wait_for_load_state()


def contest(browser: Browser, port: int, look: Look, inbox: Path, host: str, admin: str) -> None:
    """A moderator refuses a text, its author contests, and an administrator answers or suspends."""
    moderator, author, answerer = (window(browser, look) for _who in range(3))
    sign_in(moderator, port, host, f"idriss.cheriet@{admin.partition('@')[2]}", inbox)
    moderator.goto(f"http://{host}:{port}/gestion/moderation/")
    card = moderator.locator("article.moderated").first
    card.locator(".decide-against summary").click()
    card.locator("select[name=reason]").select_option("off_topic")
    card.locator("[name=explanation]").fill("La question porte sur la saison prochaine.")
    keep(moderator, "moderation-refus", look)
    asked = time.time()
    card.locator("button.button-danger").click()
    author.goto(_link_in_mail("/contester/", inbox, since=asked))
    keep(author, "recours-contester", look)
    author.locator("main textarea").fill("Mon idée est bien pour la saison : relisez-la.")
    author.locator("main form .button").click()
    keep(author, "recours-suivi", look)
    sign_in(answerer, port, host, admin, inbox)
    answerer.goto(f"http://{host}:{port}/gestion/moderation/recours/")
    answerer.locator(".list-lined a").first.click()
    keep(answerer, "moderation-recours-repondre", look)
    answerer.locator(".workspace-main a[href*='/gestion/moderation/0']").first.click()
    keep(answerer, "moderation-texte", look)
    answerer.locator("a[href$='/suspendre/']").click()
    keep(answerer, "moderation-suspendre", look)


def _link_in_mail(part: str, inbox: Path, *, since: float) -> str:
    """The address with this part in it, in a mail that comes by now; TimeoutError where none does."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for mail in mails_to("@", inbox, since=since):
            if found := re.search(rf"http\S*{part}\S+", told(mail)):
                return found[0]
        time.sleep(0.1)
    raise TimeoutError(f"No mail with {part} came.")
