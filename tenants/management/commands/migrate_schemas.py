"""`manage.py migrate_schemas`: bring the public schema, the template and every tenant up to date."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from rich.progress import Progress

from tenants.migrating import fleet
from tenants.migrating.steps import Step
from tenants.models import Spare, Tenant
from tenants.names import TEMPLATE_SCHEMA
from tenants.provisioning import (
    grant_public,
    is_there,
    migrate_public,
    migrate_schema,
    settle_rights,
)

NAMED = 3  # schemas of a group that the plan names


class Command(BaseCommand):
    help = "Migrate the public schema, then the template, every tenant's schema and the spares."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--plan", action="store_true", help="tell what would run where, no more"
        )
        parser.add_argument(
            "--jobs", type=int, default=1, help="schemas brought up to date at once"
        )

    def handle(self, *args: Any, plan: bool, jobs: int, **options: Any) -> None:
        if jobs < 1:
            raise CommandError("--jobs is a number of schemas at once: 1 or more.")
        if plan:
            self._tell_plan()
            return
        migrate_public()
        grant_public()
        if not is_there(TEMPLATE_SCHEMA):
            migrate_schema(TEMPLATE_SCHEMA)
        self._migrate(jobs)

    def _migrate(self, jobs: int) -> None:
        schemas = all_schemas()
        with Progress(transient=True) as progress:
            bar = progress.add_task("Migrating schemas", total=len(schemas))
            try:
                failures = fleet.migrate(schemas, jobs=jobs, tick=lambda _: progress.advance(bar))
            except fleet.Busy as busy:
                raise CommandError(str(busy)) from busy
        if changed := settle_rights(schemas):
            self.stdout.write(f"{changed} schemas have changed hands (TENANT_ROLES).")
        for schema, reason in failures.items():
            self.stderr.write(f"{schema}: {reason}")
        if failures:
            raise CommandError(
                f"{len(failures)} of {len(schemas)} schemas are not up to date; the others are. "
                "Run it again once the reasons above are gone: only these are left."
            )
        self.stdout.write(f"{len(schemas)} schemas are up to date.")

    def _tell_plan(self) -> None:
        call_command("migrate", database="owner", plan=True, stdout=self.stdout)
        if not is_there(TEMPLATE_SCHEMA):
            self.stdout.write("No schema is there yet: all migrations would run in the template.")
            return
        for group, steps in fleet.plans(all_schemas()):
            names = ", ".join(group[:NAMED]) + (", …" if len(group) > NAMED else "")
            self.stdout.write(f"{len(group)} schema(s) ({names}): {_in_words(steps)}")
            for step in steps:
                self.stdout.write(f"  {step.app}.{step.name}: {_how(step)}")


def all_schemas() -> list[str]:
    """The template first, since it goes ahead; then tenants' schemas and the spares."""
    tenants = Tenant.objects.order_by("id").values_list("schema_name", flat=True)
    spares = (spare.schema_name for spare in Spare.objects.order_by("id"))
    return list(dict.fromkeys([TEMPLATE_SCHEMA, *tenants, *spares]))


def _in_words(steps: list[Step]) -> str:
    return f"{len(steps)} migration(s) to run" if steps else "up to date"


def _how(step: Step) -> str:
    if not step.moves:
        return "written down, nothing of it is in these schemas"
    return f"one by one, because {step.obstacle}" if step.obstacle else "replayed"
