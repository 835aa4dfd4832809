"""The jobs that write a site's copies and forget them."""

from __future__ import annotations

from uuid import UUID

from django.db import close_old_connections
from procrastinate.contrib.django import app

from reversibility import copying
from tenants.jobs import tenant_job


@tenant_job
def write_copy(archive_id: str) -> None:
    """Write one copy; for a worker with the owner's login."""
    copying.write(UUID(archive_id))


@app.periodic(cron="27 4 * * *")
@app.task(name="reversibility.tasks.forget_copies", queueing_lock="reversibility.forget_copies")
def forget_copies(timestamp: int) -> None:
    """Every night: copies whose week is over are gone, of every tenant."""
    try:
        copying.forget()
    finally:
        close_old_connections()
