"""Keeping somebody from taking part for a time, with a reason. It ends by itself: nothing has to run."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Ability
from audit.actions import record
from consultations.permissions import Refused, Verdict
from contributions.models import Contribution
from moderation import letters
from moderation.models import Block, Reason

DAYS = (7, 30, 90)


class CannotBlock(Exception):
    """Somebody of the team, or somebody suspended already; a text without an account has nobody to suspend."""


def may_be_blocked(person: User | None) -> bool:
    """Whether there is an account that takes part as a citizen now."""
    return person is not None and person.is_active and not person.roles and not person.is_blocked


@transaction.atomic
def block(
    person: User, *, days: int, reason: str, explanation: str, text: Contribution | None, by: User
) -> Block:
    """Suspend somebody for some days because of a text; they are told why, until when and how to contest.

    Meanwhile they read, report, withdraw and follow what they wrote; they write and support nothing.
    """
    _check(by)
    now = User.objects.select_for_update().get(pk=person.pk)
    if not may_be_blocked(now) or days not in DAYS or reason not in Reason:
        raise CannotBlock
    until = timezone.now() + timedelta(days=days)
    made = Block.objects.create(
        user=now,
        contribution=text,
        moderator=by,
        reason=reason,
        explanation=explanation.strip(),
        until=until,
    )
    now.blocked_until = until
    now.save(update_fields=["blocked_until"])
    # No name: a sentence of the journal outlives the account.
    sentence = _("suspended an account for %(days)s days: %(reason)s")
    values = {"days": days, "reason": made.get_reason_display()}
    record("person.blocked", sentence % values, by=by, about=now.pk)
    letters.tell_blocked(made)
    return made


@transaction.atomic
def lift(made: Block, *, by: User, tells: bool = True) -> bool:
    """End a block before its time; False where it had ended. `tells` False: an appeal’s answer tells it."""
    _check(by)
    now = Block.objects.select_for_update().select_related("user").get(pk=made.pk)
    if not now.is_on:
        return False
    now.lifted_at, now.lifted_by = timezone.now(), by
    now.save(update_fields=["lifted_at", "lifted_by"])
    now.user.blocked_until = None
    now.user.save(update_fields=["blocked_until"])
    record("person.unblocked", _("ended the suspension of an account"), by=by, about=now.user_id)
    if tells:
        letters.tell_unblocked(now)
    return True


def _check(by: User) -> None:
    if not by.may(Ability.MODERATE):
        raise Refused(Verdict.NOT_YOUR_ROLE)
