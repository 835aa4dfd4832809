"""The named cast: the people of two tenants, and the browser each of them uses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from billing.actions import start_trial
from legal.models import Basis, Duties
from tenants.current import use, writing_anyway
from tenants.hosts import free_host
from tenants.models import Domain, Tenant
from tenants.provisioning import make_schema

BACKEND = "accounts.backends.PersonBackend"


@dataclass(frozen=True, kw_only=True)
class World:
    """One tenant and its people. `neighbour` is a second citizen, never the author of anything here."""

    tenant: Tenant
    admin: User
    manager: User
    moderator: User
    agent: User
    observer: User
    citizen: User
    neighbour: User

    @contextmanager
    def use(self) -> Iterator[None]:
        """Work in the tenant, as code behind a request would."""
        with use(self.tenant):
            yield

    @property
    def host(self) -> str:
        return self.tenant.host

    def client(self, user: User | None = None, **headers: Any) -> Client:
        """A browser on the tenant's site, signed in as `user` or signed out."""
        client = Client(SERVER_NAME=self.host, **headers)
        if user is not None:
            with self.use(), writing_anyway():  # as the sign-in page does on a read-only site
                client.force_login(user, backend=BACKEND)
        return client

    def everyone(self) -> dict[str, User | None]:
        """Every member of the cast by name, and `visitor`, who is signed out."""
        names = ["admin", "manager", "moderator", "agent", "observer", "citizen", "neighbour"]
        return {"visitor": None, **{name: getattr(self, name) for name in names}}


def make_tenant(slug: str, name: str, kind: str) -> Tenant:
    """A tenant with its host, its schema and a trial's entitlements; committed, empty of people."""
    tenant = Tenant(name=name, kind=kind)
    tenant.schema_name = f"t_{tenant.id.hex}"
    make_schema(tenant.schema_name)
    tenant.save()
    Domain.objects.create(tenant=tenant, domain=free_host(slug), is_primary=True)
    start_trial(tenant)
    found: Tenant = Tenant.objects.prefetch_related("domains", "entitlements").get(pk=tenant.pk)
    return found


def make_people(tenant: Tenant) -> World:
    """The cast of a tenant, made anew."""
    roles = {
        "admin": [Role.ADMINISTRATOR],
        "manager": [Role.MANAGER],
        "moderator": [Role.MODERATOR],
        "agent": [Role.AGENT],
        "observer": [Role.OBSERVER],
        "citizen": [],
        "neighbour": [],
    }
    with use(tenant):
        make_duties()
        people = {name: _person(tenant, name, had) for name, had in roles.items()}
    return World(tenant=tenant, **people)


def make_duties() -> Duties:
    """What the law wants the current tenant to say, whole: its site may publish."""
    whole = {
        "legal_name": "L’organisation de test",
        "legal_address": "1 place de la Mairie",
        "phone": "01 99 00 12 34",
        "contact_email": "contact@organisation.example",
        "publication_director": "Anne Mairesse",
        "basis": Basis.INTEREST,
        "dpo_email": "donnees@organisation.example",
        "declared_on": timezone.localdate(),
    }
    return Duties.objects.update_or_create(only=True, defaults=whole)[0]


def _person(tenant: Tenant, name: str, roles: list[Role]) -> User:
    return get_user_model().objects.create_user(
        f"{name}@{tenant.host}.example",
        display_name=name.capitalize(),
        roles=[str(role) for role in roles],
        terms_accepted_at=timezone.now(),
    )
