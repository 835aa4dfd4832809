"""The sweep for consultations that only those admitted see: every address of citizens, asked by the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

import pytest
from django.apps import apps
from django.db.models import Model
from django.utils import timezone

from accountability.models import OutcomeReport
from accounts.models import User
from consultations.models import Consultation
from contributions.actions import follow, support
from contributions.models import Contribution
from tests.cast import World
from tests.isolation.addresses import Address, every_address
from tests.isolation.asking import ask, cookies_of
from tests.isolation.planted import OWN, TWIN, Planted, mark, plant_all

MARK = "zxreservezx"
# Whoever holds one of these proved something: a receipt, the link of a mail, a ticket.
HELD = {"code", "contest", "invite", "mail", "reference", "ticket", "token", "barrier"}


@pytest.fixture
def planted(region: World) -> Planted:
    """Everything that a consultation holds, marked; only the citizen is admitted."""
    with region.use():
        planted = plant_all(region)
        OutcomeReport.objects.update(published_at=timezone.now() - timedelta(days=1))
        for model in of_consultations():
            mark(model, MARK)
        Consultation.objects.update(audience=Consultation.Audience.ADMITTED)
        return planted


def of_consultations() -> list[type[Model]]:
    """Every table that hangs on a consultation, through however many others."""
    found: list[type[Model]] = [Consultation]
    tenants = [model for model in apps.get_models() if model._meta.app_label != "procrastinate"]
    for _round in range(4):
        found += [
            model
            for model in tenants
            if model not in found
            and any(field.related_model in found for field in model._meta.concrete_fields)
        ]
    return found


OWN_DATA = (
    "/mon-compte/mes-donnees.json"  # tells people what they themselves supported and followed
)


def asked() -> Iterator[Address]:
    for address in every_address():
        is_held = HELD & set(address.parameters) or address.pattern == OWN_DATA
        if not (address.is_for_staff or is_held):
            yield address


def no_longer_admitted() -> User:
    """A member who supported and followed what they may no longer see, and wrote nothing."""
    stranger = User.objects.create_user("plus-la@example.org", display_name="Dominique")
    text = Contribution.objects.filter(moderation="published", parent=None).exclude(title="")[0]
    support(text, by=stranger)
    follow(text, by=stranger)
    return stranger


def shown_to(world: World, person: User | None, addresses: Iterable[str]) -> list[str]:
    """Where somebody finds the words."""
    cookies = cookies_of(world, person)
    answers = [ask(world, "GET", address, cookies=cookies) for address in addresses]
    assert not [str(one) for one in answers if one.status >= 500]
    return [one.address for one in answers if MARK in one.text.lower()]


def test_only_those_admitted_find_its_words(region: World, planted: Planted) -> None:
    addresses = [filled for one in asked() for filled in one.filled(planted) if TWIN not in filled]
    with region.use():
        stranger = no_longer_admitted()
    for person in (None, stranger):
        assert shown_to(region, person, addresses) == []
    own = f"/concertations/{OWN}/"
    assert own in shown_to(region, region.citizen, [own, "/concertations/", "/"])
