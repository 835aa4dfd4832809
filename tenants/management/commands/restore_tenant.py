"""`manage.py restore_tenant FILE HOST`: a tenant back from its archive, under a new id."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.archive.manifest import NotAnArchive
from tenants.archive.reading import HostTaken, restore
from tenants.names import normalise_host


class Command(BaseCommand):
    help = "Bring a tenant back from an archive, under a new id, at a host that is free."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("host")
        parser.add_argument("--name", default="", help="instead of the archive's")

    def handle(self, *args: Any, file: Path, host: str, name: str, **options: Any) -> None:
        known = normalise_host(host)
        if not known:
            raise CommandError(f"{host!r} is no host name.")
        try:
            tenant = restore(file, host=known, name=name, actor="restore_tenant")
        except FileNotFoundError as missing:
            raise CommandError(f"{file} is not there.") from missing
        except HostTaken as taken:
            raise CommandError(f"Another site answers at {taken}.") from taken
        except NotAnArchive as wrong:
            raise CommandError(f"{file} was not restored. {wrong}") from wrong
        self.stdout.write(f"{tenant.name} is back at {known}, under the id {tenant.pk}.")
