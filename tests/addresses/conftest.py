"""A DNS of the tests' own on the loopback, and what a team does with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from dnslib import AAAA, CNAME, QTYPE, RCODE, RR, TXT, A, DNSRecord
from dnslib.server import BaseResolver, DNSLogger, DNSServer

from tenants import hosts
from tenants.models import Claim
from tests.cast import World

PAGE = "/gestion/adresse/"
HOST = "participer.example.org"
OURS, THEIRS = "192.0.2.10", "198.51.100.7"
_KINDS = {"A": A, "AAAA": AAAA, "CNAME": CNAME, "TXT": TXT}


class Zone(BaseResolver):
    """What the DNS of the world says: rows of a name, a kind and a value, followed through CNAMEs."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """The platform alone has a name, and everybody answers."""
        self.rows: list[tuple[str, str, str]] = [("localhost", "A", OURS)]
        self.is_silent = False
        self.asked: list[str] = []

    def say(self, name: str, kind: str, value: str) -> None:
        self.rows.append((name, kind, value))

    def unsay(self, name: str, kind: str) -> None:
        self.rows = [row for row in self.rows if row[:2] != (name, kind)]

    def prove(self, claim: Claim) -> None:
        """Write the text that the page of a claim asks for."""
        self.say(f"_citoyens-en-communs.{claim.host}", "TXT", f"citoyens-en-communs={claim.token}")

    def take_back_proofs(self, host: str) -> None:
        self.unsay(f"_citoyens-en-communs.{host}", "TXT")

    def lead(self, host: str, target: str = "localhost.") -> None:
        self.say(host, "CNAME", target)

    def resolve(self, request: DNSRecord, handler: object) -> DNSRecord:
        reply, name = request.reply(), str(request.q.qname).rstrip(".")
        kind = QTYPE[request.q.qtype]
        self.asked.append(f"{name} {kind}")
        if self.is_silent:
            reply.header.rcode = RCODE.SERVFAIL
            return reply
        if not any(row[0] == name for row in self.rows):
            reply.header.rcode = RCODE.NXDOMAIN
        for answer in self._answers(name, kind):
            reply.add_answer(answer)
        return reply

    def _answers(self, name: str, kind: str) -> Iterator[RR]:
        for owner, its, value in self.rows:
            if owner == name and its in {kind, "CNAME"}:
                yield RR(name, getattr(QTYPE, its), rdata=_KINDS[its](value), ttl=1)
            if owner == name and its == "CNAME":
                yield from self._answers(value.rstrip("."), kind)


@pytest.fixture(autouse=True)
def hosts_are_asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is forgotten once a transaction is committed would never be in a test's."""
    monkeypatch.setattr(hosts, "REMEMBERED", -1.0)


@pytest.fixture(scope="session")
def _served_zone() -> Iterator[tuple[Zone, int]]:
    zone = Zone()
    server = DNSServer(zone, port=0, address="127.0.0.1", logger=DNSLogger("-request,-reply"))
    server.start_thread()
    yield zone, server.server.server_address[1]
    server.stop()
    server.server.server_close()


@pytest.fixture
def dns(_served_zone: tuple[Zone, int], settings: object) -> Zone:
    """The DNS as the platform sees it; a test writes what it says."""
    zone, port = _served_zone
    zone.clear()
    settings.DNS_SERVERS = [("127.0.0.1", port)]  # type: ignore[attr-defined]
    return zone


type Claiming = Callable[..., Claim]


@pytest.fixture
def claimed() -> Claiming:
    """A site's administrator claims a host in the workspace."""

    def claim(world: World, host: str = HOST) -> Claim:
        answer = world.client(world.admin).post(PAGE, {"host": host})
        assert answer.status_code == 302, answer.text
        return Claim.objects.get(tenant=world.tenant, host=host)

    return claim


@pytest.fixture
def served(dns: Zone, claimed: Claiming) -> Claiming:
    """A host claimed, proven, led here and checked: it opens the site."""

    def serve(world: World, host: str = HOST) -> Claim:
        claim = claimed(world, host)
        dns.prove(claim)
        dns.lead(host)
        check(world, claim)
        claim.refresh_from_db()
        assert claim.is_served
        return claim

    return serve


def check(world: World, claim: Claim) -> str:
    """Press “Check now”, a while after the last time; the page that follows."""
    Claim.objects.filter(pk=claim.pk).update(checked_at=None)
    answer = world.client(world.admin).post(f"{PAGE}{claim.pk}/verifier/", follow=True)
    assert answer.status_code == 200
    return answer.text


def at(host: str) -> Client:
    """A browser at an address."""
    return Client(SERVER_NAME=host)
