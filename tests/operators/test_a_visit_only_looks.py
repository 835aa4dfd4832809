"""An operator enters a site by a link good once and for a minute, looks for half an hour, changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import InternalError, connections
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from operators import visits
from operators.models import Operator, Visit
from tenants import hosts, life
from tenants.current import looking_only, writing_anyway
from tenants.models import Event
from tests.cast import World
from tests.isolation.planted import speak_english
from tests.operators.conftest import signed_in
from tests.tenants.conftest import make_text

REASON = "Le logo ne s’affiche pas, ticket 12."
LINK = re.compile(r'href="(http://[^"]+/visite/[^"]+)"')


@pytest.fixture
def site(open_site: Callable[[str], World]) -> World:
    """A site of its own, committed: what the database refuses shows only so."""
    return open_site("visitee")


def link(site: World, sacha: Operator) -> str:
    """The path of a fresh way in."""
    return visits.ask(site.tenant, reason=REASON, by=sacha).split(":8000", 1)[1]


def visiting(site: World, sacha: Operator) -> Client:
    """The operator's browser on the site, inside."""
    client = site.client()
    answer = client.get(link(site, sacha))
    assert answer.headers["Location"] == "/gestion/"
    return client


def test_the_console_gives_a_link_for_a_reason(site: World, sacha: Operator) -> None:
    console, address = signed_in(sacha), f"/exploitation/sites/{site.tenant.pk}/visiter/"
    refused = console.post(address, {"visit-reason": " "})
    assert LINK.search(refused.text) is None
    found = LINK.search(console.post(address, {"visit-reason": REASON}).text)
    assert found is not None
    assert site.host in found[1]
    assert site.client().get(found[1].split(":8000", 1)[1]).status_code == 302


def test_the_visit_shows_what_an_administrator_sees_and_says_so_on_each_page(
    site: World, sacha: Operator
) -> None:
    client = visiting(site, sacha)
    for path in ("/gestion/", "/gestion/equipe/", "/"):
        page = client.get(path)
        assert page.status_code == 200, path
        assert "Vous visitez ce site en exploitant" in page.text
        assert "public" not in page.headers.get("Cache-Control", "")
    assert "Vous visitez" not in site.client().get("/").text


