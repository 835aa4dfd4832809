"""What agents and managers fill in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.selectors import ANSWERS
from consultations.module import Text
from contributions.models import Contribution, Status
from wording.widgets import PlainTextarea

LIMIT = 10_000  # characters
Outcome = Contribution.Outcome
NEEDED = _("Needed for the outcome to be published.")
TOO_LONG = _(
    "This text is too long: %(limit_value)d characters at most, and it has %(show_value)d."
)


def _long(label: Text, rows: int, help_text: Text, missing: Text = NEEDED) -> forms.CharField:
    """A text of several paragraphs; its form says when it may not be missing."""
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        required=False,
        max_length=LIMIT,
        help_text=help_text,  # type: ignore[arg-type]
        widget=PlainTextarea(attrs={"rows": rows}),
        error_messages={"max_length": TOO_LONG, "required": missing},  # type: ignore[dict-item]
    )


class AnswerForm(forms.Form):
    """The outcome of a contribution and its reasons."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an outcome.")},
    )
    body = _long(
        _("Reasoned answer, public"),
        8,
        _(
            "What was understood, what is decided, why, and what happens next. Plain words, no "
            "initials. It may stay empty only while the contribution is under study."
        ),
        _("Give the reasons: whoever wrote, and who supports, read them."),
    )

    def __init__(self, *args: Any, statuses: Iterable[Status] = (), **kwargs: Any) -> None:
        """Only what is still under study may go without its reasons.

        `statuses` are the consultation's own words: an outcome that has some is offered by them.
        """
        super().__init__(*args, **kwargs)
        self.statuses = {str(status.pk): status for status in statuses}
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)  # noqa: S101
        outcome.choices = [choice for one in ANSWERS for choice in self._worded(one)]
        self.fields["body"].required = (
            self._meaning(self.data.get("outcome")) != Outcome.UNDER_STUDY
        )

    def clean(self) -> dict[str, Any]:
        """The outcome, and with it the status chosen, None where the outcome's own word serves."""
        chosen = self.cleaned_data.get("outcome")
        if chosen is None:
            return self.cleaned_data
        told = {"outcome": self._meaning(chosen), "status": self.statuses.get(chosen)}
        return {**self.cleaned_data, **told}

    def _worded(self, outcome: Contribution.Outcome) -> list[tuple[str, str]]:
        own = [one for one in self.statuses.values() if one.outcome == outcome]
        told = [(str(one.pk), f"{one.title} ({outcome.label})") for one in own]
        return told or [(outcome.value, str(outcome.label))]

    def _meaning(self, chosen: Any) -> str:
        return self.statuses[chosen].outcome if chosen in self.statuses else str(chosen)


class OutcomeForm(forms.Form):
    """The outcome page: a draft may miss anything, what is published may not."""

    summary = forms.CharField(
        label=_("In short"),
        required=False,
        max_length=600,
        help_text=_("Two or three sentences: what came of the consultation."),
        widget=PlainTextarea(attrs={"rows": 3}),
        error_messages={"max_length": TOO_LONG, "required": NEEDED},
    )
    heard = _long(_("What was heard"), 8, _("What people said, disagreements included."))
    decided = _long(_("What was decided, and why"), 8, _("Also what will not be done, and why."))
    next = _long(_("What happens next"), 5, _("The next steps and their dates."))

    def __init__(self, *args: Any, publishes: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("summary", "heard", "decided"):
            self.fields[name].required = publishes or not self.is_bound
