"""One tenant's page: its state and its contract are changed for a reason, told to its people, written down."""

from __future__ import annotations

import html
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone

from audit.models import Entry
from operators.models import Operator, Pulse
from tenants import hosts
from tenants.models import Entitlement, Event, Tenant
from tests.cast import World
from tests.operators.conftest import CONSOLE, SIGN_IN, browser, signed_in

REASON = "La convention est signée."


def site_of(world: World, rest: str = "") -> str:
    return f"{CONSOLE}sites/{world.tenant.pk}/{rest}"


def contract(world: World, **changed: Any) -> dict[str, Any]:
    """The form as it stands, with changes."""
    had = {one.key: one for one in Entitlement.objects.filter(tenant=world.tenant)}
    limits = {key: one.limit if one.limit is not None else "" for key, one in had.items()}
    modules = {key: "on" for key in had if key not in {"consultations", "staff", "media_megabytes"}}
    ends = world.tenant.trial_ends
    values = {**limits, **modules, "trial_ends": ends, "reason": REASON, **changed}
    return {f"contract-{key}": value for key, value in values.items() if value is not None}


def words(text: str) -> str:
    return html.unescape(text).replace("\xa0", " ").replace("\u202f", " ")


def test_a_state_is_changed_for_a_reason_and_everybody_concerned_reads_it(
    operator: Operator, canal: World, mailoutbox: list[EmailMessage]
) -> None:
    client = signed_in(operator)
    answer = client.post(site_of(canal, "etat/"), {"state-state": "active", "state-reason": REASON})
    assert answer.status_code == 302
    assert Tenant.objects.get(pk=canal.tenant.pk).state == "active"
    assert Event.objects.get().verb == "state.active"
    page = words(client.get(site_of(canal)).text)
    assert f"</strong> a mis le site à l’état « Actif » : {REASON}" in page
    with canal.use():
        entry = Entry.objects.get(verb="site.state")
    assert entry.actor_name == "Sacha (Citoyens en Communs)"
    (mail,) = mailoutbox
    assert mail.to == [canal.admin.email]
    assert REASON in mail.body
    assert "L’équipe fait tout ce que permet l’offre." in mail.body


@pytest.mark.parametrize(
    "sent",
    [
        {"state-state": "active", "state-reason": "  "},
        {"state-state": "trial", "state-reason": REASON},
        {"state-reason": REASON},
        {"state-state": "active", "state-reason": "x" * 301},
    ],
)
def test_without_a_reason_or_a_next_state_nothing_changes_and_what_was_typed_stays(
    operator: Operator, canal: World, sent: dict[str, str]
) -> None:
    page = signed_in(operator).post(site_of(canal, "etat/"), sent)
    assert page.status_code == 200
    assert Tenant.objects.get(pk=canal.tenant.pk).state == "trial"
    assert sent["state-reason"].strip() in page.text
    assert not Event.objects.exists()


def test_the_contract_is_changed_and_told(
    operator: Operator, canal: World, mailoutbox: list[EmailMessage]
) -> None:
    client = signed_in(operator)
    ends = timezone.localdate() + timedelta(days=60)
    sent = contract(canal, staff="9", surveys=None, trial_ends=ends)
    assert client.post(site_of(canal, "contrat/"), sent).status_code == 302
    hosts.forget()
    held = {one.key: one for one in Entitlement.objects.filter(tenant=canal.tenant)}
    assert held["staff"].limit == 9
    assert not held["surveys"].allowed
    assert Tenant.objects.get(pk=canal.tenant.pk).trial_ends == ends
    said = words(Event.objects.get(verb="contract.changed").sentence)
    assert "Personnes dans l’équipe : 9" in said
    assert "Enquêtes : non" in said or "Enquête : non" in said
    (mail,) = mailoutbox
    assert "Personnes dans l’équipe : 9" in words(str(mail.body))
    assert canal.client(canal.admin).get("/gestion/modules/").status_code == 200


def test_a_module_out_of_the_contract_is_off_whatever_the_team_wants(
    operator: Operator, canal: World
) -> None:
    signed_in(operator).post(site_of(canal, "contrat/"), contract(canal, surveys=None))
    hosts.forget()
    wanted = {"module": "surveys", "enabled": "yes"}
    assert canal.client(canal.admin).post("/gestion/modules/", wanted).status_code == 404


def test_an_unchanged_contract_tells_nobody(
    operator: Operator, canal: World, mailoutbox: list[EmailMessage]
) -> None:
    signed_in(operator).post(site_of(canal, "contrat/"), contract(canal))
    assert not mailoutbox
    assert not Event.objects.exists()


@pytest.mark.parametrize("wrong", [{"staff": "-1"}, {"staff": "9999999999"}, {"reason": ""}])
def test_a_wrong_contract_is_given_back(
    operator: Operator, canal: World, wrong: dict[str, str]
) -> None:
    page = signed_in(operator).post(site_of(canal, "contrat/"), contract(canal, **wrong))
    assert page.status_code == 200
    assert not Event.objects.exists()


