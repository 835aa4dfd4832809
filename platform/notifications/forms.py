"""How often people want to be told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.selectors import person_at
from notifications.models import Reader, Rhythm


class ChoiceForm(forms.Form):
    """A reader's rhythm; the team is asked about its reminders too."""

    rhythm = forms.ChoiceField(
        label=_("News of what I wrote, supported and follow"),
        help_text=_(
            "Sign-in codes, receipts and decisions on your own texts are sent at once in any case: "
            "they answer what you did, or you may have to act on them."
        ),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how often."),
            "invalid_choice": _("Choose how often."),
        },
    )
    wants_work = forms.BooleanField(
        label=_("Reminders of what waits for the team"),
        help_text=_(
            "On working mornings for moderators, on Mondays for agents; only when something waits for you."
        ),
        required=False,
    )

    def __init__(self, reader: Reader, data: Any = None) -> None:
        super().__init__(data, initial={"rhythm": reader.rhythm, "wants_work": reader.wants_work})
        person = person_at(reader.address)
        if person is None or not person.is_staff:
            del self.fields["wants_work"]
