"""Claimed, proven in the DNS, checked, made the main address: and everything leads there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import urlsplit

import pytest
from django.core.mail import EmailMessage
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from tenants import hosts
from tenants.models import Claim, Domain, Event
from tests.addresses.conftest import HOST, OURS, PAGE, THEIRS, Claiming, Zone, at, check
from tests.cast import World
from tests.factories import make_consultation


def test_from_a_name_to_the_main_address(region: World, dns: Zone, claimed: Claiming) -> None:
    claim = claimed(region)
    page = region.client(region.admin).get(f"{PAGE}{claim.pk}/").text
    for written in (f"_citoyens-en-communs.{HOST}", f"citoyens-en-communs={claim.token}", HOST):
        assert written in page
    assert at(HOST).get("/").status_code == 404, "a claim alone opens nothing"

    assert "Pas encore là" in check(region, claim)
    dns.prove(claim)
    dns.lead(HOST)
    assert "tout est en ordre" in check(region, claim).lower()
    moved = at(HOST).get("/concertations/?q=%C3%A9cole")
    assert (moved.status_code, moved["Location"]) == (
        301, f"http://{region.host}/concertations/?q=%C3%A9cole",
    )  # fmt: skip

    answer = region.client(region.admin).post(f"{PAGE}{claim.pk}/principale/")
    assert answer.status_code == 200
    assert f"http://{HOST}:8000{PAGE}" in answer.text, "a page leads on, no redirect (form-action)"
    assert at(HOST).get("/").status_code == 200
    old = at(region.host).get("/concertations/?q=1")
    assert (old.status_code, old["Location"]) == (301, f"http://{HOST}/concertations/?q=1")
    with region.use():
        verbs = list(Entry.objects.order_by("at").values_list("verb", flat=True))
    assert [verb for verb in verbs if verb.startswith("address.")] == [
        "address.claimed", "address.served", "address.chosen",
    ]  # fmt: skip
    told = Event.objects.filter(tenant_id=region.tenant.pk, verb__startswith="address.")
    assert told.count() == 3


def test_everything_names_the_main_address(
    region: World, served: Claiming, mailoutbox: list[EmailMessage]
) -> None:
    claim = served(region)
    region.client(region.admin).post(f"{PAGE}{claim.pk}/principale/")
    with region.use():
        make_consultation(slug="assises")
    visitor, whole = at(HOST), f"http://{HOST}"
    assert f'<link rel="canonical" href="{whole}:8000/' in visitor.get("/").text
    assert f"{whole}:8000/" in visitor.get("/robots.txt").text
    for address in ("/sitemap-pages.xml", "/flux.atom"):
        found = visitor.get(address).text
        assert whole in found
        assert region.host not in found
    invited = {"email": "nouvelle@example.org", "roles": ["moderator"]}
    admin = at(HOST)
    admin.cookies = region.client(region.admin).cookies
    assert admin.post("/gestion/equipe/inviter/", invited).status_code == 302
    (mail,) = mailoutbox
    assert f"{whole}:8000/" in mail.body
    assert region.host not in mail.body


def test_a_change_is_seen_at_once_in_the_process_that_made_it(
    region: World,
    served: Claiming,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    claim = served(region)
    monkeypatch.setattr(hosts, "REMEMBERED", 30.0)
    assert at(HOST).get("/").status_code == 301
    with django_capture_on_commit_callbacks(using="platform", execute=True):
        region.client(region.admin).post(f"{PAGE}{claim.pk}/retirer/")
    assert at(HOST).get("/").status_code == 404


def test_the_own_address_leads_again_when_it_is_chosen(region: World, served: Claiming) -> None:
    claim = served(region)
    region.client(region.admin).post(f"{PAGE}{claim.pk}/principale/")
    browser = at(HOST)
    browser.cookies = region.client(region.admin).cookies
    page = browser.post(f"{PAGE}principale/")
    assert page.status_code == 200
    assert f"http://{region.host}:8000{PAGE}" in page.text
    assert at(region.host).get("/").status_code == 200
    assert at(HOST).get("/").status_code == 301


def test_whoever_was_signed_in_signs_in_once_more(region: World, served: Claiming) -> None:
    claim = served(region)
    admin = region.client(region.admin)
    admin.post(f"{PAGE}{claim.pk}/principale/")
    moved = admin.get(PAGE)
    assert (moved.status_code, moved["Location"]) == (301, f"http://{HOST}{PAGE}")
    asked = at(HOST).get(PAGE)  # the cookie is of the other host
    assert asked.status_code == 302
    assert urlsplit(asked["Location"]).path == "/connexion/"


def test_a_name_with_accents_is_taken_as_it_is_typed(region: World, dns: Zone) -> None:
    admin = region.client(region.admin)
    admin.post(PAGE, {"host": "https://Participer.Liévin.example/une/page?x=1"})
    claim = Claim.objects.get()
    assert claim.host == "participer.xn--livin-csa.example"
    assert "participer.liévin.example" in admin.get(PAGE).text
    assert claim.host in admin.get(f"{PAGE}{claim.pk}/").text


def test_nobody_but_an_administrator_touches_them(region: World, served: Claiming) -> None:
    claim = served(region)
    for who in ("visitor", "citizen", "observer", "moderator", "manager"):
        client, expected = region.client(region.everyone()[who]), 302 if who == "visitor" else 403
        assert client.post(PAGE, {"host": "autre.example.org"}).status_code == expected, who
        assert client.get(PAGE).status_code == expected, who
        assert client.get(f"{PAGE}{claim.pk}/").status_code == expected, who
        for deed in ("verifier/", "principale/", "retirer/"):
            assert client.post(f"{PAGE}{claim.pk}/{deed}").status_code == expected, (who, deed)
    assert Claim.objects.get().is_served
    assert not Domain.objects.get(domain=HOST).is_primary


def test_an_address_let_go_opens_nothing_and_begins_anew(
    region: World, served: Claiming, claimed: Claiming
) -> None:
    claim = served(region)
    region.client(region.admin).post(f"{PAGE}{claim.pk}/principale/")
    browser = at(HOST)
    browser.cookies = region.client(region.admin).cookies
    page = browser.post(f"{PAGE}{claim.pk}/retirer/")
    assert f"http://{region.host}:8000{PAGE}" in page.text
    assert at(HOST).get("/").status_code == 404
    assert at(region.host).get("/").status_code == 200
    again = claimed(region)
    assert again.token != claim.token
    assert "Pas encore là" in check(region, again)
    assert at(HOST).get("/").status_code == 404, "the old value proves nothing"


def test_a_name_without_anything_before_it_leads_by_its_machine(
    region: World, dns: Zone, claimed: Claiming, settings: object
) -> None:
    settings.PLATFORM_ADDRESSES = [OURS]  # type: ignore[attr-defined]
    claim = claimed(region, "example.org")
    assert OURS in region.client(region.admin).get(f"{PAGE}{claim.pk}/").text
    dns.prove(claim)
    dns.say("example.org", "A", OURS)
    dns.say("example.org", "AAAA", "2001:db8::1")
    page = check(region, claim)
    assert "2001:db8::1" in page, "half of the visitors would go elsewhere: it says where"
    assert not Claim.objects.get().is_served
    dns.unsay("example.org", "AAAA")
    check(region, claim)
    assert Claim.objects.get().is_served


def test_the_page_asks_as_much_for_four_addresses_as_for_one(
    region: World, claimed: Claiming
) -> None:
    admin, counts = region.client(region.admin), []
    claimed(region, "un.example.org")
    admin.get(PAGE)
    for names in ((), ("deux", "trois", "quatre")):
        for name in names:
            claimed(region, f"{name}.example.org")
        with (
            CaptureQueriesContext(connection) as door,
            CaptureQueriesContext(connections["platform"]) as platform,
        ):
            assert admin.get(PAGE).status_code == 200
        counts.append(len(door) + len(platform))
    assert counts[0] == counts[1]


def test_a_name_that_leads_elsewhere_is_told(region: World, dns: Zone, claimed: Claiming) -> None:
    claim = claimed(region)
    dns.prove(claim)
    dns.say(HOST, "A", THEIRS)
    assert THEIRS in check(region, claim)
    assert not Claim.objects.get().is_served
