"""What the platform costs, for everyone; and where a tenant stands, for its administrators."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tenants import hosts
from tenants.models import Entitlement, Tenant
from tests.cast import World

PAGE = "/gestion/abonnement/"


def test_the_price_list_shows_each_plan_with_and_without_tax_to_anybody(db: None) -> None:
    visitor = Client(SERVER_NAME="localhost")
    with CaptureQueriesContext(connections["platform"]) as statements:
        answer = visitor.get("/tarifs/")
    page = html.unescape(answer.text).replace("\xa0", " ")
    for untaxed, taxed in [("29 €", "34,80 €"), ("190 €", "228,00 €"), ("690 €", "828,00 €")]:
        assert untaxed in page
        assert f"{taxed} TTC" in page
    assert not visitor.cookies
    assert len(statements) == 0


def test_an_administrator_reads_what_is_left_of_the_trial_and_what_the_plan_allows(
    canal: World,
) -> None:
    page = canal.client(canal.admin).get(PAGE).text
    assert "Il reste 30 jours d’essai" in page
    assert "3 concertations" in page
    assert "5 personnes dans l’équipe" in page


def test_a_limit_that_was_agreed_apart_is_the_one_shown(canal: World) -> None:
    Entitlement.objects.filter(tenant=canal.tenant, key="consultations").update(limit=7)
    hosts.forget()
    assert "7 concertations" in canal.client(canal.admin).get(PAGE).text


def test_the_last_day_and_the_day_after(canal: World) -> None:
    ends = Tenant.objects.get(pk=canal.tenant.pk).trial_ends
    assert ends is not None
    client = canal.client(canal.admin)
    noon = timezone.now().replace(hour=12) + (ends - timezone.localdate())
    with time_machine.travel(noon):
        hosts.forget()
        assert "L’essai se termine aujourd’hui" in canal.client(canal.admin).get(PAGE).text
    with time_machine.travel(noon + timedelta(days=1)):
        assert "L’essai est terminé" in canal.client(canal.admin).get(PAGE).text
    assert client.get(PAGE).status_code == 200


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("visitor", 302),
        ("citizen", 403),
        ("observer", 403),
        ("moderator", 403),
        ("manager", 403),
        ("admin", 200),
    ],
)
def test_only_administrators_see_the_subscription(region: World, who: str, status: int) -> None:
    assert region.client(region.everyone()[who]).get(PAGE).status_code == status
