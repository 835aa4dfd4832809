"""`manage.py remove_tenant HOST`: delete a tenant closed for thirty days; print the certificate."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants import removal
from tenants.management.finding import find_tenant


class Command(BaseCommand):
    help = "Delete a tenant that was closed thirty days ago, end what was begun; print the certificate."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("host", nargs="?", help="without it, only what was begun is ended")

    def handle(self, *args: Any, host: str | None, **options: Any) -> None:
        done = [removal.finish(begun, actor="remove_tenant") for begun in removal.unfinished()]
        if host:
            try:
                done.append(removal.remove(find_tenant(host), actor="remove_tenant"))
            except removal.NotYet as early:
                raise CommandError("It is not closed, or was less than 30 days ago.") from early
        for one in done:
            self.stdout.write(removal.certificate(one))
