"""Each tenant is measured in its own schema; the console reads what was pushed, and what could not be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import connections
from django.utils import timezone

from notifications.models import Message
from operators import pulses
from operators.models import Pulse
from tenants.models import Tenant
from tests.cast import World
from tests.factories import make_consultation
from tests.tenants.conftest import make_text
from themes.storage import TenantStorage


def test_the_figures_are_those_of_the_tenant(region: World, canal: World) -> None:
    with region.use():
        make_text(region, region.citizen)
        make_text(region, region.neighbour)
        make_consultation()
        TenantStorage().save("logos/blason.png", ContentFile(b"x" * 1_000))
        pulse = pulses.take(is_behind=False)
    assert (pulse.people, pulse.staff) == (7, 5)
    assert (pulse.consultations, pulse.published) == (2, 1)
    assert (pulse.contributions, pulse.this_month) == (2, 2)
    assert pulse.media_bytes == 1_000
    assert pulse.rows_bytes > 100_000
    assert pulse.last_activity is not None
    with canal.use():
        assert pulses.take().contributions == 0


def test_mails_that_wait_for_a_digest_or_were_refused_are_not_late(region: World) -> None:
    old = timezone.now() - timedelta(days=1)
    states: dict[str, dict[str, Any]] = {
        "owed": {},
        "held": {"held": "daily"},
        "refused": {"refused_at": old},
        "sent": {"sent_at": old},
    }
    with region.use():
        for name, state in states.items():
            Message.objects.create(
                key=name, recipient="a@b.fr", subject="Bonjour", text="Mail", **state
            )
        Message.objects.update(created_at=old)
        assert pulses.take().late_mails == 1


def test_one_that_is_broken_or_behind_says_so_and_keeps_no_other_back(
    open_site: Callable[[str], World],
) -> None:
    broken, behind = open_site("cassee"), open_site("enretard")
    with broken.use(), connections["owner"].cursor() as cursor:
        cursor.execute("alter table contributions_contribution rename to gone")
    with behind.use(), connections["owner"].cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'audit'")
    pulses.take_all()
    found = {pulse.tenant_id: pulse for pulse in Pulse.objects.all()}
    assert set(found) == set(Tenant.objects.values_list("pk", flat=True))
    assert "contributions_contribution" in found[broken.tenant.pk].trouble
    assert found[behind.tenant.pk].is_behind
    assert not found[behind.tenant.pk].trouble
    others = [one for pk, one in found.items() if pk not in {broken.tenant.pk, behind.tenant.pk}]
    assert all(not one.trouble and one.is_behind is False for one in others)
    Pulse.objects.all().delete()
