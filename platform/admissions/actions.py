"""Admitting people: what the team does, and what a person does with a code."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Ability
from admissions.codes import fingerprint_of, new_codes
from admissions.models import Code, CodeList, Invitation
from admissions.tasks import send_invitations
from audit.actions import record
from consultations.models import Consultation
from consultations.permissions import Refused, Verdict, is_admitted
from notifications.models import Message
from tenants.current import get_tenant

MOST_CODES = 10_000  # of one consultation
MOST_INVITATIONS = 5_000  # of one consultation: each is a mail
MOST_UNVERIFIED = 100  # of a whole site, until an operator has verified who is behind it
A_DAY = timedelta(days=1)


class TooMany(Exception):
    """More than one consultation takes; `left` is how many it still takes."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = max(0, left)


class Unverified(TooMany):
    """Nobody knows yet who is behind this site: it may not write to strangers by the thousand."""


class Unknown(Exception):
    """No code, or one that somebody else used: which of the two is not told."""


class TooSoon(Exception):
    """The mail went out less than a day ago."""


@transaction.atomic
def make_codes(
    consultation: Consultation, title: str, number: int, *, by: User
) -> tuple[CodeList, Sequence[str]]:
    """A new list of codes, and the codes themselves, which nobody can read again. Raises TooMany."""
    _check(consultation, by)
    made = Code.objects.filter(codes__consultation=consultation).count()
    if made + number > MOST_CODES:
        raise TooMany(MOST_CODES - made)
    codes = new_codes(number)
    made_list = CodeList.objects.create(consultation=consultation, title=title)
    Code.objects.bulk_create(
        Code(codes=made_list, fingerprint=fingerprint_of(code)) for code in codes
    )
    words = ngettext("made %(count)d access code", "made %(count)d access codes", number)
    sentence = _("%(deed)s to “%(title)s” (%(list)s)")
    told = {"deed": words % {"count": number}, "title": consultation.title, "list": title}
    record("admission.codes_made", sentence % told, by=by, about=consultation.pk)
    return made_list, codes


@transaction.atomic
def cancel_codes(codes: CodeList, *, by: User) -> int:
    """Make the list's unused codes worth nothing; how many. Whoever used one stays admitted."""
    _check(codes.consultation, by)
    unused = codes.codes.filter(used_at=None).delete()[0]
    if not codes.codes.exists():
        codes.delete()
    words = ngettext(
        "cancelled %(count)d unused access code", "cancelled %(count)d unused access codes", unused
    )
    told = {"deed": words % {"count": unused}, "title": codes.consultation.title}
    sentence = _("%(deed)s to “%(title)s” (%(list)s)") % {**told, "list": codes.title}
    record("admission.codes_cancelled", sentence, by=by, about=codes.consultation_id)
    return unused


@transaction.atomic
def use_code(typed: str, *, by: User) -> Consultation:
    """Admit somebody to what the code opens; Unknown. Whoever is admitted already uses none up."""
    locked = Code.objects.select_for_update(of=("self",)).select_related("codes__consultation")
    code = locked.filter(fingerprint=fingerprint_of(typed)).first()
    if code is None or (code.used_at is not None and code.used_by_id != by.pk):
        raise Unknown
    consultation = code.codes.consultation
    if code.used_at is None and (
        not consultation.is_restricted or not is_admitted(by, consultation)
    ):
        code.used_by, code.used_at = by, timezone.now()
        code.save(update_fields=["used_by", "used_at"])
    return consultation


@transaction.atomic
def invite(consultation: Consultation, addresses: Collection[str], *, by: User) -> int:
    """Admit these addresses, and write to those that are new, at once where it is published; how many are new.

    Raises TooMany, Unverified. While it is a draft the mails wait: `send` lets them go.
    """
    _check(consultation, by)
    Consultation.objects.select_for_update().get(pk=consultation.pk)  # two pastes wait for another
    there = set(consultation.invitations.values_list("email", flat=True))
    new = [one for one in dict.fromkeys(_small(addresses)) if one not in there]
    if len(there) + len(new) > MOST_INVITATIONS:
        raise TooMany(MOST_INVITATIONS - len(there))
    _check_verified(len(new))
    Invitation.objects.bulk_create(
        Invitation(consultation=consultation, email=email) for email in new
    )
    if new:
        words = ngettext(
            "invited one person to “%(title)s”", "invited %(n)d people to “%(title)s”", len(new)
        )
        sentence = words % {"n": len(new), "title": consultation.title}
        record("admission.invited", sentence, by=by, about=consultation.pk)
        _send(consultation)
    return len(new)


@transaction.atomic
def send(consultation: Consultation, *, by: User) -> None:
    """Let the mails go that waited for the publication; Refused before it."""
    _check(consultation, by)
    if not consultation.is_public:
        raise Refused(Verdict.NOT_YET)
    _send(consultation)


@transaction.atomic
def send_again(invitation: Invitation, *, by: User) -> None:
    """Write to one address once more; TooSoon within a day."""
    _check(invitation.consultation, by)
    if invitation.sent_at and timezone.now() - invitation.sent_at < A_DAY:
        raise TooSoon
    invitation.sent_at = None
    invitation.save(update_fields=["sent_at"])
    _send(invitation.consultation)


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User) -> None:
    """Admit an address no more, and forget it. What its bearer wrote stays."""
    _check(invitation.consultation, by)
    Message.objects.filter(
        recipient=invitation.email, key__startswith=f"invitation:{invitation.pk}"
    ).delete()
    sentence = _("withdrew an invitation to “%(title)s”") % {"title": invitation.consultation.title}
    record("admission.withdrawn", sentence, by=by, about=invitation.consultation_id)
    invitation.delete()


def _check(consultation: Consultation, by: User) -> None:
    if not by.may(Ability.MANAGE_CONSULTATIONS):
        raise Refused(Verdict.NOT_YOUR_ROLE)
    if consultation.state == Consultation.State.CLOSED:
        raise Refused(Verdict.OVER)


def _check_verified(number: int) -> None:
    if get_tenant().verified_at is None:
        made = Invitation.objects.count()
        if made + number > MOST_UNVERIFIED:
            raise Unverified(MOST_UNVERIFIED - made)


def _small(addresses: Collection[str]) -> list[str]:
    return [address.strip().lower() for address in addresses]


def _send(consultation: Consultation) -> None:
    if consultation.is_public:
        send_invitations.defer(consultation_id=str(consultation.pk))
