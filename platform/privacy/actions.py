"""Leaving a site: the account goes, with what its owner wrote or without."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from accountability.models import OfficialAnswer
from accounts.models import User
from admissions.models import Invitation
from audit.actions import record
from audit.models import Entry
from consultations.module import all_modules
from contributions.actions import unpublish
from contributions.models import Contribution, Support
from legal.models import BarrierReport
from moderation.models import Appeal, Report
from notifications.models import Message, Reader
from privacy.collecting import written_by

State = Contribution.Moderation
EMPTIED = ("title", "body", "place", "on_behalf_of", "latitude", "longitude", "updated_at")


class StillInTheTeam(Exception):
    """A team member's account: the roles must be given back first."""


@transaction.atomic
def leave(user: User, *, keep_texts: bool) -> None:
    """Delete somebody's account for good, at their own wish; StillInTheTeam for staff.

    With `keep_texts` what they wrote and supported stays, nobody's; drafts go in any case. Without,
    it goes too; only where others commented or the collectivity answered, an empty, withdrawn place
    is left, so that their words keep a parent.
    """
    if user.roles:
        raise StillInTheTeam
    for module in all_modules().values():
        module.erase(user)
    if not keep_texts:
        _withdraw_supports(user)
        _remove_texts(user)
    _drafts(user).delete()
    Appeal.objects.filter(decision__contribution__in=_written(user)).update(text="")
    _written(user).update(author=None, author_name="", contact="")
    _forget_elsewhere(user)
    record("account.deleted", _("deleted an account, as its owner asked"), by=None)
    user.delete()


def _written(user: User) -> QuerySet[Contribution]:
    return Contribution.objects.filter(written_by(user))


def _drafts(user: User) -> QuerySet[Contribution]:
    return Contribution.objects.filter(author=user, moderation=State.DRAFT)


def _withdraw_supports(user: User) -> None:
    supported = Contribution.objects.filter(supports__user=user)
    supported.update(supports_count=F("supports_count") - 1)
    Support.objects.filter(user=user).delete()


def _remove_texts(user: User) -> None:
    """Comments before what they are written under, so that counts are right at every step."""
    written = Contribution.objects.filter(author=user).select_for_update()
    for text in sorted(written, key=lambda text: text.parent_id is None):
        unpublish(text, State.WITHDRAWN)
        if _others_depend_on(text):
            text.title = text.body = text.place = text.on_behalf_of = ""
            text.latitude = text.longitude = None
            text.save(
                update_fields=EMPTIED
            )  # nothing else: its counts and ties may have moved since
            text.versions.all().delete()
            text.attachments.all().delete()
        else:
            text.delete()


def _others_depend_on(text: Contribution) -> bool:
    answered = OfficialAnswer.objects.filter(contribution=text).exists()
    return answered or text.comments.exists() or text.replies.exists()


def _forget_elsewhere(user: User) -> None:
    """What is about the person in the rooms that keep facts by value."""
    Report.objects.filter(contact__iexact=user.email).update(contact="")
    Report.objects.filter(reporter=user).update(reporter=None, contact="")
    BarrierReport.objects.filter(contact__iexact=user.email).update(contact="")
    Invitation.objects.filter(email=user.email.lower()).delete()
    Message.objects.filter(recipient=user.email).delete()
    Reader.objects.filter(address=user.email.lower()).delete()
    Entry.objects.filter(actor_id=user.pk).update(actor_id=None, actor_name=_("A deleted account"))
