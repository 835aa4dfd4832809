"""The machine's Chromium, driven by Playwright: for journeys and pictures."""

from __future__ import annotations

import re
import shutil
import time
from email import message_from_string, policy
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
EXECUTABLE = next((found for name in NAMES if (found := shutil.which(name))), None)
CODE = re.compile(r"^\s*(\d{6})\s*$", re.MULTILINE)
PATIENCE = 15.0  # seconds that a mail may take


def mails_to(email: str, inbox: Path, *, since: float = 0) -> list[str]:
    """The mails to an address, newest first, headers and text as they were sent."""
    files = [file for file in inbox.glob("*") if file.stat().st_mtime >= since - 1]
    newest = sorted(files, key=lambda file: file.stat().st_mtime, reverse=True)
    return [text for file in newest if email in (text := file.read_text(errors="replace"))]


def told(mail: str) -> str:
    """What the reader of a mail reads: its subject, and its text without the signs it travels in."""
    message = message_from_string(mail, policy=policy.default)
    part = message.get_body(("plain",))
    return f"{message['subject']}\n{part.get_content() if part else ''}"


def code_for(email: str, inbox: Path, *, since: float) -> str:
    """The code in the newest mail to this address, waited for; TimeoutError where none comes."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for mail in mails_to(email, inbox, since=since):
            if found := CODE.search(mail):
                return found[1]
        time.sleep(0.1)
    raise TimeoutError(f"No mail with a code came for {email}.")


def sign_in(page: Page, port: int, host: str, email: str, inbox: Path) -> None:
    """As a person would: the address, then the code that came by mail."""
    asked = time.time()
    page.goto(f"http://{host}:{port}/connexion/")
    page.locator("main input[type=email]").fill(email)
    page.locator("main form button").first.click()
    page.locator("input[autocomplete=one-time-code]").fill(code_for(email, inbox, since=asked))
    page.locator("main form button").first.click()
    page.wait_for_url(lambda address: "/connexion/" not in address)
