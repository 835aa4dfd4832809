"""In development, mails are read on the site itself."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.filebased import EmailBackend
from django.test import Client

from notifications import urls
from tests.cast import World

INBOX = "/courrier/"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """An inbox of the test's own."""
    settings.INBOX = tmp_path
    return tmp_path


def write(
    folder: Path, subject: str, html: str = "<html><head></head><body>Bonjour</body></html>"
) -> None:
    """A mail as Django's file backend leaves it."""
    mail = EmailMultiAlternatives(
        subject, f"Le texte de {subject}", "Région <a@example.org>", ["b@example.org"]
    )
    mail.attach_alternative(html, "text/html")
    EmailBackend(file_path=str(folder), alias="default").send_messages([mail])


def test_the_newest_mail_stands_first_on_every_host(region: World, folder: Path) -> None:
    write(folder, "Un premier courriel")
    write(folder, "Votre code : 123 456")
    for host in (region.host, "localhost"):
        page = Client(SERVER_NAME=host).get(INBOX).text
        assert page.index("Votre code : 123 456") < page.index("Un premier courriel")
        assert "b@example.org" in page


def test_an_empty_inbox_says_what_to_do(region: World, folder: Path) -> None:
    folder.rmdir()
    assert "Pas encore de courriel" in region.client().get(INBOX).text


def test_a_mail_shows_its_text_and_its_html_in_a_frame_that_can_do_nothing(
    region: World, folder: Path
) -> None:
    write(
        folder,
        "Bonjour",
        html="<html><head></head><body><script>alert(1)</script><p>Salut</p></body></html>",
    )
    visitor = region.client()
    [mail] = visitor.get(INBOX).context["mails"]
    page = visitor.get(f"{INBOX}{mail.key}/")
    assert "Le texte de Bonjour" in page.text
    assert "alert(1)" not in page.text
    body = visitor.get(f"{INBOX}{mail.key}/html/")
    policy = body.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox allow-top-navigation-by-user-activation" in policy
    assert body.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert not visitor.cookies


@pytest.mark.parametrize("key", ["inconnu-0", "20260101-000000-1-7", "..-0"])
def test_an_unknown_mail_is_a_404(region: World, folder: Path, key: str) -> None:
    write(folder, "Bonjour")
    assert region.client().get(f"{INBOX}{key}/").status_code == 404
    assert region.client().get(f"{INBOX}{key}/html/").status_code == 404


def test_in_production_there_is_no_inbox(settings: Any) -> None:
    settings.PRODUCTION = True
    try:
        assert importlib.reload(urls).urlpatterns == []
    finally:
        settings.PRODUCTION = False
        importlib.reload(urls)
