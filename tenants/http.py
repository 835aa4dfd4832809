"""The request as our views see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from tenants.models import Tenant

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class TenantRequest(HttpRequest):
    """A request on a tenant's site: `tenant` is always set."""

    tenant: Tenant
    htmx: HtmxDetails
