"""What a tenant is known by in the public schema: ways in, copies, names of its own. Each is its own alone."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from onboarding import welcome
from onboarding.models import SignUp
from operators import visits
from operators.models import Operator
from tenants.models import Archive, Claim
from tests.cast import World


def tickets_of(world: World, mark: str) -> dict[str, str]:
    """One of each, by the name of the parameter that addresses give it; `mark` stands in its texts."""
    return {
        "ticket": _ticket(world),
        "token": _visit(world),
        "archive": _copy(world),
        "claim": _claim(world, mark),
    }


def _ticket(world: World) -> str:
    """What signs the administrator of a site just opened in."""
    email = User.objects.get(pk=world.admin.pk).email
    way_in = welcome.way_in(SignUp(email=email, opened_at=timezone.now()), world.tenant)
    return way_in.rstrip("/").rpartition("/")[-1]


def _visit(world: World) -> str:
    """What lets an operator look inside."""
    operator = Operator.objects.create_operator("op@example.org", "x", name="Sacha")
    return visits.ask(world.tenant, reason="Essai", by=operator).rstrip("/").rpartition("/")[-1]


def _copy(world: World) -> str:
    """A copy of all data that its team asked for."""
    asked = {"asked_by": "Admin", "asked_by_id": world.admin.pk, "state": Archive.State.READY}
    ends = timezone.now() + timedelta(days=7)
    return str(Archive.objects.create(tenant=world.tenant, expires_at=ends, **asked).pk)


def _claim(world: World, mark: str) -> str:
    """A name of its own that its team asked for."""
    return str(Claim.objects.create(tenant=world.tenant, host=f"{mark}.example.org", token=mark).pk)
