"""What moderators and reporters fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultations.models import Consultation
from consultations.permissions import modules_on
from moderation.models import WORDS_LIMIT, Reason
from moderation.rules import MOST_WORDS, listed

SENTENCE_LIMIT = 1_000  # characters
COMMENTS = "comments"


class ReasonForm(forms.Form):
    """Why a text is refused or hidden, and what its author is told."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Choose a reason")), *Reason.choices],
        error_messages={"required": _("Choose a reason: the author reads it.")},
    )
    explanation = forms.CharField(
        label=_("Explanation to the author"),
        required=False,
        max_length=SENTENCE_LIMIT,
        help_text=_("Sent by e-mail, with the reason and the way to contest."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("This explanation is too long: 1,000 characters at most.")},
    )

    def clean(self) -> dict[str, Any]:
        """ "Another reason" alone would tell the author nothing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("reason") == Reason.OTHER and not cleaned.get("explanation", "").strip():
            self.add_error("explanation", _("Explain this other reason in a sentence."))
        return cleaned


class ContestForm(forms.Form):
    """Why an author does not agree."""

    text = forms.CharField(
        label=_("Why do you not agree?"),
        max_length=2_000,
        help_text=_("Another person than the one who decided reads it, with your text."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Write in a sentence why you do not agree."),
            "max_length": _("This is too long: 2,000 characters at most."),
        },
    )


class SettleForm(forms.Form):
    """What becomes of an appeal. The author reads the answer, whatever it is."""

    granted = forms.ChoiceField(
        label=_("What do you decide?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )
    answer = forms.CharField(
        label=_("Answer to the author"),
        max_length=SENTENCE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Write an answer: the author reads it."),
            "max_length": _("This answer is too long: 1,000 characters at most."),
        },
    )

    def __init__(self, data: Any = None, *, take_back: Any = "", confirm: Any = "") -> None:
        super().__init__(data)
        granted: Any = self.fields["granted"]
        granted.choices = [("yes", take_back), ("no", confirm)]

    @property
    def is_granted(self) -> bool:
        return bool(self.cleaned_data["granted"] == "yes")


class BlockForm(forms.Form):
    """For how long somebody cannot take part, and what they are told."""

    days = forms.TypedChoiceField(
        label=_("How long it lasts"),
        coerce=int,
        choices=[(7, _("A week")), (30, _("A month")), (90, _("Three months"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for how long.")},
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Choose a reason")), *Reason.choices],
        error_messages={"required": _("Choose a reason: the person reads it.")},
    )
    explanation = forms.CharField(
        label=_("Explanation to the person"),
        max_length=SENTENCE_LIMIT,
        help_text=_("Sent by e-mail, with the reason, the end and the way to contest."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Explain it in a sentence: a suspension is never without explanation."),
            "max_length": _("This explanation is too long: 1,000 characters at most."),
        },
    )


class RulesForm(forms.Form):
    """What the team reads before it shows, also where texts show at once."""

    holds_links = forms.BooleanField(label=_("Texts that contain a link"), required=False)
    holds_first = forms.BooleanField(
        label=_("The first contribution of a person"),
        help_text=_(
            "Of an account, or of an address left; without either, every one is the first."
        ),
        required=False,
    )
    words = forms.CharField(
        label=_("Texts that contain one of these words"),
        required=False,
        max_length=WORDS_LIMIT,
        help_text=_(
            "One word or expression a line. Accents and capitals do not count; a star at the end "
            "stands for any ending."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        error_messages={"max_length": _("This list is too long: 5,000 characters at most.")},
    )

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if len(listed(words)) > MOST_WORDS:
            raise ValidationError(_("This list is too long: 500 words at most."))
        return words


class ReportForm(forms.Form):
    """Somebody's word that a text breaks the charter. Only the reason is asked of them."""

    reason = forms.ChoiceField(
        label=_("What is wrong with this text?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong with this text.")},
    )
    text = forms.CharField(
        label=_("Tell us more"),
        required=False,
        max_length=SENTENCE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("This message is too long: 1,000 characters at most.")},
    )
    contact = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        help_text=_("To tell you what was decided. Never shown, and not given to the author."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": _("This does not look like an e-mail address. Example: name@example.org."),
        },
    )
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, person: object = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(person, User):
            del self.fields["contact"]

    @property
    def is_from_a_machine(self) -> bool:
        """Whether the field that people do not see was filled in."""
        return bool(self.cleaned_data.get("website"))


class FilterForm(forms.Form):
    """Which part of the queue to see. A value that no longer exists filters nothing."""

    consultation = forms.ModelChoiceField(
        Consultation.objects.order_by("title"),
        to_field_name="slug",
        required=False,
        label=_("Consultation"),
        empty_label=_("All consultations"),
    )
    kind = forms.ChoiceField(required=False, label=_("Kind of text"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(module.key, module.name) for module in modules_on()]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", _("All kinds")),
            *kinds,
            (COMMENTS, _("Comments")),
        ]

    def filters(self) -> dict[str, Any]:
        """The chosen filters as look-ups on texts. A comment is a text that answers another."""
        self.is_valid()
        found: dict[str, Any] = {}
        if consultation := self.cleaned_data.get("consultation"):
            found["consultation"] = consultation
        if kind := self.cleaned_data.get("kind"):
            found["parent__isnull"] = kind != COMMENTS
            if kind != COMMENTS:
                found["phase__module_key"] = kind
        return found
