"""How staff build a questionnaire: each change one function of editing.py, kept in a version.

As long as nobody can have seen it, the version itself changes; from then on a draft of the next one does,
until it is published.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import record
from consultations.models import Phase
from consultations.permissions import check
from contributions.receipts import ALPHABET
from modules.surveys.checker import Problem, problems
from modules.surveys.document import Questionnaire, to_json
from modules.surveys.editing import rekeyed
from modules.surveys.models import Cell, Invitation, Sheet, Version
from modules.surveys.permissions import EDIT
from modules.surveys.respondents import of_invitation

MOST_INVITATIONS = 5_000  # at once

type Edit = Callable[[Questionnaire], Questionnaire]


class NotReady(Exception):
    """The questionnaire has problems, and stays a draft."""

    def __init__(self, found: Sequence[Problem]) -> None:
        super().__init__(found[0].message)
        self.problems = found


def change(phase: Phase, edit: Edit, *, saying: str, by: User) -> Version:
    """Change the questionnaire that the team works on. `saying` reads on after the actor's name."""
    check(by, EDIT, phase)
    with transaction.atomic():
        version = _to_change(phase)
        version.content = to_json(edit(version.questionnaire))
        version.__dict__.pop("questionnaire", None)
        version.save()
        record("survey.changed", saying, by=by, about=phase.pk)
    return version


def take_in(phase: Phase, questionnaire: Questionnaire, *, add: bool, by: User) -> Version:
    """Put an imported or ready questionnaire in the place of the one in work, or behind it.

    Its keys stay where nothing else can have them: in a phase without answers, in place of all.
    """
    taken = questionnaire
    if add or Cell.objects.filter(sheet__phase=phase).exists():
        taken = rekeyed(questionnaire)

    def edit(before: Questionnaire) -> Questionnaire:
        kept = before.sections if add else ()
        return Questionnaire(sections=(*kept, *taken.sections))

    return change(phase, edit, saying=_("took in a questionnaire"), by=by)


def publish(phase: Phase, *, by: User) -> Version | None:
    """Let everybody who begins from now on answer the draft; NotReady while it has problems.

    Those who began finish with the version they began with. None where there is no draft.
    """
    check(by, EDIT, phase)
    with transaction.atomic():
        Phase.objects.select_for_update().get(pk=phase.pk)
        draft = Version.objects.filter(phase=phase, is_live=False).first()
        if draft is None:
            return None
        if found := problems(draft.questionnaire):
            raise NotReady(found)
        draft.is_live = True
        draft.save(update_fields=["is_live", "changed_at"])
        words = _("published version %s of a questionnaire") % draft.number
        record("survey.published", words, by=by, about=phase.pk)
    return draft


def discard(phase: Phase, *, by: User) -> None:
    """Drop the draft: the version that people answer is the one in work again."""
    check(by, EDIT, phase)
    with transaction.atomic():
        if Version.objects.filter(phase=phase, is_live=False).delete()[0]:
            words = _("dropped the changes to a questionnaire")
            record("survey.discarded", words, by=by, about=phase.pk)


def invite(phase: Phase, number: int, *, by: User) -> list[str]:
    """Make invitation codes, each for one person; they are shown once and stored nowhere."""
    check(by, EDIT, phase)
    codes = [_code() for _one in range(min(number, MOST_INVITATIONS))]
    with transaction.atomic():
        Invitation.objects.bulk_create(
            Invitation(phase=phase, fingerprint=of_invitation(code, phase)) for code in codes
        )
        words = _("made %s invitation codes for a survey") % len(codes)
        record("survey.invited", words, by=by, about=phase.pk)
    return codes


def _code() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _n in range(4)) for _group in range(3))


def _to_change(phase: Phase) -> Version:
    """The version to work on, held until the transaction ends; answers refer to it, so none slips in."""
    Phase.objects.select_for_update().get(pk=phase.pk)
    versions = Version.objects.select_for_update().filter(phase=phase)
    last = versions.order_by("-number").first()
    if last is None:
        return Version(phase=phase)
    seen = last.is_live and (phase.is_open() or Sheet.objects.filter(version=last).exists())
    if not seen:
        return last
    return Version(phase=phase, number=last.number + 1, content=last.content, is_live=False)