def test_new_organisations_wait_to_be_verified_and_one_siren_twice_is_flagged(
    operator: Operator, region: World, canal: World
) -> None:
    Tenant.objects.filter(pk=region.tenant.pk).update(identifier="20005374200017")
    client = signed_in(operator)
    queue = CONSOLE + "verifications/"
    assert "Même SIREN" not in client.get(queue).text
    Tenant.objects.filter(pk=canal.tenant.pk).update(identifier="200053742")
    assert client.get(queue).text.count("Même SIREN") == 2
    assert region.tenant.name in client.get(site_of(canal)).text
    client.post(site_of(canal, "verifier/"), {"back": "queue"})
    page = client.get(queue).text
    assert canal.host not in page
    assert region.host in page
    assert [event.verb for event in Event.objects.all()] == ["tenant.verified"]
    client.post(site_of(canal, "verifier/"))
    assert Event.objects.count() == 1, "once"


def test_the_journal_tells_of_all_sites(operator: Operator, region: World, canal: World) -> None:
    client = signed_in(operator)
    for world in (region, canal):
        client.post(site_of(world, "etat/"), {"state-state": "active", "state-reason": REASON})
    page = client.get(CONSOLE + "journal/").text
    assert region.tenant.name in page
    assert canal.tenant.name in page


def test_a_page_of_a_site_asks_no_tenants_schema(operator: Operator, canal: World) -> None:
    Pulse.objects.create(tenant=canal.tenant, people=7, contributions=12)
    client = signed_in(operator)
    with (
        CaptureQueriesContext(connection) as door,
        CaptureQueriesContext(connections["platform"]) as platform,
    ):
        assert client.get(site_of(canal)).status_code == 200
    assert len(door) == 0
    # Session, operator, tenant with figures, hosts, entitlements, how many events, events; no twins to seek.
    assert len(platform) <= 7


@pytest.mark.parametrize(
    ("asked", "first"),
    [("order=size", "canal"), ("order=month", "region"), ("order=name", "canal"), ("order=x", "")],
)
def test_the_table_is_sorted_by_its_figures(
    operator: Operator, region: World, canal: World, asked: str, first: str
) -> None:
    Pulse.objects.create(tenant=region.tenant, this_month=9, rows_bytes=10)
    Pulse.objects.create(tenant=canal.tenant, this_month=1, rows_bytes=1, media_bytes=50)
    page = signed_in(operator).get(f"{CONSOLE}?{asked}").text
    places = {"region": page.index(region.host), "canal": page.index(canal.host)}
    if first:
        assert min(places, key=lambda name: places[name]) == first


@pytest.mark.parametrize(
    ("pulse", "health"),
    [
        (None, "unknown"),
        ({}, "well"),
        ({"late_mails": 3}, "late"),
        ({"failed_jobs": 1}, "late"),
        ({"is_behind": True, "late_mails": 3}, "behind"),
        ({"trouble": "relation is gone", "is_behind": True}, "trouble"),
        ({"measured_at": timezone.now() - timedelta(hours=4)}, "stale"),
    ],
)
def test_the_filter_of_health_finds_what_the_table_shows(
    operator: Operator, canal: World, region: World, pulse: dict[str, Any] | None, health: str
) -> None:
    Pulse.objects.create(tenant=region.tenant, trouble="x" if health != "trouble" else "")
    if pulse is not None:
        Pulse.objects.create(tenant=canal.tenant, **pulse)
    client = signed_in(operator)
    for sought in ("unknown", "well", "late", "behind", "trouble", "stale"):
        page = client.get(f"{CONSOLE}?health={sought}&q=canal").text
        assert (canal.host in page) == (sought == health), sought


def every_address() -> list[str]:
    """All addresses of the console, with a tenant's id where one is asked."""
    console: Any = next(
        one
        for group in get_resolver("config.urls_public").url_patterns
        for one in getattr(group, "url_patterns", ())
        if getattr(one, "namespace", "") == "operators"
    )
    id = "00000000-0000-7000-8000-000000000000"
    return [CONSOLE + str(one.pattern).replace("<uuid:pk>", id) for one in console.url_patterns]


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_opens_to_anybody_but_an_operator(region: World, method: str) -> None:
    addresses = [path for path in every_address() if "connexion" not in path]
    assert len(addresses) > 8
    admin = region.client(region.admin)
    foreign = browser()
    foreign.cookies["sessionid"] = admin.cookies["sessionid"].value
    for client in (browser(), foreign):
        for path in addresses:
            answer = getattr(client, method)(path)
            assert answer.status_code in {302, 405}, path
            if answer.status_code == 302:
                assert answer.headers["Location"].startswith(SIGN_IN), path
    for path in every_address():
        assert getattr(admin, method)(path).status_code == 404, path


def test_a_site_that_is_not_there_is_a_404(operator: Operator) -> None:
    client = signed_in(operator)
    for path in every_address():
        if "/sites/" in path:
            assert client.post(path).status_code in {404, 405}
            assert client.get(path).status_code in {404, 405}


def test_forms_from_elsewhere_are_refused(operator: Operator, canal: World) -> None:
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    strict.cookies = signed_in(operator).cookies
    sent = {"state-state": "closed", "state-reason": REASON}
    assert strict.post(site_of(canal, "etat/"), sent).status_code == 403
