"""Which database alias serves which app."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model

from tenants.current import peek_tenant

BOTH_SIDES = {
    "sessions"
}  # no foreign keys, so one table in `public` and one in each tenant is safe


class TenancyRouter:
    """Tenant apps through the tenant's door, shared apps through `platform`, migrations as `owner`."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        label = model._meta.app_label
        if label in BOTH_SIDES:
            return "default" if peek_tenant() else "platform"
        return "default" if in_apps(label, settings.TENANT_APPS) else "platform"

    db_for_write = db_for_read

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        # `__class__` and not `type`: request.user is a lazy object, which only says the first.
        return self.db_for_read(one.__class__) == self.db_for_read(other.__class__)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        if db != "owner":
            return False
        return in_apps(app_label, settings.TENANT_APPS if peek_tenant() else settings.SHARED_APPS)


def in_apps(label: str, names: list[str]) -> bool:
    """Whether the app labelled `label` is one of the dotted `names`."""
    if label == "django_cache":
        return names is settings.SHARED_APPS
    return apps.get_app_config(label).name in names
