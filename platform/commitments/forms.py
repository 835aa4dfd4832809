"""What the team fills in about commitments."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments.actions import MOST_SOURCES
from commitments.models import LIMIT, Commitment, News, Step
from commitments.selectors import numbered
from consultations.models import Consultation, Theme
from contributions.forms import LongText
from contributions.models import Contribution
from wording.widgets import PlainTextarea

NUMBER = re.compile(r"\d{1,9}")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SourcesField(forms.CharField):
    """Numbers of contributions, however they are separated; cleans to a sorted list."""

    def __init__(self, **options: Any) -> None:
        defaults = {
            "label": _("Contributions it comes from"),
            "help_text": _(
                "Their numbers, such as 12, 48, 103. Their authors and supporters are told."
            ),
            "max_length": 2_000,
            "required": False,
        }
        super().__init__(**{**defaults, **options})

    def clean(self, value: Any) -> list[int]:
        numbers = sorted({int(found) for found in NUMBER.findall(super().clean(value) or "")})
        if len(numbers) > MOST_SOURCES:
            raise forms.ValidationError(
                gettext("At most %(most)s contributions.") % {"most": MOST_SOURCES}
            )
        return numbers


def texts_numbered(consultation: Consultation, numbers: list[int]) -> list[Contribution]:
    """The contributions with these numbers; ValidationError names those that are not there."""
    found = numbered(consultation, numbers)
    missing = sorted(set(numbers) - {text.number for text in found})
    if missing:
        listed = ", ".join(str(number) for number in missing)
        raise forms.ValidationError(
            gettext("In this consultation, nothing public has the number: %(numbers)s.")
            % {"numbers": listed}
        )
    return found


class WordsForm(forms.Form):
    """What is undertaken, by whom and by when."""

    title = forms.CharField(
        label=_("What you undertake"),
        max_length=160,
        help_text=_("One sentence that can be checked: “Open one single grant form in 2027”."),
    )
    text = LongText(
        label=_("What will be done, and for whom"),
        max_length=LIMIT,
        widget=PlainTextarea(attrs={"rows": 6}),
    )
    responsible = forms.CharField(
        label=_("Who does it"),
        max_length=160,
        help_text=_("The department or the organisation that answers for it."),
    )
    due = forms.DateField(label=_("Done by"), widget=DAY)


class NewForm(WordsForm):
    """A commitment to prepare, in a consultation that citizens know."""

    consultation = forms.ModelChoiceField(
        Consultation.objects.exclude(state=Consultation.State.DRAFT).order_by("title"),
        to_field_name="slug",
        label=_("Consultation"),
        empty_label=None,
    )
    numbers = SourcesField()
    field_order = ("consultation", "title", "text", "responsible", "due", "numbers")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("numbers") and cleaned.get("consultation"):
            try:
                cleaned["sources"] = texts_numbered(cleaned["consultation"], cleaned["numbers"])
            except forms.ValidationError as missing:
                self.add_error("numbers", missing)
        return cleaned


class ChangeForm(WordsForm):
    """The words of a commitment, with the theme it is sorted under."""

    theme = forms.ModelChoiceField(
        Theme.objects.none(), label=_("Theme"), required=False, empty_label=_("No theme")
    )

    def __init__(self, *args: Any, commitment: Commitment, **options: Any) -> None:
        super().__init__(*args, **options)
        themes: Any = self.fields["theme"]
        themes.queryset = commitment.consultation.themes.all()


class SourcesForm(forms.Form):
    """Contributions to add to those a commitment comes from."""

    numbers = SourcesField(required=True)

    def __init__(self, *args: Any, commitment: Commitment, **options: Any) -> None:
        super().__init__(*args, **options)
        self.commitment = commitment

    def clean_numbers(self) -> list[int]:
        numbers: list[int] = self.cleaned_data["numbers"]
        self.texts = texts_numbered(self.commitment.consultation, numbers)
        return numbers


class StepForm(forms.Form):
    """One stage, with its day."""

    title = forms.CharField(label=_("Step"), max_length=Step._meta.get_field("title").max_length)
    due = forms.DateField(label=_("Done by"), widget=DAY)


class NewsForm(forms.Form):
    """What there is to tell."""

    title = forms.CharField(label=_("Title"), max_length=News._meta.get_field("title").max_length)
    body = LongText(label=_("Text"), max_length=LIMIT, widget=PlainTextarea(attrs={"rows": 5}))


class GiveUpForm(forms.Form):
    """Why it will not be done, in public."""

    reason = LongText(
        label=_("Why, in public"),
        max_length=LIMIT,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Those whose words it comes from read it."),
    )
