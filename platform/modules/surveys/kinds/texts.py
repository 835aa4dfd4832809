"""Own words, in every length, and the words that have a form: addresses and numbers of registers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as BadNumber
from stdnum.fr import siret

from modules.surveys.document import Choice, Question
from modules.surveys.kinds.base import Kind, Said, wording

SHORT, LONG = 200, 2_000  # characters
WRITING = _("Own words")
RNA = re.compile(r"W[0-9A-Z][0-9]{8}")


class ShortText(Kind):
    """A line."""

    key, label, icon, group = "short_text", _("Short text"), "type", WRITING
    seconds, value, is_text = 40, "text", True

    def field(self, question: Question, order: Sequence[Choice]) -> forms.Field:
        return forms.CharField(max_length=SHORT, **wording(question))

    def said(self, question: Question, value: Any) -> list[Said]:
        return [Said(text=value)] if value else []

    def words(self, question: Question, said: Sequence[Said]) -> str | float:
        return said[0].text


class LongText(ShortText):
    """Some sentences."""

    key, label, icon = "long_text", _("Long text"), "text-align-start"
    seconds = 80

    def field(self, question: Question, order: Sequence[Choice]) -> forms.Field:
        widget = forms.Textarea(attrs={"rows": 5})
        return forms.CharField(max_length=LONG, widget=widget, **wording(question))


class Email(ShortText):
    """An e-mail address."""

    key, label, icon = "email", _("E-mail address"), "mail"
    seconds = 15

    def field(self, question: Question, order: Sequence[Choice]) -> forms.Field:
        widget = forms.EmailInput(attrs={"autocomplete": "email"})
        return forms.EmailField(widget=widget, **wording(question))


class _Registered(ShortText):
    """A number of a register: kept without spaces, its own check behind it."""

    seconds = 25
    most = 30

    def field(self, question: Question, order: Sequence[Choice]) -> forms.Field:
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        return forms.CharField(
            max_length=self.most, widget=widget, validators=[self.check], **wording(question)
        )

    def said(self, question: Question, value: Any) -> list[Said]:
        return [Said(text=compact(value))] if value else []

    @staticmethod
    def check(value: str) -> None:
        """Raise ValidationError for what is no such number."""
        raise NotImplementedError


class Siret(_Registered):
    """The 14 digits of an establishment."""

    key, label, icon = "siret", _("SIRET number"), "building-2"

    @staticmethod
    def check(value: str) -> None:
        try:
            siret.validate(compact(value))
        except BadNumber:
            message = _("A SIRET has 14 digits, for instance 732 829 320 00074: check them.")
            raise ValidationError(message) from None


class Rna(_Registered):
    """The number of an association in the national register."""

    key, label, icon = "rna", _("RNA number"), "landmark"

    @staticmethod
    def check(value: str) -> None:
        if not RNA.fullmatch(compact(value)):
            message = _("An RNA number is a W followed by 9 digits, for instance W751004076.")
            raise ValidationError(message)


def compact(value: str) -> str:
    """Without the spaces and points that people put in, in capitals."""
    return re.sub(r"[\s.\-]", "", value).upper()
