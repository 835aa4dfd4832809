"""The surveys' jobs."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from consultations.models import Phase
from modules.surveys import exports
from modules.surveys.actions import forget_drafts
from modules.surveys.selectors import KEY
from tenants.current import writing_anyway
from tenants.jobs import tenant_job
from tenants.tasks import in_every_tenant

KEPT = timedelta(days=14)  # a survey that has just closed may yet be given more time


@tenant_job
def write_export(export_id: str) -> None:
    """Write one file of answers that the team asked for."""
    exports.write(UUID(export_id))


@app.periodic(cron="27 3 * * *")
@app.task(name="modules.surveys.tasks.tidy_up", queueing_lock="surveys.tidy_up")
def tidy_up(timestamp: int) -> None:
    """Every night: forget what people typed in surveys that are over and never handed in; and old files."""
    in_every_tenant(forget_old_drafts)
    in_every_tenant(exports.forget_old)


def forget_old_drafts() -> int:
    """In the current tenant, a read-only one too; how many sheets were emptied."""
    over = Phase.objects.filter(module_key=KEY, closes_at__lt=timezone.now() - KEPT)
    with writing_anyway():
        return sum(forget_drafts(phase) for phase in over)
