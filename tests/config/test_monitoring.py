"""Sentry hears of errors, by tenant, and nothing of persons; without a DSN it hears nothing."""

from __future__ import annotations

from typing import Any

import pytest
import sentry_sdk
from django.test import RequestFactory
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from config import monitoring
from tests.cast import World

WORD = "chaus" + "settes"  # what a citizen sent; whole nowhere in the source that an event quotes


class Ear(Transport):
    """Stands for Sentry's servers: keeps what would be sent to them."""

    heard: list[Any] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.heard += [event for item in envelope.items if (event := item.get_event())]


@pytest.fixture
def heard(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    settings.SENTRY_DSN = "https://key@sentry.invalid/1"
    begin = sentry_sdk.init
    monkeypatch.setattr(sentry_sdk, "init", lambda **options: begin(transport=Ear, **options))
    Ear.heard.clear()
    monitoring.start()
    yield Ear.heard
    begin(dsn=None)


def fail(request: Any) -> Any:
    """A view whose error Django would hand to Sentry, with what was sent at hand."""
    text = request.POST["body"]
    try:
        raise ValueError("broken")
    except ValueError as error:
        sentry_sdk.capture_exception(error)
    return text


def test_an_error_is_tagged_by_tenant_and_scrubbed(
    region: World, heard: list[dict[str, Any]]
) -> None:
    request = RequestFactory().post(
        f"/concertations/?q={WORD}", {"body": WORD}, headers={"cookie": f"session={WORD}"}
    )
    with sentry_sdk.isolation_scope(), region.use():
        monitoring.TenantTag(fail)(request)
    (event,) = heard
    assert event["tags"]["tenant"] == region.tenant.id.hex
    assert WORD not in str(event)
    assert region.tenant.name not in str(event)


def test_scrubbing_keeps_the_method_and_the_address_alone() -> None:
    event = {
        "request": {"method": "POST", "url": "http://x/y?email=a@b", "data": "x", "cookies": "y"},
        "user": {"email": "a@b"},
        "breadcrumbs": [1],
    }
    assert monitoring.scrub(event, {}) == {"request": {"method": "POST", "url": "http://x/y"}}


def test_nothing_is_started_without_a_dsn(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SENTRY_DSN = ""
    monkeypatch.setattr(sentry_sdk, "init", lambda **_: pytest.fail("started"))
    monitoring.start()
