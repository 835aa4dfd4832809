"""A session is worth something on the site where it was opened, and nowhere else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.tasks import tidy_up
from tests.cast import World

PROFILE = "/mon-compte/"


def test_the_cookie_of_one_tenant_is_nothing_on_another(region: World, canal: World) -> None:
    browser, elsewhere = region.client(region.citizen), canal.client()
    elsewhere.cookies["sessionid"] = browser.cookies["sessionid"].value
    assert elsewhere.get(PROFILE).status_code == 302
    assert browser.get(PROFILE).status_code == 200


def test_a_session_row_copied_into_another_tenant_opens_nothing(
    region: World, canal: World
) -> None:
    """As a restored backup or a cloned schema would: same session, same person, same password field."""
    browser = region.client(region.citizen)
    with region.use():
        session = browser.session
        data, key = dict(session), session.session_key
        person = User.objects.get(pk=region.citizen.pk)
    with canal.use():
        twin = User(
            pk=person.pk, email=person.email, password=person.password, display_name="Jumelle"
        )
        twin.save(force_insert=True)
        copied = type(session)(session_key=key)
        copied.update(data)
        copied.save(must_create=True)
    assert browser.get(PROFILE, SERVER_NAME=canal.host).status_code == 302


def test_a_persons_session_is_nothing_on_the_platforms_host(region: World) -> None:
    browser = region.client(region.admin)
    answer = browser.get("/exploitation/", SERVER_NAME="localhost")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/exploitation/connexion/")


def test_somebody_whose_account_is_closed_is_signed_out_at_once(region: World) -> None:
    browser = region.client(region.citizen)
    with region.use():
        User.objects.filter(pk=region.citizen.pk).update(is_active=False)
    assert browser.get(PROFILE).status_code == 302


def test_signed_out_visitors_get_no_cookie_from_pages_that_lead_to_sign_in(region: World) -> None:
    browser = Client(SERVER_NAME=region.host)
    assert browser.get(PROFILE).status_code == 302
    assert not browser.cookies


def test_sessions_that_are_over_are_forgotten_at_night(
    region: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the test's transaction must outlive the job
    monkeypatch.setattr("tenants.tasks.close_old_connections", lambda: None)
    browser, other = region.client(region.citizen), region.client(region.neighbour)
    with region.use():
        over = Session.objects.filter(session_key=other.cookies["sessionid"].value)
        over.update(expire_date=timezone.now() - timedelta(minutes=1))
    tidy_up(timestamp=0)
    with region.use():
        assert Session.objects.count() == 1
    assert browser.get(PROFILE).status_code == 200
