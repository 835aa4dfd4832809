"""Sentry: off without SENTRY_DSN, tagged by tenant, and told nothing about persons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sentry_sdk
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from sentry_sdk.integrations.django import DjangoIntegration

from tenants.current import peek_tenant

KEPT_OF_A_REQUEST = {"method", "url"}


def start() -> None:
    """Begin reporting errors, where the environment names a DSN."""
    if settings.SENTRY_DSN:
        sentry_sdk.init(
            dsn=settings.SENTRY_DSN,
            environment=settings.MODE,
            integrations=[DjangoIntegration()],
            data_collection={
                "user_info": False,
                "http_bodies": [],
                "database_query_data": False,
                "stack_frame_variables": False,
            },
            before_send=scrub,
        )


def scrub(event: Any, hint: dict[str, Any]) -> Any:
    """An event without anything a citizen sent: no body, cookie, header, query, user or breadcrumb."""
    request = event.get("request", {})
    event["request"] = {key: request[key] for key in KEPT_OF_A_REQUEST & request.keys()}
    event["request"]["url"] = str(event["request"].get("url", "")).split("?")[0]
    for key in ("user", "breadcrumbs", "extra"):
        event.pop(key, None)
    return event


class TenantTag:
    """Names the tenant on everything Sentry hears during a request: the id, never the name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        tenant = peek_tenant()
        sentry_sdk.get_isolation_scope().set_tag("tenant", tenant.id.hex if tenant else "platform")
        return self.get_response(request)
