"""Who a consultation is for: the verbs of the team. Whom it admits is the affair of a room above."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Ability
from audit.actions import record
from consultations.models import Consultation
from consultations.permissions import Refused, Verdict


class Widened(Exception):
    """What was published for a few stays among them: they wrote knowing who would read."""


@transaction.atomic
def decide(consultation: Consultation, audience: str, domains: Sequence[str], *, by: User) -> None:
    """Say who it is for, and whose addresses are admitted. Widened where more would see what was published."""
    _check(by)
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if consultation.state == Consultation.State.CLOSED:
        raise Refused(Verdict.OVER)
    if is_kept_among_few(consultation) and audience != Consultation.Audience.ADMITTED:
        raise Widened
    before = _said(consultation)
    consultation.audience, consultation.domains = audience, list(domains)
    if _said(consultation) != before:
        consultation.save(update_fields=["audience", "domains"])
        told = {"title": consultation.title, "audience": _said(consultation)}
        sentence = _("decided who “%(title)s” is for: %(audience)s") % told
        record("consultation.audience", sentence, by=by, about=consultation.pk, before=before)


@transaction.atomic
def open_outcome(consultation: Consultation, *, by: User) -> None:
    """Let everyone read the outcome of what is closed; the contributions stay among those admitted."""
    _check(by)
    if consultation.state != Consultation.State.CLOSED:
        raise Refused(Verdict.NOT_YET)
    consultation.outcome_is_open = True
    consultation.save(update_fields=["outcome_is_open"])
    sentence = _("opened the outcome of “%(title)s” to everyone") % {"title": consultation.title}
    record("consultation.outcome_opened", sentence, by=by, about=consultation.pk)


def is_kept_among_few(consultation: Consultation) -> bool:
    """Whether it was published for those admitted only: that never widens."""
    return consultation.is_public and consultation.audience == Consultation.Audience.ADMITTED


def _check(by: User) -> None:
    if not by.may(Ability.MANAGE_CONSULTATIONS):
        raise Refused(Verdict.NOT_YOUR_ROLE)


def _said(consultation: Consultation) -> str:
    words = str(Consultation.Audience(consultation.audience).label)
    return f"{words} ({', '.join(consultation.domains)})" if consultation.domains else words
