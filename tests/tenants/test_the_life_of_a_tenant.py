"""Trial, active, read-only, suspended, closed: what each lets through, and who put a site there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import InternalError, connections, transaction
from django.test import Client

from accounts.models import User
from audit.models import Entry
from tenants import hosts, life
from tenants.current import looking_only, use, writing_anyway
from tenants.jobs import TenantJob
from tenants.models import Event, Tenant
from tenants.tasks import in_every_tenant
from tests.cast import World, make_people
from tests.isolation.planted import speak_english

REASON = "La convention est finie."


@pytest.fixture
def site(committed: None) -> Iterator[World]:
    """The association's site with its people, committed; all of it is undone afterwards."""
    tenant = Tenant.objects.prefetch_related("domains", "entitlements").get(
        name="Les Ateliers du Canal"
    )
    world = make_people(tenant)
    yield world
    Tenant.objects.filter(pk=tenant.pk).update(state="trial", state_reason="", languages=[])
    Event.objects.all().delete()
    hosts.forget()
    with use(tenant), connections["owner"].cursor() as cursor:
        cursor.execute(
            "truncate accounts_user, audit_entry, django_session, consultations_consultation cascade"
        )
    for connection in connections.all():
        connection.close()


def put(world: World, state: str) -> None:
    life.change_state(world.tenant, state, reason=REASON, actor="Sacha")


# --- The database ----------------------------------------------------------------------------------


def test_a_read_only_tenant_is_read_and_never_written_whatever_the_code(site: World) -> None:
    put(site, "read_only")
    with site.use():
        assert User.objects.count() == 7
        for deed in (
            lambda: User.objects.create_user("une@example.org"),
            lambda: User.objects.update(display_name="x"),
            lambda: Entry.objects.create(sentence="x", actor_name="x", verb="x"),
        ):
            with pytest.raises(InternalError, match="read-only transaction"):
                deed()
            with pytest.raises(InternalError, match="read-only transaction"), transaction.atomic():
                deed()
        with writing_anyway():
            User.objects.create_user("une@example.org")
        with pytest.raises(InternalError, match="read-only transaction"):
            User.objects.create_user("deux@example.org")


def test_whoever_only_looks_writes_nothing_on_an_open_site(site: World) -> None:
    with site.use(), looking_only():
        assert User.objects.count() == 7
        with pytest.raises(InternalError, match="read-only transaction"):
            User.objects.create_user("une@example.org")
    with site.use():
        User.objects.create_user("une@example.org")


def test_a_job_of_a_read_only_tenant_writes_nothing_and_is_not_tried_for_hours(
    site: World, caplog: pytest.LogCaptureFixture
) -> None:
    put(site, "read_only")

    def write() -> None:
        User.objects.create_user("une@example.org")

    job = TenantJob(write, "tests.write")
    job._work(tenant=site.tenant.id.hex)
    assert "tests.write is not run" in caplog.text
    in_every_tenant(lambda: User.objects.update(display_name="Changé"))
    with site.use():
        assert User.objects.filter(display_name="Changé").count() == 0
        assert User.objects.count() == 7


def test_a_job_whose_tenant_is_gone_ends_there(
    committed: None, caplog: pytest.LogCaptureFixture
) -> None:
    TenantJob(lambda: None, "tests.gone")._work(tenant="0" * 32)
    assert "is gone" in caplog.text


# --- What people see -------------------------------------------------------------------------------


def test_on_a_read_only_site_pages_are_read_and_forms_are_refused_in_words(site: World) -> None:
    put(site, "read_only")
    citizen = site.client(site.neighbour)
    page = citizen.get("/")
    assert page.status_code == 200
    assert "Ce site se consulte, il ne se modifie plus" in page.text
    sent = citizen.post("/mon-compte/", {"display_name": "Autre"})
    assert sent.status_code == 403
    assert "Ce site se consulte" in sent.text
    with site.use():
        assert User.objects.get(pk=site.neighbour.pk).display_name == "Neighbour"


def test_on_a_read_only_site_people_still_sign_in_leave_and_take_their_data(site: World) -> None:
    put(site, "read_only")
    browser = Client(SERVER_NAME=site.host)
    assert browser.post("/connexion/", {"email": site.citizen.email}).status_code == 302
    citizen = site.client(site.citizen)
    assert citizen.get("/mon-compte/mes-donnees.json").status_code == 200
    left = citizen.post("/mon-compte/supprimer/", {"texts": "keep", "sure": "on"})
    assert left.status_code == 302
    with site.use():
        assert not User.objects.filter(pk=site.citizen.pk).exists()


def test_a_suspended_site_shows_nothing_but_the_way_in_for_its_team(site: World) -> None:
    put(site, "suspended")
    visitor = site.client()
    page = visitor.get("/")
    assert page.status_code == 503
    assert "Ce site est suspendu" in page.text
    assert visitor.get("/connexion/").status_code == 200
    admin = site.client(site.admin)
    assert admin.get("/gestion/").status_code == 503
    assert admin.get("/gestion/abonnement/").status_code == 200


def test_a_closed_site_is_gone_for_everybody_and_can_come_back(site: World) -> None:
    put(site, "closed")
    for path in ("/", "/connexion/", "/gestion/abonnement/"):
        page = site.client(site.admin).get(path)
        assert page.status_code == 410, path
        assert "Ce site est fermé" in page.text
    put(site, "active")
    assert site.client().get("/").status_code == 200


@pytest.mark.parametrize(("state", "status"), [("suspended", 503), ("closed", 410)])
def test_the_api_says_so_in_its_own_words(site: World, state: str, status: int) -> None:
    speak_english(site)
    put(site, state)
    for address in ("/api/v1/consultations/", "/en/api/v1/consultations/"):
        answer = site.client().get(address)
        assert answer.status_code == status
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == status


# --- Who changes it --------------------------------------------------------------------------------


def test_every_change_says_who_and_why_in_the_timeline(site: World) -> None:
    put(site, "read_only")
    put(site, "active")
    events = list(Event.objects.filter(tenant_id=site.tenant.pk))
    assert [event.verb for event in events] == ["state.active", "state.read_only"]
    assert (
        str(events[1])
        == f"Sacha a mis le site à l’état «\u00a0Lecture seule\u00a0»\u00a0: {REASON}"
    )


def test_a_state_needs_a_reason_and_follows_from_the_one_before(site: World) -> None:
    with pytest.raises(life.NoReason):
        life.change_state(site.tenant, "read_only", reason="  ", actor="Sacha")
    put(site, "closed")
    with pytest.raises(life.NotNext):
        put(site, "suspended")
    assert Event.objects.count() == 1


def test_our_tenant_is_not_entered_as_the_stock_one() -> None:
    with pytest.raises(TypeError, match="use"):
        Tenant().__enter__()
