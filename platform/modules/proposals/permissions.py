"""What people may do with proposals: the house's one rule, narrowed by the phase's settings.

Reading is open to everybody who may see the phase, and reporting belongs to moderation: neither ever closes.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Ability
from consultations.models import Phase
from consultations.module import Action
from consultations.permissions import Person, Refused, Verdict, judge

WRITE = Action(key="write", label=_("Write a proposal"), guests=True)
SUPPORT = Action(key="support", label=_("Support a proposal"))
COMMENT = Action(key="comment", label=_("Comment on a proposal"), guests=True)
REVISE = Action(key="revise", label=_("Change one’s own proposal"))
ATTACH = Action(key="attach", label=_("Add pictures and files to one’s own proposal"))
FOLLOW = Action(key="follow", label=_("Follow a proposal"), while_open=False, takes_part=False)
MERGE = Action(
    key="merge",
    label=_("Merge, separate and divide proposals"),
    ability=Ability.MODERATE,
    while_open=False,
)
LIST = Action(
    key="list",
    label=_("See all proposals"),
    ability=Ability.SEE_RESULTS,
    while_open=False,
    reads=True,
)


def verdict_on(person: Person, action: Action, phase: Phase) -> Verdict:
    """`judge`, where the phase's settings leave the action on."""
    if action is SUPPORT and not phase.setting("supports"):
        return Verdict.NOT_HERE
    if action is COMMENT and not phase.setting("comments"):
        return Verdict.NOT_HERE
    if action is ATTACH and not (phase.setting("pictures") or phase.setting("documents")):
        return Verdict.NOT_HERE
    verdict = judge(person, action, phase)
    if verdict and action is COMMENT and not isinstance(person, User):
        return Verdict.ALLOWED if phase.setting("guest_comments") else Verdict.SIGN_IN
    return verdict


def require(person: Person, action: Action, phase: Phase) -> None:
    """Raise Refused unless `person` may do `action` now. Every write begins with it."""
    verdict = verdict_on(person, action, phase)
    if not verdict:
        raise Refused(verdict)