def test_the_interface_for_programs_does_not_know_of_the_visit_in_any_language(
    site: World, sacha: Operator
) -> None:
    """Caches keep its answers for all: they are nobody's, here as everywhere."""
    speak_english(site)
    hosts.forget()
    client = visiting(site, sacha)
    for address in ("/api/v1/consultations/", "/en/api/v1/consultations/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_nothing_can_be_changed_by_any_form(site: World, sacha: Operator) -> None:
    with site.use():
        text = make_text(site, site.citizen)
    client = visiting(site, sacha)
    for path, sent in {
        "/gestion/equipe/inviter/": {"email": "x@example.org", "roles": ["administrator"]},
        "/mon-compte/": {"display_name": "Autre"},
        "/mon-compte/supprimer/": {"texts": "keep", "sure": "on"},
        f"/gestion/moderation/{text.pk}/": {"verdict": "hide"},
    }.items():
        answer = client.post(path, sent)
        assert answer.status_code == 403, path
        assert "Vous êtes en visite" in answer.text
    with site.use():
        assert User.objects.count() == 7


def test_the_database_refuses_whatever_the_code_does(site: World) -> None:
    with site.use(), looking_only(), writing_anyway():
        with pytest.raises(InternalError, match="read-only transaction"):
            User.objects.create_user("une@example.org")
        with (
            pytest.raises(InternalError, match="read-only transaction"),
            connections["default"].cursor() as cursor,
        ):
            cursor.execute("select queue.enqueue('x', '{}'::jsonb)")


def test_a_link_opens_once(site: World, sacha: Operator) -> None:
    path = link(site, sacha)
    assert site.client().get(path).status_code == 302
    again = site.client()
    assert again.get(path).status_code == 410
    assert again.get("/gestion/").status_code == 302


def test_of_eight_who_follow_it_at_the_same_moment_one_enters(site: World, sacha: Operator) -> None:
    path = link(site, sacha)

    def follow(_number: int) -> int:
        try:
            return site.client().get(path).status_code
        finally:
            for connection in connections.all():
                connection.close()

    with ThreadPoolExecutor(8) as people:
        answers = sorted(people.map(follow, range(8)))
    assert answers == [302, *[410] * 7]


def test_it_opens_within_a_minute_and_on_that_site_only(
    site: World, sacha: Operator, open_site: Callable[[str], World]
) -> None:
    late, elsewhere = link(site, sacha), open_site("ailleurs")
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert site.client().get(late).status_code == 410
    path = link(site, sacha)
    assert elsewhere.client().get(path).status_code == 410
    assert site.client().get("/visite/invente/").status_code == 410
    assert site.client().head(path).status_code == 405, "looking at its head does not spend it"
    assert site.client().get(path).status_code == 302


def test_the_visits_session_is_nothing_on_another_site(
    site: World, sacha: Operator, open_site: Callable[[str], World]
) -> None:
    client, other = visiting(site, sacha), open_site("ailleurs").client()
    other.cookies["sessionid"] = client.cookies["sessionid"].value
    assert other.get("/gestion/").status_code == 302
    console = Client(SERVER_NAME="localhost")
    console.cookies["sessionid"] = client.cookies["sessionid"].value
    assert console.get("/exploitation/").status_code == 302


def test_it_ends_by_itself_after_half_an_hour_and_at_once_for_no_operator(
    site: World, sacha: Operator
) -> None:
    client = visiting(site, sacha)
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert client.get("/gestion/").status_code == 302
    client = visiting(site, sacha)
    assert client.get("/gestion/").status_code == 200
    Operator.objects.update(is_active=False)
    assert client.get("/gestion/").status_code == 302


def test_it_is_ended_by_the_operator(site: World, sacha: Operator) -> None:
    client = visiting(site, sacha)
    assert client.post("/visite/terminer/").status_code == 302
    assert client.get("/gestion/").status_code == 302
    assert Visit.objects.get().left_at is not None
    assert client.post("/visite/terminer/").status_code == 404


def test_both_sides_read_who_came_and_why(site: World, sacha: Operator) -> None:
    visiting(site, sacha)
    assert [event.verb for event in Event.objects.all()] == ["visit.entered", "visit.asked"]
    assert REASON in Event.objects.get(verb="visit.asked").sentence
    with site.use():
        entry = Entry.objects.get(verb="site.visit")
        assert entry.actor_name == "Sacha (Citoyens en Communs)"
    history = site.client(site.admin).get("/gestion/journal/").text
    assert "Sacha (Citoyens en Communs)" in history
    assert "ticket 12" in history


@pytest.mark.parametrize(("state", "status"), [("read_only", 200), ("suspended", 200)])
def test_sites_that_are_frozen_are_visited_too(
    site: World, sacha: Operator, state: str, status: int
) -> None:
    life.change_state(site.tenant, state, reason="Essai", actor="Sacha")
    assert visiting(site, sacha).get("/gestion/").status_code == status


def test_a_closed_site_is_not_visited(site: World, sacha: Operator) -> None:
    life.change_state(site.tenant, "closed", reason="Essai", actor="Sacha")
    with pytest.raises(visits.Refused):
        visits.ask(site.tenant, reason=REASON, by=sacha)
    assert not Visit.objects.exists()


def test_whoever_was_signed_in_there_is_signed_out(site: World, sacha: Operator) -> None:
    client = site.client(site.citizen)
    client.get(link(site, sacha))
    client.post("/visite/terminer/")
    assert client.get("/mon-compte/").status_code == 302


def test_a_second_visit_takes_the_place_of_the_first(site: World, sacha: Operator) -> None:
    client = visiting(site, sacha)
    assert client.get(link(site, sacha)).status_code == 302
    assert client.get("/gestion/").status_code == 200
