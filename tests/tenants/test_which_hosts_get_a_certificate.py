"""The server in front asks before it has a certificate made; nobody else gets an answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenants import life
from tenants.models import Domain
from tests.cast import World

ASK = "/internal/tls-ask"
THEIRS = "participer.example.org"


def ask(host: str, **how: Any) -> int:
    """The answer about a host, asked as Caddy does on the same machine."""
    from_here = {"HTTP_HOST": "127.0.0.1:8000", "REMOTE_ADDR": "127.0.0.1", **how}
    return Client(**from_here).get(ASK, {"domain": host}).status_code


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("localhost", 200), ("region.localhost", 200), ("REGION.localhost", 200), (THEIRS, 200),
        ("personne.localhost", 404), ("example.org", 404), ("region.localhost.", 404), ("", 404),
        ("x" * 300, 404), ("région.localhost", 404), ("region.localhost:443", 404), ("..", 404),
    ],
)  # fmt: skip
def test_only_hosts_that_open_something(region: World, host: str, answer: int) -> None:
    Domain.objects.create(tenant=region.tenant, domain=THEIRS, is_primary=False)
    assert ask(host) == answer


def test_a_closed_site_is_given_none_any_more(region: World) -> None:
    life.change_state(region.tenant, "suspended", reason="Essai", actor="Sacha")
    assert ask(region.host) == 200, "its people sign in for their data"
    life.change_state(region.tenant, "closed", reason="Fin", actor="Sacha")
    assert ask(region.host) == 404


@pytest.mark.parametrize(
    "how",
    [
        {"REMOTE_ADDR": "203.0.113.9"}, {"REMOTE_ADDR": ""}, {"REMOTE_ADDR": "10.0.0.2"},
        {"HTTP_HOST": "region.localhost"}, {"HTTP_HOST": "example.org"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_X_FORWARDED_HOST": "127.0.0.1"}, {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_X_REAL_IP": "127.0.0.1"}, {"HTTP_VIA": "1.1 caddy"},
        {"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    ],
    ids=str,
)  # fmt: skip
def test_nobody_else_learns_anything(region: World, how: dict[str, str], settings: object) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # type: ignore[attr-defined]
    answers = [ask(host, **how) for host in (region.host, "personne.localhost")]
    assert answers == [404, 404]


def test_a_question_costs_one_statement_on_an_index_and_a_foolish_one_none(region: World) -> None:
    for host, cost in ((region.host, 1), ("personne.localhost", 1), ("localhost", 0), ("..", 0)):
        with (
            CaptureQueriesContext(connection) as door,
            CaptureQueriesContext(connections["platform"]) as platform,
        ):
            ask(host)
        assert (len(door), len(platform)) == (0, cost), host


def test_the_answer_says_nothing_and_is_kept_by_nobody(region: World) -> None:
    answer = Client(HTTP_HOST="localhost", REMOTE_ADDR="::1").get(ASK, {"domain": region.host})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
