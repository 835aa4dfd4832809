"""Work for every tenant in turn, and the housekeeping of their schemas."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import close_old_connections
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from tenants import provisioning, removal
from tenants.current import use, was_refused
from tenants.jobs import ATTEMPTS
from tenants.models import Tenant

logger = logging.getLogger(__name__)


def in_every_tenant(work: Callable[[], object]) -> None:
    """Run `work` for each tenant that is not closed; one that fails is logged and keeps no other back.

    On a read-only site only what `writing_anyway` says to be owed is written; the rest is left.
    """
    tenants = Tenant.objects.exclude(state=Tenant.State.CLOSED)
    try:
        for tenant in tenants.prefetch_related("domains", "entitlements").order_by("id"):
            with use(tenant):
                try:
                    work()
                except Exception as error:  # one tenant's trouble is not the others'
                    if not was_refused(error):
                        logger.exception("%s failed for tenant %s", work, tenant.id)
    finally:
        close_old_connections()


@app.periodic(cron="* * * * *")
@app.task(name="tenants.tasks.keep_house", queueing_lock="tenants.keep_house")
def keep_house(timestamp: int) -> None:
    """Every minute: spare schemas made ready, abandoned ones dropped. For the owner's login only."""
    if "owner" not in settings.DATABASES:
        return
    try:
        provisioning.sweep()
        provisioning.refill()
    finally:
        close_old_connections()


@app.periodic(cron="* * * * *")
@app.task(name="tenants.tasks.take_up_again", queueing_lock="tenants.take_up_again")
async def take_up_again(timestamp: int) -> None:
    """Every minute: jobs whose worker was killed are queued again; failed, once tried as often as others."""
    jobs = app.job_manager
    for job in await jobs.get_stalled_jobs():
        if job.attempts + 1 < ATTEMPTS:
            await jobs.retry_job(job)
        else:  # it may be what kills the workers
            logger.error("%s is given up: its worker died %d times", job.task_name, ATTEMPTS)
            await jobs.finish_job(job, Status.FAILED, delete_job=False)


@app.periodic(cron="37 2 * * *")
@app.task(name="tenants.tasks.remove_closed", queueing_lock="tenants.remove_closed")
def remove_closed(timestamp: int) -> None:
    """Every night: sites closed for thirty days are deleted, and deletions that were cut short are ended."""
    if "owner" not in settings.DATABASES:
        return
    try:
        for removal_begun in removal.unfinished():
            removal.finish(removal_begun, actor=settings.PLATFORM_NAME)
        for tenant in removal.due():
            removal.remove(tenant, actor=settings.PLATFORM_NAME)
    finally:
        close_old_connections()
