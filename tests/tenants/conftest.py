"""Sites that are made for one test, committed, and taken away after it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from accounts.models import User
from consultations.models import Consultation, Phase
from contributions.models import Contribution
from tenants import provisioning
from tenants.media import media_folder
from tenants.models import Event, Removal, Spare, Tenant
from tests.cast import World, make_people, make_tenant


def make_text(world: World, author: User, body: str = "Une phrase.") -> Contribution:
    """Something written on a site, of no module in particular: the house stands without any."""
    consultation, _ = Consultation.objects.get_or_create(
        slug="assises", defaults={"title": "Assises"}
    )
    now = timezone.now()
    phase, _ = Phase.objects.get_or_create(
        consultation=consultation,
        slug="etape",
        defaults={
            "module_key": "x",
            "kind_key": "x",
            "opens_at": now,
            "closes_at": now + timedelta(days=9),
        },
    )
    number = Contribution.objects.count() + 1
    return Contribution.objects.create(
        consultation=consultation, phase=phase, author=author, kind="x", number=number, body=body
    )


type Open = Callable[[str], World]


@pytest.fixture
def open_site(committed: None) -> Iterator[Open]:
    """Opens a site at a slug, with its people; it and all that a test made of it are gone afterwards."""
    before = set(Tenant.objects.values_list("pk", flat=True))
    spares = set(Spare.objects.values_list("pk", flat=True))

    def make(slug: str) -> World:
        return make_people(make_tenant(slug, f"Commune de {slug}", "commune"))

    yield make
    for connection in connections.all():
        connection.close()
    for tenant in Tenant.objects.exclude(pk__in=before):
        provisioning.drop_schema(tenant.schema_name)
        shutil.rmtree(media_folder(tenant.pk), ignore_errors=True)
        Tenant.objects.filter(pk=tenant.pk).delete()
    for spare in Spare.objects.exclude(pk__in=spares):
        provisioning.drop_schema(spare.schema_name)
        spare.delete()
    Event.objects.all().delete()
    Removal.objects.all().delete()
