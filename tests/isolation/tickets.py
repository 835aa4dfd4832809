"""What lets somebody in, or something out: a new site's ticket, an operator's visit, a copy of all data."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from onboarding import welcome
from onboarding.models import SignUp
from operators import visits
from operators.models import Operator
from tenants.models import Archive
from tests.cast import World


def ticket(world: World) -> str:
    """What signs the administrator of a site just opened in."""
    email = User.objects.get(pk=world.admin.pk).email
    way_in = welcome.way_in(SignUp(email=email, opened_at=timezone.now()), world.tenant)
    return way_in.rstrip("/").rpartition("/")[-1]


def visit(world: World) -> str:
    """What lets an operator look inside."""
    operator = Operator.objects.create_operator("op@example.org", "x", name="Sacha")
    return visits.ask(world.tenant, reason="Essai", by=operator).rstrip("/").rpartition("/")[-1]


def copy(world: World) -> str:
    """A copy of all data that its team asked for."""
    asked = {"asked_by": "Admin", "asked_by_id": world.admin.pk, "state": Archive.State.READY}
    ends = timezone.now() + timedelta(days=7)
    return str(Archive.objects.create(tenant=world.tenant, expires_at=ends, **asked).pk)
