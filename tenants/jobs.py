"""Jobs that belong to a tenant.

A tenant's role cannot write the queue's tables. It calls the function `queue.enqueue`, which runs as
the owner, in the same transaction as the tenant's rows, and stamps the job with the tenant of the
role that called it: a job cannot be made for somebody else.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import InternalError, close_old_connections, connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tenants.current import get_tenant, use, was_refused
from tenants.models import Tenant

logger = logging.getLogger(__name__)
ATTEMPTS = 8
RETRY = RetryStrategy(  # seconds: 4, 16, 64 ... about 6 hours in all
    max_attempts=ATTEMPTS, exponential_wait=4
)


class TenantJob:
    """A function that a worker runs for the tenant that deferred it."""

    def __init__(self, function: Callable[..., None], name: str) -> None:
        self.function, self.name = function, name
        app.task(name=name, retry=RETRY)(self._work)

    def defer(self, **arguments: Any) -> None:
        """Queue one run with JSON-able arguments; it starts once this transaction is committed."""
        if settings.JOBS_INLINE:
            self.function(**arguments)
            return
        with connection.cursor() as cursor:
            cursor.execute(*_enqueue(self.name, json.dumps(arguments)))

    def _work(self, tenant: str, **arguments: Any) -> None:
        try:
            found = (
                Tenant.objects.prefetch_related("domains", "entitlements").filter(pk=tenant).first()
            )
            if found is None:
                logger.warning("%s is not run: tenant %s is gone", self.name, tenant)
                return
            with use(found):
                self._run(arguments)
        finally:
            close_old_connections()

    def _run(self, arguments: dict[str, Any]) -> None:
        try:
            self.function(**arguments)
        except InternalError as error:
            if not was_refused(error):
                raise
            logger.warning("%s is not run: tenant %s is read-only", self.name, get_tenant().id)

    def __call__(self, **arguments: Any) -> None:
        self.function(**arguments)


def _enqueue(name: str, arguments: str) -> tuple[str, list[str]]:
    """Stamped by the database with the role that calls; by us where tenants have no role."""
    if settings.TENANT_ROLES:
        return "select queue.enqueue(%s, %s::jsonb)", [name, arguments]
    return "select queue.enqueue_for(%s, %s, %s::jsonb)", [get_tenant().id.hex, name, arguments]


def tenant_job(function: Callable[..., None]) -> TenantJob:
    """Make a function of a room's `tasks.py` a job; its name is `room.tasks.function`."""
    return wraps(function)(TenantJob(function, f"{function.__module__}.{function.__name__}"))  # type: ignore[return-value]
