"""Filing what people wrote under words of the team's own."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record
from consultations.permissions import Person, check
from modules.surveys.models import Cell
from modules.surveys.permissions import READ


@transaction.atomic
def file_under(text: Cell, tags: Sequence[str], *, by: Person) -> None:
    """Give a text these tags in place of those it has."""
    phase = text.sheet.phase
    check(by, READ, phase)
    Cell.objects.filter(pk=text.pk).update(tags=list(tags))
    number = text.sheet.contribution.number if text.sheet.contribution else "?"
    words = _("filed a text of answer no. %s under tags") % number
    record("survey.tagged", words, by=by, about=phase.pk)  # type: ignore[arg-type]
