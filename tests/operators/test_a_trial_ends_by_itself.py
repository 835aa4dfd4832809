"""A trial is announced to end a week and a day before, then the site can be read and not changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.utils import timezone

from operators.tasks import warn_of_limit
from operators.trials import follow
from tenants.current import use
from tenants.models import Entitlement, Event, Tenant
from tests.cast import World
from tests.factories import make_consultation


def ends_in(world: World, days: int) -> None:
    Tenant.objects.filter(pk=world.tenant.pk).update(
        trial_ends=timezone.localdate() + timedelta(days=days)
    )


def warn(world: World) -> None:
    """What the morning's job does for one site."""
    tenant = Tenant.objects.prefetch_related("domains", "entitlements").get(pk=world.tenant.pk)
    with use(tenant):
        warn_of_limit()


def test_administrators_are_told_a_week_and_a_day_before_once_each(
    canal: World, mailoutbox: list[EmailMessage]
) -> None:
    ends_in(canal, 9)
    now = timezone.now()
    for day in range(10):
        with time_machine.travel(now + timedelta(days=day)):
            follow()
    told = [(mail.to, mail.subject.replace("\xa0", " ")) for mail in mailoutbox]
    to = [canal.admin.email]
    assert told == [(to, "Il reste 7 jours d’essai"), (to, "Il reste 1 jour d’essai")]
    assert Tenant.objects.get(pk=canal.tenant.pk).state == "trial"


def test_the_day_after_the_site_is_read_only_and_says_why(
    canal: World, mailoutbox: list[EmailMessage]
) -> None:
    ends_in(canal, -1)
    follow()
    site = Tenant.objects.get(pk=canal.tenant.pk)
    assert (site.state, site.state_reason) == ("read_only", "l’essai est terminé")
    event = Event.objects.get()
    assert (event.actor, event.verb) == ("Citoyens en Communs", "state.read_only")
    (mail,) = mailoutbox
    assert "l’essai est terminé" in mail.body
    follow()
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("state", ["active", "suspended", "closed"])
def test_only_trials_end(canal: World, mailoutbox: list[EmailMessage], state: str) -> None:
    Tenant.objects.filter(pk=canal.tenant.pk).update(state=state)
    ends_in(canal, -1)
    follow()
    assert Tenant.objects.get(pk=canal.tenant.pk).state == state
    assert not mailoutbox


def test_a_limit_that_comes_near_is_told_once_and_again_when_it_changes(
    canal: World, mailoutbox: list[EmailMessage]
) -> None:
    warn(canal)
    before = len(mailoutbox)  # the cast's five people fill the association's team
    with canal.use():
        make_consultation()
    warn(canal)
    assert len(mailoutbox) == before
    with canal.use():
        make_consultation()
    for _ in range(2):
        warn(canal)
    assert len(mailoutbox) == before + 1
    assert "2 sur 3" in mailoutbox[-1].body
    Entitlement.objects.filter(tenant=canal.tenant, key="consultations").update(limit=2)
    warn(canal)
    assert "2 sur 2" in mailoutbox[-1].body
