"""`manage.py export_tenant HOST FILE`: one archive with all of a tenant."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from rich.progress import Progress

from tenants.archive.writing import export
from tenants.management.finding import find_tenant


class Command(BaseCommand):
    help = "Write one archive with all rows and files of the tenant at a host."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("host")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, host: str, file: Path, **options: Any) -> None:
        tenant = find_tenant(host)
        with Progress(transient=True) as progress:
            bar = progress.add_task("Exporting")
            manifest = export(
                tenant,
                file.resolve(),
                tick=lambda done, parts: progress.update(bar, completed=done, total=parts),
            )
        self.stdout.write(f"{file}: {sum(manifest.rows.values())} rows, digest {manifest.digest}")
