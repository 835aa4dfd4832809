"""`manage.py plant_demo`: the two demonstration tenants, once."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.management.base import BaseCommand
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from onboarding.demo import DEMOS, FOLDER, is_planted, plant
from tenants.provisioning import refresh_statistics


class Command(BaseCommand):
    help = f"Plant the demonstration tenants that are not there yet (their data: {FOLDER.name}/*.json)."

    def handle(self, *args: Any, **options: Any) -> None:
        columns = [
            TextColumn("{task.description:<28}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        ]
        missing = [demo for demo in DEMOS if not is_planted(demo)]
        with Progress(*columns) as progress:
            for demo in missing:
                task = progress.add_task(f"Planting {demo.source}", total=None)
                plant(demo, partial(_advance, progress, task))
        if missing:
            refresh_statistics()


def _advance(progress: Progress, task: TaskID, count: int) -> None:
    progress.update(task, advance=count)
