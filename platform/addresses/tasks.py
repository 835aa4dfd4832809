"""The looks at the DNS that nobody asks for."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import close_old_connections
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from addresses.actions import look_up
from tenants.models import Claim, Tenant

FRESH = timedelta(days=3)  # a zone that was just written is found within the hour
logger = logging.getLogger(__name__)


@app.periodic(cron="23 4 * * *")
@app.task(name="addresses.tasks.look_at_all", queueing_lock="addresses.look_at_all")
def look_at_all(timestamp: int) -> None:
    """Every night: whether the addresses that open sites still do, and the others do by now."""
    try:
        look_at(Claim.objects.all())
    finally:
        close_old_connections()


@app.periodic(cron="41 * * * *")
@app.task(name="addresses.tasks.look_at_fresh", queueing_lock="addresses.look_at_fresh")
def look_at_fresh(timestamp: int) -> None:
    """Every hour: addresses claimed these days, so that nobody need come back to press a button."""
    try:
        look_at(fresh())
    finally:
        close_old_connections()


def fresh() -> QuerySet[Claim]:
    """Claims of these days that are not proven yet."""
    since = timezone.now() - FRESH
    return Claim.objects.filter(state=Claim.State.WAITING, claimed_at__gt=since)


def look_at(claims: QuerySet[Claim]) -> None:
    """One after the other; one that fails keeps no other back. A closed site's are left as they are."""
    for claim in claims.exclude(tenant__state=Tenant.State.CLOSED).order_by("pk"):
        try:
            look_up(claim)
        except Exception:  # one site's trouble is not the others'
            logger.exception("The address %s could not be settled", claim.pk)
