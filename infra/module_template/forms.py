"""What citizens type, and what the team sets."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from consultations.models import Phase


class SettingsForm(forms.Form):
    """A phase's settings. Each field has an `initial`, which holds until the team chooses."""

    limit = forms.IntegerField(
        label=_("How many characters people may write"), min_value=50, max_value=2_000, initial=300
    )


class WordsForm(forms.Form):
    """A few words, no longer than the phase allows."""

    def __init__(self, phase: Phase, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["body"] = forms.CharField(
            label=_("Your words"),
            widget=forms.Textarea(attrs={"rows": 4}),
            max_length=phase.setting("limit"),
            error_messages={"required": _("Write a few words first.")},
        )
