"""`manage.py import_decidim --tenant HOST --consultation SLUG FILE`: Decidim's proposals, into ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import override
from rich.progress import Progress

from consultations.models import Consultation, Phase
from modules.proposals.decidim import Reading, Unreadable, read
from modules.proposals.imports import Plan, carry_out, plan
from tenants.current import use
from tenants.hosts import free_host, tenant_at
from tenants.models import Tenant
from tenants.names import normalise_host


class Command(BaseCommand):
    help = "Import a Decidim export (CSV) of proposals. Tells what it would do; --write does it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--tenant", required=True, help="its host, or its subdomain alone")
        parser.add_argument("--consultation", required=True, help="its address (slug)")
        parser.add_argument(
            "--phase", default="", help="its address, where several phases take proposals"
        )
        parser.add_argument(
            "--write", action="store_true", help="write; without it nothing changes"
        )

    def handle(self, *args: Any, file: Path, write: bool, **options: Any) -> None:
        with override(settings.LANGUAGE_CODE), use(_tenant(options["tenant"])):
            phase = _phase(options["consultation"], options["phase"])
            try:
                reading = read(file)
            except Unreadable as error:
                raise CommandError(str(error)) from error
            what = plan(phase, reading.rows)
            self._tell(reading, what)
            if write and what.new:
                self._write(what)
            elif write:
                self.stdout.write(_("Nothing to import: everything is there already."))
            else:
                self.stdout.write(_("Dry run: nothing was written. Run it again with --write."))

    def _tell(self, reading: Reading, what: Plan) -> None:
        """The account of every row, then what would be made."""
        for remark in reading.remarks:
            self.stdout.write(remark)
        for problem in reading.problems:
            self.stdout.write(_("Line %(line)s left out: %(reason)s.") % vars(problem))
        counts = {
            "total": reading.total,
            "new": len(what.new),
            "known": what.known,
            "bad": len(reading.problems),
        }
        self.stdout.write(
            _("%(total)s rows read: %(new)s to import, %(known)s already there, %(bad)s left out.")
            % counts
        )
        for title in what.themes:
            self.stdout.write(_("New theme: %s") % title)

    def _write(self, what: Plan) -> None:
        with Progress() as progress:
            task = progress.add_task(_("Importing"), total=len(what.new))
            count = carry_out(what, lambda done: progress.advance(task, done))
        self.stdout.write(_("%s proposals imported.") % count)


def _tenant(name: str) -> Tenant:
    tenant = tenant_at(normalise_host(name)) or tenant_at(free_host(name))
    if tenant is None:
        raise CommandError(_("No tenant answers at %s.") % name)
    return tenant


def _phase(consultation: str, slug: str) -> Phase:
    if not Consultation.objects.filter(slug=consultation).exists():
        known = ", ".join(Consultation.objects.values_list("slug", flat=True)) or "—"
        raise CommandError(
            _("This tenant has no consultation %(asked)s (it has: %(known)s).")
            % {"asked": consultation, "known": known}
        )
    found = Phase.objects.select_related("consultation").filter(
        consultation__slug=consultation, module_key="proposals"
    )
    if slug:
        found = found.filter(slug=slug)
    if len(found) != 1:
        names = ", ".join(phase.slug for phase in found) or "—"
        raise CommandError(
            _("Name one phase of this consultation that takes proposals with --phase (found: %s).")
            % names
        )
    return found[0]
