"""A collectivity that opens its site, step after step, in a browser of its own."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from onboarding.models import SignUp
from tenants import provisioning
from tenants.models import Domain, Entitlement, Spare, Tenant

WHO = {
    "kind": "region",
    "name": "Région Hauts-de-France",
    "identifier": "200 053 742",
    "person_name": "Claire Delattre",
    "email": "claire.delattre@region.example",
    "entitled": "on",
}
STARTER = "assises-vie-associative"


class Person:
    """Somebody at the wizard. Each method sends one step's form and gives the answer back."""

    def __init__(self) -> None:
        self.client = Client(SERVER_NAME=settings.PLATFORM_HOSTS[0])

    def get(self, path: str, **words: str) -> Any:
        return self.client.get(f"/ouvrir/{path}", words)

    def post(self, path: str, **words: Any) -> Any:
        return self.client.post(f"/ouvrir/{path}", words)

    def tell_who(self, **other: str) -> Any:
        return self.post("", **{**WHO, **other})

    def type_code(self, code: str | None = None) -> Any:
        return self.post("code/", code=code or newest_code())

    def choose_address(self, slug: str = "hauts-de-france") -> Any:
        return self.post("adresse/", slug=slug)

    def choose_look(self, **look: Any) -> Any:
        return self.post("apparence/", **{"colour": "#1f5fa8", "starter": STARTER, **look})

    def walk(self, slug: str = "hauts-de-france", **other: str) -> None:
        """Everything up to the last button, which is pressed; the site is not opened yet."""
        self.tell_who(**other)
        self.type_code()
        self.choose_address(slug)
        self.choose_look()

    @property
    def sign_up(self) -> SignUp:
        return SignUp.objects.latest("id")


def newest_code() -> str:
    """The code of the newest mail."""
    found = re.search(r"^\s*(\d{6})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]


def another_code() -> str:
    """Six digits that are not the newest code."""
    return f"{(int(newest_code()) + 1) % 1_000_000:06d}"


def picture(size: tuple[int, int] = (300, 120)) -> SimpleUploadedFile:
    """A logo."""
    sheet = io.BytesIO()
    Image.new("RGB", size, "#1f5fa8").save(sheet, "PNG")
    return SimpleUploadedFile("logo.png", sheet.getvalue(), content_type="image/png")


@pytest.fixture
def person(db: None) -> Person:
    return Person()


@pytest.fixture
def make_person(db: None) -> Callable[[], Person]:
    return Person


@pytest.fixture
def cleared(committed: None) -> Iterator[None]:
    """Real commits: what a test opened or claimed is taken away after it."""
    before, tenants = set(Spare.objects.values_list("id")), set(Tenant.objects.values_list("id"))
    mail.outbox = []
    yield
    SignUp.objects.all().delete()
    for tenant in Tenant.objects.all():
        if (tenant.pk,) not in tenants:
            Domain.objects.filter(tenant=tenant).delete()
            Entitlement.objects.filter(tenant=tenant).delete()
            Tenant.objects.filter(pk=tenant.pk)._raw_delete("platform")
    for spare in Spare.objects.all():
        if (spare.pk,) not in before or spare.state == Spare.State.CLAIMED:
            provisioning.drop_schema(spare.schema_name)
            spare.delete()
    provisioning.refill(2)
