"""Killed at any moment of the opening, the site does not exist, and its schema is swept away."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from accounts.models import User
from onboarding import actions
from onboarding.models import SignUp
from tenants import provisioning
from tenants.current import use
from tenants.models import Domain, Entitlement, Spare, Tenant

HOST = "a-moitie.localhost"
pytestmark = pytest.mark.usefixtures("cleared")


class Killed(Exception):
    """As the process would be, in the middle."""


@pytest.fixture
def sign_up(cleared: None) -> SignUp:
    return SignUp.objects.create(
        name="Association À moitié",
        kind="association",
        person_name="Ada",
        email="ada@example.org",
        email_verified_at=timezone.now(),
        slug="a-moitie",
        starter="concertation-quartier",
        confirmed_at=timezone.now(),
    )


def has_schema(name: str) -> bool:
    with connections["platform"].cursor() as cursor:
        cursor.execute("select 1 from pg_namespace where nspname = %s", [name])
        return cursor.fetchone() is not None


@pytest.mark.parametrize(
    "place",
    [
        "onboarding.actions._make_known",
        "onboarding.actions.start_trial",
        "onboarding.actions._first_administrator",
        "onboarding.actions._dress",
        "consultations.starters.plant",
    ],
)
def test_a_failure_anywhere_leaves_no_site_and_the_next_try_works(
    sign_up: SignUp, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(place, die)
        with pytest.raises(Killed):
            actions.open_site(sign_up)
    spare = Spare.objects.get(state=Spare.State.CLAIMED, claimed_at__gte=sign_up.created_at)
    assert not Tenant.objects.filter(pk=spare.pk).exists()
    assert not Domain.objects.filter(domain=HOST).exists()
    assert not Entitlement.objects.filter(tenant_id=spare.pk).exists()
    assert SignUp.objects.get(pk=sign_up.pk).tenant is None

    Spare.objects.filter(pk=spare.pk).update(claimed_at=timezone.now() - timedelta(minutes=11))
    assert has_schema(spare.schema_name)
    assert provisioning.sweep() == 1
    assert not has_schema(spare.schema_name)
    assert actions.open_site(SignUp.objects.get(pk=sign_up.pk)).host == HOST


def test_killed_between_the_two_commits_what_was_written_is_nobodys(
    sign_up: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worst moment: the tenant's transaction is committed, the public one is not."""
    furnish = actions._furnish

    def furnish_then_die(row: SignUp) -> None:
        furnish(row)
        from django.db import transaction

        transaction.on_commit(lambda: (_ for _ in ()).throw(Killed()))

    monkeypatch.setattr(actions, "_furnish", furnish_then_die)
    with pytest.raises(Killed):
        actions.open_site(sign_up)
    spare = Spare.objects.get(state=Spare.State.CLAIMED, claimed_at__gte=sign_up.created_at)
    with use(Tenant(id=spare.pk, schema_name=spare.schema_name)):
        assert User.objects.count() == 1, "it was written indeed"
    assert not Tenant.objects.filter(pk=spare.pk).exists()
    assert not Domain.objects.filter(domain=HOST).exists()
    Spare.objects.filter(pk=spare.pk).update(claimed_at=timezone.now() - timedelta(minutes=11))
    assert provisioning.sweep() == 1


def test_two_clicks_at_the_same_moment_open_one_site(sign_up: SignUp) -> None:
    provisioning.refill(2)

    def click(_: int) -> Tenant:
        try:
            return actions.open_site(SignUp.objects.get(pk=sign_up.pk))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        opened = list(both.map(click, range(2)))
    assert opened[0] == opened[1]
    assert Tenant.objects.filter(name="Association À moitié").count() == 1
    with use(opened[0]):
        assert User.objects.count() == 1
    assert Spare.objects.filter(state=Spare.State.READY).exists(), "the second gave its own back"


def test_two_sign_ups_for_one_address_at_the_same_moment_open_one_site(sign_up: SignUp) -> None:
    provisioning.refill(2)
    rival = SignUp.objects.get(pk=sign_up.pk)
    rival.pk, rival.name, rival.email = None, "Rivale", "r@example.org"
    rival = SignUp.objects.create(
        **{
            field.attname: getattr(rival, field.attname)
            for field in SignUp._meta.fields
            if field.attname not in {"id", "created_at"}
        }
    )

    def click(row: SignUp) -> Tenant | None:
        try:
            return actions.open_site(row)
        except actions.Taken:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        opened = list(both.map(click, [sign_up, rival]))
    assert sum(tenant is not None for tenant in opened) == 1
    assert Domain.objects.filter(domain=HOST).count() == 1
