"""In a real browser: text becomes no markup, the site works offline and is freed of its worker."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Error, Page

from tests.journeys.conftest import BROKEN, CANAL, REGION, VIOLATIONS, Go

CONTROLLED = "navigator.serviceWorker.ready.then(() => true)"


@pytest.mark.parametrize(
    ("deed", "directive"),
    [
        ("document.body.innerHTML = '<b>x</b>'", "require-trusted-types-for"),
        ("navigator.serviceWorker.register('/autre.js')", "require-trusted-types-for"),
        ("trustedTypes.createPolicy('autre', {createHTML: (text) => text})", "trusted-types"),
        (
            (
                "document.body.append(Object.assign(document.createElement('style'), "
                "{textContent: 'p {color: red}'}))"
            ),
            "style-src-elem",
        ),
        ("new Image().src = 'https://ailleurs.example/pixel.png'", "img-src"),
    ],
)
def test_what_the_policy_forbids_is_stopped_and_noticed(
    page: Page, go: Go, deed: str, directive: str
) -> None:
    go(CANAL, "/")
    try:
        page.evaluate(f"() => {{ {deed} }}")
    except Error:
        pass  # trusted types also throw
    page.wait_for_timeout(200)
    found = "\n".join(VIOLATIONS)
    assert BROKEN in found
    assert directive in found
    VIOLATIONS.clear()  # wanted, here


def test_facts_for_search_engines_are_data_and_no_script(page: Page, go: Go) -> None:
    go(REGION, "/concertations/")
    assert page.locator("script[type='application/ld+json']").count() == 1
    page.wait_for_timeout(200)
    assert not VIOLATIONS


def test_suggestions_still_come_while_one_writes(page: Page, port: int, go: Go) -> None:
    go("localhost", "/ouvrir/")
    assert page.locator("form").first.is_visible()
    go(CANAL, "/concertations/saison-prochaine/propositions/la-boite-a-idees/")
    title = page.locator("main .card-title, main h3").first.inner_text()
    go(CANAL, "/concertations/saison-prochaine/propositions/la-boite-a-idees/proposer/")
    page.locator("#id_title").fill(title)
    page.locator("#similar a").first.wait_for()
    assert title[:20] in page.locator("#similar").inner_text()


def test_without_a_network_a_page_of_ours_says_so(browser: Browser, port: int) -> None:
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(f"http://{CANAL}:{port}/")
    page.evaluate(CONTROLLED)
    page.goto(f"http://{CANAL}:{port}/concertations/")  # the worker stands behind this one
    assert page.evaluate("navigator.serviceWorker.controller?.state") == "activated"
    context.set_offline(True)
    page.goto(f"http://{CANAL}:{port}/concertations/?page=2")
    assert page.locator("h1").inner_text() == "Vous êtes hors connexion"
    assert page.evaluate("getComputedStyle(document.querySelector('.sheet')).borderRadius") != "0px"
    context.set_offline(False)
    page.get_by_role("link", name="Réessayer").click()
    page.get_by_role("heading", name="Concertations", level=1).wait_for()
    assert page.url.endswith("?page=2")
    kept = page.evaluate(
        """async () => { const found = [];
        for (const name of await caches.keys())
          for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname);
        return found; }"""
    )
    assert {path for path in kept if not path.endswith(".css")} == {"/hors-ligne/"}
    assert context.cookies() == []
    context.close()


def test_a_site_without_its_worker_works_as_before(browser: Browser, port: int) -> None:
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(f"http://{REGION}:{port}/")
    page.evaluate(CONTROLLED)
    page.evaluate("navigator.serviceWorker.ready.then((one) => one.unregister())")
    page.goto(f"http://{REGION}:{port}/concertations/")
    assert page.locator("h1").inner_text() == "Concertations"
    context.close()
