"""What people may do in a survey, and who may see its results."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.roles import Ability
from consultations.models import Phase
from consultations.module import Action

ANSWER = Action(key="answer", label=_("Answer the survey"), guests=True)
EDIT = Action(
    key="edit",
    label=_("Write the questionnaire"),
    ability=Ability.MANAGE_CONSULTATIONS,
    while_open=False,
)
ENTER = Action(
    key="enter",
    label=_("Copy in answers given on paper"),
    ability=Ability.MANAGE_CONSULTATIONS,
    while_open=False,
)
READ = Action(
    key="read_results",
    label=_("Read all results"),
    ability=Ability.SEE_RESULTS,
    while_open=False,
    reads=True,
)
EXPORT = Action(
    key="export",
    label=_("Take all answers out to a file"),
    ability=Ability.MANAGE_CONSULTATIONS,
    while_open=False,
    reads=True,
)

DURING, AFTER, NEVER = "during", "after", "never"
ANONYMOUS, PSEUDONYM, SIGNED = "anonymous", "pseudonym", "signed"
DEVICE, INVITATION = "device", "invitation"


def shows_results(phase: Phase) -> bool:
    """Whether the public sees the results now, as staff chose for this phase."""
    chosen = phase.setting("results")
    return chosen == DURING or (chosen == AFTER and phase.is_over)


def identity_of(phase: Phase) -> str:
    """How people answer: ANONYMOUS, PSEUDONYM or SIGNED."""
    return str(phase.setting("identity"))


def takes_associations(phase: Phase) -> bool:
    """Whether members may answer once more for each association that they speak for."""
    return bool(phase.setting("associations")) and not asks_invitation(phase)


def asks_invitation(phase: Phase) -> bool:
    """Whether one answers with a code that the team handed out."""
    return bool(phase.setting("entry") == INVITATION)
