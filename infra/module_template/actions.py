"""The one thing that people do here."""

from __future__ import annotations

from accounts.models import User
from consultations.models import Phase
from consultations.permissions import check
from contributions.actions import submit
from contributions.models import Contribution
from modules.newmodule.permissions import WRITE
from modules.newmodule.selectors import KIND


def leave_words(phase: Phase, body: str, *, by: User) -> tuple[Contribution, str]:
    """Hand a few words in, and their receipt's code; Refused unless `by` may write here now."""
    check(by, WRITE, phase)
    return submit(phase, by=by, kind=KIND, body=body)
