"""How the team asks for a file of all answers."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import record
from consultations.models import Phase
from consultations.permissions import check
from modules.surveys.models import Export
from modules.surveys.permissions import EXPORT
from modules.surveys.selectors import sheets_that_count
from modules.surveys.tasks import write_export
from tenants.current import writing_anyway


def ask(phase: Phase, wanted: str, *, by: User) -> Export:
    """Have all answers written to a file by a job; a read-only site owes its team their data too."""
    check(by, EXPORT, phase)
    with writing_anyway(), transaction.atomic():
        people = sheets_that_count(phase).count()
        export = Export.objects.create(phase=phase, format=wanted, people=people)
        record("survey.exported", _("took out the answers to a survey"), by=by, about=phase.pk)
        write_export.defer(export_id=str(export.pk))
    return export
