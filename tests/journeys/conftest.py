"""Journeys: a real browser, the production server, a real worker, mails that arrive, a database of their own.

They know the platform as people do: through its pages and its mails, never through its tables.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from infra import browser as browser_tools
from infra.browser import ARGUMENTS, EXECUTABLE, told
from infra.serving import ROOT, served, worked
from tests import database
from tests.demonstration import planted

REGION, CANAL = "hauts-de-france.localhost", "les-ateliers-du-canal.localhost"
MISSING = "SKIPPED: no Chromium here, so no journey in a browser (Debian: apt install chromium)"
NAME = f"{database.NAME}_journeys"
VAR = ROOT / "var/tests" / NAME
INBOX = VAR / "mail"
# What the policy of a page stops, trusted types included, in words of ours.
BROKEN = "POLICY BROKEN"
TELL_VIOLATIONS = f"""document.addEventListener("securitypolicyviolation", (told) => console.info(
  `{BROKEN} at ${{location.pathname}}: ${{told.effectiveDirective}} stops ${{told.blockedURI}} `
  + `${{told.sample}} (${{told.sourceFile}}:${{told.lineNumber}})`));"""
VIOLATIONS: list[str] = []
type Go = Callable[[str, str], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def port() -> Iterator[int]:
    """The platform with its demonstration and its worker; the port it is served on."""
    if EXECUTABLE is None:
        warnings.warn(MISSING, stacklevel=1)
        pytest.skip(MISSING)
    with (
        planted(NAME, VAR) as (web, owner),
        served(web, VAR, mode="development") as port,
        worked(web, owner, VAR, port),
    ):
        yield port


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What each open page said when a journey failed: a CI keeps its words, never its pictures."""
    report = yield
    browser = getattr(item, "funcargs", {}).get("browser")
    if report.failed and call.when == "call" and browser:
        for page in (page for context in browser.contexts for page in context.pages):
            report.sections.append((page.url, page.locator("body").inner_text(timeout=2_000)))
    return report


@pytest.fixture(scope="module")
def browser(port: int) -> Iterator[Browser]:
    """The system's Chromium, for one file of tests: its event loop must not outlive it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
        watch(browser)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def no_page_breaks_the_policy() -> Iterator[None]:
    """Whatever a journey is about: a page that its own Content-Security-Policy stops is broken."""
    VIOLATIONS.clear()
    yield
    assert not VIOLATIONS, "\n".join(dict.fromkeys(VIOLATIONS))


def watch(browser: Browser) -> None:
    """Note in VIOLATIONS what the policy stops in any page of any window opened from now on."""
    open_window = browser.new_context

    def new_context(**options: Any) -> BrowserContext:
        context = open_window(**options)
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", _note)
        return context

    browser.new_context = new_context  # type: ignore[method-assign]


def _note(said: ConsoleMessage) -> None:
    if said.text.startswith(BROKEN):
        VIOLATIONS.append(said.text)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A browser that has never been here."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="fr-FR")
    yield context.new_page()
    context.close()


@pytest.fixture
def go(page: Page, port: int) -> Go:
    """Open a path of a host in the browser."""

    def open_page(host: str, path: str) -> None:
        page.goto(f"http://{host}:{port}{path}")

    return open_page


def wait_for_mail(email: str, words: str) -> None:
    """A mail with these words reaches this address: the worker sends it."""
    deadline = time.monotonic() + browser_tools.PATIENCE
    while time.monotonic() < deadline:
        if any(words in told(mail) for mail in browser_tools.mails_to(email, INBOX)):
            return
        time.sleep(0.1)
    raise AssertionError(f"no mail told {email}: {words}")
