"""The request as our views see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language_from_path

from tenants.models import Tenant

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class TenantRequest(HttpRequest):
    """A request on a tenant's site: `tenant` is always set."""

    tenant: Tenant
    htmx: HtmxDetails


def is_for_programs(request: HttpRequest) -> bool:
    """Whether an address of the API is asked for, in whatever language: it only reads, and knows nobody."""
    language = get_language_from_path(request.path_info)
    path = request.path_info.removeprefix(f"/{language}") if language else request.path_info
    return path.startswith("/api/v1/")


def problem(title: str, detail: str, status: int) -> JsonResponse:
    """What a program is answered where nothing else can be: problem details (RFC 9457)."""
    told = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JsonResponse(told, status=status, content_type="application/problem+json")
