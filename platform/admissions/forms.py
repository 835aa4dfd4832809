"""What the team types to admit people, and the code that a person types."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from admissions.codes import ALPHABET, GROUP, GROUPS
from admissions.domains import NoDomain, read_domain
from consultations.audience import is_kept_among_few
from consultations.models import Consultation

MOST_DOMAINS = 50
AT_ONCE = 500  # codes or addresses
FILE_BYTES = 200_000
SHOWN = 5  # of what is wrong
BETWEEN = re.compile(r"[\s,;<>\"()]+")


class AudienceForm(forms.Form):
    """Who sees, who takes part, and whose addresses are admitted."""

    audience = forms.ChoiceField(
        label=_("Who it is for"),
        choices=Consultation.Audience.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose who it is for."),
            "invalid_choice": _("Choose who it is for."),
        },
    )
    domains = forms.CharField(
        label=_("Addresses admitted by their ending"),
        help_text=_(
            "One a line: ac-lille.fr admits name@ac-lille.fr; *.ac-lille.fr admits what is under it "
            "too, such as name@lycee.ac-lille.fr. Nobody signs in without holding their mailbox."
        ),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )

    def __init__(self, consultation: Consultation, data: Any = None) -> None:
        now = {"audience": consultation.audience, "domains": "\n".join(consultation.domains)}
        super().__init__(data, initial=now)
        if is_kept_among_few(consultation):
            chosen: Any = self.fields["audience"]
            kept = Consultation.Audience.ADMITTED
            chosen.choices = [(kept.value, kept.label)]
            chosen.help_text = _(
                "Published for a few, it stays among them: they write knowing who reads. Its "
                "outcome may be opened to everyone once it is closed."
            )

    def clean_domains(self) -> list[str]:
        found, wrong = [], []
        for typed in BETWEEN.split(self.cleaned_data["domains"].strip()):
            try:
                found += [read_domain(typed)] if typed else []
            except NoDomain:
                wrong.append(typed)
        if wrong:
            raise ValidationError(
                _("These are no endings of addresses: %s. Example: ac-lille.fr") % _few(wrong)
            )
        if len(found) > MOST_DOMAINS:
            raise ValidationError(_("%d endings are the most.") % MOST_DOMAINS)
        return list(dict.fromkeys(found))


class CodesForm(forms.Form):
    """How many codes, and for whom."""

    title = forms.CharField(
        label=_("Whom they are for"),
        help_text=_("Your own note, printed small on the letters: “North quarter”, “Class 3B”…"),
        max_length=80,
        error_messages={"required": _("Say whom they are for, to tell the lists apart.")},
    )
    number = forms.IntegerField(
        label=_("How many codes"),
        help_text=_("%d at most in one list.") % AT_ONCE,
        min_value=1,
        max_value=AT_ONCE,
        initial=100,
        error_messages={
            "required": _("Say how many."),
            "invalid": _("Write a number, like 100."),
            "min_value": _("One at least."),
            "max_value": _("500 at most in one list: make another one after it."),
        },
    )


class InviteForm(forms.Form):
    """Addresses, pasted as they come, or in a file."""

    addresses = forms.CharField(
        label=_("E-mail addresses"),
        help_text=_("Paste them as they come: one a line, or with commas, or copied from a mail."),
        max_length=100_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("Or a file"),
        help_text=_(
            "A table saved as CSV, or a text, of 200 KB at most: addresses are found in it."
        ),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
    )

    def clean_file(self) -> list[str]:
        """The addresses in it: cells without @ are names, phone numbers, titles."""
        upload = self.cleaned_data["file"]
        if not upload:
            return []
        if upload.size > FILE_BYTES:
            raise ValidationError(_("This file is too heavy: 200 KB at most."))
        text = upload.read().decode("utf-8", errors="replace")
        if "\x00" in text:
            raise ValidationError(_("This file is no text. Save your table as CSV first."))
        return [part for part in _parts(text) if "@" in part]

    def clean_addresses(self) -> list[str]:
        """What was pasted: names stand before addresses in angle brackets, and are passed over."""
        text = self.cleaned_data["addresses"]
        parts = _parts(text)
        return [part for part in parts if "@" in part] or parts

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        found = list(dict.fromkeys([*cleaned.get("addresses", []), *cleaned.get("file", [])]))
        if not found and not self.errors:
            raise ValidationError(_("Paste at least one address, or choose a file."))
        wrong = [one for one in found if not _is_address(one)]
        if wrong:
            self.add_error(
                "addresses" if set(wrong) & set(cleaned.get("addresses", [])) else "file",
                ngettext(
                    "%(count)d is no address: %(few)s. Nobody was invited yet.",
                    "%(count)d are no addresses: %(few)s. Nobody was invited yet.",
                    len(wrong),
                )
                % {"count": len(wrong), "few": _few(wrong)},
            )
        elif len(found) > AT_ONCE:
            raise ValidationError(
                _("%(count)d addresses: invite %(most)d at most at once.")
                % {"count": len(found), "most": AT_ONCE}
            )
        return {**cleaned, "found": found}


class EnterForm(forms.Form):
    """An access code, typed in any case, with or without dashes."""

    code = forms.CharField(
        label=_("Your access code"),
        help_text=_("Twelve letters and figures, as they stand in your letter."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Write the code of your letter.")},
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].upper()
        plain = "".join(letter for letter in code if letter.isalnum())
        if len(plain) != GROUPS * GROUP or set(plain) - set(ALPHABET):
            raise ValidationError(
                _("A code has twelve letters and figures, without 0, 1, I, L, O and U.")
            )
        return code


def _parts(text: str) -> list[str]:
    cut = (part.strip(".:'").removeprefix("mailto:") for part in BETWEEN.split(text.lower()))
    return [part for part in cut if part]


def _is_address(text: str) -> bool:
    try:
        EmailValidator()(text)
    except ValidationError:
        return False
    return len(text) <= 254


def _few(wrong: list[str]) -> str:
    shown = ", ".join(one[:60] for one in wrong[:SHOWN])
    return f"{shown}…" if len(wrong) > SHOWN else shown
