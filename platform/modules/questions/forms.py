"""What people ask, and what the team writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from contributions.forms import GuestFields, LongText, without_guest_fields
from modules.questions.models import ANSWER_LIMIT, Expected

if TYPE_CHECKING:
    _ExpectedForm = forms.ModelForm[Expected]
else:
    _ExpectedForm = forms.ModelForm

QUESTION_LIMIT = 1_000  # characters


class SettingsForm(forms.Form):
    """Nothing to set: the stage's dates, audience and moderation say it all."""


class QuestionForm(GuestFields):
    """A question; the guests' fields are left out for members."""

    body = LongText(
        label=_("Your question"),
        help_text=_("One question at a time: it is easier to answer, and to find again."),
        max_length=QUESTION_LIMIT,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your question.")},
    )
    field_order = ("body",)

    def __init__(self, *args: Any, guest: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not guest:
            without_guest_fields(self)


class AnswerForm(forms.Form):
    """What the team answers."""

    body = LongText(
        label=_("Your answer"),
        help_text=_("Everybody reads it. Leave an empty line between two paragraphs."),
        max_length=ANSWER_LIMIT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write the answer.")},
    )


class ExpectedForm(_ExpectedForm):
    """A question that the team expects, with its answer."""

    class Meta:
        model = Expected
        fields: ClassVar = ["title", "body"]
        widgets: ClassVar = {"body": forms.Textarea(attrs={"rows": 6})}
        labels: ClassVar = {"title": _("Question"), "body": _("Answer")}
