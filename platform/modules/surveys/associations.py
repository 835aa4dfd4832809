"""Answering for an association: which it is, checked as far as a number can be, and its sheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as BadNumber
from stdnum.fr import siren, siret

from accounts.models import User
from consultations.models import Phase
from consultations.permissions import Refused, Verdict, check
from modules.surveys.kinds.texts import RNA, compact
from modules.surveys.models import Sheet
from modules.surveys.permissions import ANSWER, takes_associations
from modules.surveys.respondents import of_member
from modules.surveys.selectors import live_version

MOST = 30  # associations that one person answers for in one survey


class AssociationForm(forms.Form):
    """An association and its number; cleans to the RNA, or to the SIREN that a SIRET begins with."""

    association = forms.CharField(
        label=_("Name of the association"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    number = forms.CharField(
        label=_("Its RNA or SIRET number"),
        help_text=_(
            "For instance W751004076 or 732 829 320 00074: on its statutes or its letters."
        ),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_association(self) -> str:
        return " ".join(self.cleaned_data["association"].split())

    def clean_number(self) -> str:
        return number_of(self.cleaned_data["number"])


def number_of(text: str) -> str:
    """The one number that stands for an association, however it is written; ValidationError for none."""
    plain = compact(text)
    if RNA.fullmatch(plain):
        return plain
    try:
        siret.validate(plain) if len(plain) > len("732829320") else siren.validate(plain)
    except BadNumber:
        message = _("This is neither an RNA number (W and 9 digits) nor a SIRET (14 digits).")
        raise ValidationError(message) from None
    return plain[:9]


@transaction.atomic
def begin(phase: Phase, *, association: str, number: str, by: User) -> Sheet:
    """A member's sheet for an association: a new draft, or the one that is there. Raises Refused."""
    check(by, ANSWER, phase)
    version, mine = live_version(phase), sheets_for(phase, by)
    if not takes_associations(phase) or version is None or len(mine) >= MOST:
        raise Refused(Verdict.NOT_HERE)
    values: dict[str, Any] = {"version": version, "association": association}
    sheet, _is_new = Sheet.objects.get_or_create(
        phase=phase, respondent=of_member(by), association_number=number, defaults=values
    )
    return sheet


def sheets_for(phase: Phase, user: User) -> list[Sheet]:
    """The associations that somebody answers or has answered for, by name. One statement."""
    mine = Sheet.objects.filter(phase=phase, respondent=of_member(user))
    return list(mine.exclude(association_number="").order_by("association"))
