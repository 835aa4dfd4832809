"""What leaving asks."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

KEEP, DELETE = "keep", "delete"


class LeaveForm(forms.Form):
    """With the texts or without, and a yes."""

    texts = forms.ChoiceField(
        label=_("What you wrote and supported"),
        choices=[
            (KEEP, _("Stays, without my name: it keeps counting in the consultations")),
            (DELETE, _("Is deleted too: proposals, comments, answers and supports")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of your texts.")},
    )
    sure = forms.BooleanField(
        label=_("I understand that nobody can undo this"),
        error_messages={"required": _("Tick the box to confirm.")},
    )

    @property
    def keep_texts(self) -> bool:
        """The choice made; ask it of a valid form."""
        return bool(self.cleaned_data["texts"] == KEEP)
