"""`manage.py clone_tenant HOST NEW_HOST --name NAME --administrator EMAIL`: a site made after another."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from operators.cloning import HostTaken, clone
from tenants.management.finding import find_tenant
from tenants.names import normalise_host


class Command(BaseCommand):
    help = (
        "Make a site after another: its look, consultations as drafts, stages, questionnaires;"
        " nobody of its people and nothing that anybody wrote."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("host")
        parser.add_argument("new_host")
        parser.add_argument("--name", required=True, help="of the new site's organisation")
        parser.add_argument("--administrator", required=True, help="e-mail address of its first")

    def handle(
        self, *args: Any, host: str, new_host: str, name: str, administrator: str, **options: Any
    ) -> None:
        model, known = find_tenant(host), normalise_host(new_host)
        if not known:
            raise CommandError(f"{new_host!r} is no host name.")
        try:
            validate_email(administrator)
            tenant = clone(
                model,
                host=known,
                name=name[:120],
                administrator=administrator,
                actor="clone_tenant",
            )
        except ValidationError as wrong:
            raise CommandError(f"{administrator!r} is not an e-mail address.") from wrong
        except HostTaken as taken:
            raise CommandError(f"Another site answers at {taken}.") from taken
        self.stdout.write(f"{tenant.name} is at {known}, a trial, under the id {tenant.pk}.")
