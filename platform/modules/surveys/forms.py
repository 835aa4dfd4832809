"""What staff set: the phase, sections, questions, conditions, files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contributions.models import Contribution
from modules.surveys.document import Choice, Question, Section, new_key
from modules.surveys.kinds import Kind
from modules.surveys.permissions import (
    AFTER,
    ANONYMOUS,
    DEVICE,
    DURING,
    INVITATION,
    NEVER,
    PSEUDONYM,
    SIGNED,
)
from modules.surveys.pictures import keep_picture

MOST_CHOICES, CHOICE_LENGTH = 60, 200
NAME_LENGTH = 80
NEUTRAL = {"shuffle", "low", "high", "unit"}  # options that a correction may change
TWO_LINES = forms.Textarea(attrs={"rows": 2})


class SettingsForm(forms.Form):
    """A survey phase's settings; guests are let in by the phase's audience."""

    results = forms.ChoiceField(
        label=_("Results shown to everybody"),
        help_text=_(
            "Texts that people wrote are never shown to everybody, nor what fewer than five said."
        ),
        choices=[
            (DURING, _("as soon as answers arrive")),
            (AFTER, _("when the survey is closed")),
            (NEVER, _("never: they stay with the team")),
        ],
        initial=AFTER,
        widget=forms.RadioSelect,
    )
    identity = forms.ChoiceField(
        label=_("How people answer"),
        help_text=_("Say it before people answer: what they were promised holds."),
        choices=[
            (ANONYMOUS, _("anonymously: no name is kept anywhere")),
            (PSEUDONYM, _("under a name of their choice, which the team reads")),
            (SIGNED, _("under their name, which the team reads")),
        ],
        initial=ANONYMOUS,
        widget=forms.RadioSelect,
    )
    entry = forms.ChoiceField(
        label=_("One answer a person"),
        choices=[
            (DEVICE, _("by account, or by device for people without one")),
            (INVITATION, _("by invitation: each answers with a code that you hand out")),
        ],
        initial=DEVICE,
        widget=forms.RadioSelect,
    )
    associations = forms.BooleanField(
        label=_("Members may also answer for associations"),
        help_text=_(
            "Once for each, which they name with its RNA or SIRET number; the team reads which. "
            "Not with invitations."
        ),
        required=False,
        initial=False,
    )


class WhoForm(forms.Form):
    """How somebody is named beside their answers, where the phase asks for it."""

    who_name = forms.CharField(label=_("Your name"), max_length=NAME_LENGTH)
    who_email = forms.EmailField(
        label=_("Your e-mail address, to receive your receipt"), required=False
    )

    def __init__(self, *args: Any, identity: str, guest: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if identity == PSEUDONYM:
            self.fields["who_name"].label = _("The name of your choice")
            self.fields["who_name"].help_text = _("The team reads it beside your answers.")
        if identity == ANONYMOUS or (identity == SIGNED and not guest):
            del self.fields["who_name"]
        if identity != SIGNED or not guest:
            del self.fields["who_email"]


class InvitationForm(forms.Form):
    """The code that somebody was sent."""

    unknown = _("This code opens nothing: read it over, letter by letter.")

    code = forms.CharField(
        label=_("Your invitation code"),
        help_text=_("Twelve letters and figures, as they stand in your invitation."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class SectionForm(forms.Form):
    """A section's wording."""

    title = forms.CharField(label=_("Title"), max_length=140)
    intro = forms.CharField(
        label=_("Introduction"),
        help_text=_("One or two sentences, above the questions."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @classmethod
    def of(cls, section: Section, data: Any = None) -> SectionForm:
        """Filled in with a section."""
        return cls(data, initial={"title": section.title, "intro": section.intro})


class ChoicesField(forms.CharField):
    """Choices or rows, one a line; cleans to the list of them."""

    widget = forms.Textarea

    def __init__(self, *, fewest: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fewest = fewest

    def clean(self, value: Any) -> Any:
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        choices = [line for line in lines if line]
        if len(choices) < self.fewest:
            raise ValidationError(
                _("Write at least two choices, one a line.")
                if self.fewest > 1
                else _("Write at least one line.")
            )
        if len(choices) > MOST_CHOICES:
            raise ValidationError(_("%(most)d choices at most.") % {"most": MOST_CHOICES})
        if long := next((line for line in choices if len(line) > CHOICE_LENGTH), None):
            message = _("Shorten this choice, which has more than %(most)d characters: %(start)s…")
            raise ValidationError(message % {"most": CHOICE_LENGTH, "start": long[:40]})
        if len({line.casefold() for line in choices}) < len(choices):
            raise ValidationError(_("Two choices are the same."))
        return choices


class QuestionForm(forms.Form):
    """A question's wording and all that its kind lets staff set.

    `answered` once people have answered the question: then it is either corrected, keeping its meaning
    and its answers, or changed, and asked anew beside the answers given before.
    """

    label = forms.CharField(
        label=pgettext_lazy("survey", "Question"),
        help_text=_("One idea in one sentence, in everyday words."),
        max_length=300,
        widget=TWO_LINES,
    )
    help = forms.CharField(
        label=_("Help"),
        help_text=_("What helps to understand the question or to answer it."),
        max_length=400,
        required=False,
        widget=TWO_LINES,
    )
    required = forms.BooleanField(label=_("An answer is required"), required=False)
    upload = forms.FileField(
        label=_("Picture"),
        help_text=_("PNG, JPEG or WebP, 5 MB at most."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    picture_alt = forms.CharField(
        label=_("What the picture shows"),
        help_text=_("For people who do not see it."),
        max_length=300,
        required=False,
    )
    without_picture = forms.BooleanField(label=_("Take the picture away"), required=False)
    meaning = forms.ChoiceField(
        label=_("People have answered this question already"),
        choices=[
            ("kept", _("I only correct the wording: the question means the same")),
            (
                "changed",
                _("I change the question: it is asked anew, beside the answers given before"),
            ),
        ],
        initial="kept",
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, kind: Kind, question: Question | None = None, answered: bool = False,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.kind, self.question, self.answered = kind, question, answered
        self.picture = question.picture if question else ""
        for name, label in (("choices", kind.choices), ("rows", kind.rows)):
            if label:
                fewest = kind.fewest_choices if name == "choices" else 1
                self.fields[name] = ChoicesField(
                    label=label,
                    fewest=fewest,
                    help_text=_("One a line, in the order in which people read them."),
                )
        for name, make in kind.options.items():
            self.fields[name] = make()
        self._drop_fields()
        self._fill()
        rest = ["required", "upload", "picture_alt", "without_picture", "meaning"]
        self.order_fields(["label", "help", "rows", "choices", *kind.options, *rest])

    def _drop_fields(self) -> None:
        if not self.answered:
            del self.fields["meaning"]
        if not self.picture:
            del self.fields["without_picture"]

    def _fill(self) -> None:
        if (one := self.question) is None:
            return
        self.initial = {
            "label": one.label,
            "help": one.help,
            "required": one.required,
            "picture_alt": one.picture_alt,
            "choices": "\n".join(choice.label for choice in one.choices),
            "rows": "\n".join(row.label for row in one.rows),
            **one.options,
            **self.initial,
        }

    def clean_label(self) -> str:
        return " ".join(self.cleaned_data["label"].split())

    def clean_help(self) -> str:
        return " ".join(self.cleaned_data["help"].split())

    def clean_upload(self) -> str:
        upload = self.cleaned_data.get("upload")
        return keep_picture(upload) if upload else ""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        shown = values.get("upload") or (self.picture and not values.get("without_picture"))
        if shown and not values.get("picture_alt"):
            self.add_error("picture_alt", _("Say what the picture shows."))
        if self.answered and values.get("meaning") == "kept" and self.question:
            self._check_correction(values, self.question)
        return values

    def _check_correction(self, values: dict[str, Any], before: Question) -> None:
        """A correction keeps as many choices, and the same scale: else given answers would lie."""
        for name, known in (("choices", before.choices), ("rows", before.rows)):
            if name in values and len(values[name]) != len(known):
                text = _(
                    "A correction keeps as many lines: to add or remove some, change the question."
                )
                self.add_error(name, text)
        for name in set(self.kind.options) - NEUTRAL:
            if name in values and (values[name] or None) != (before.options.get(name) or None):
                self.add_error(
                    name, _("A correction keeps this: to change it, change the question.")
                )

    def result(self) -> Question:
        """The question as staff wrote it; with a key of its own where it now means something else."""
        values, before = self.cleaned_data, self.question
        corrected = self.answered and values.get("meaning") == "kept"
        picture = values["upload"] or ("" if values.get("without_picture") else self.picture)
        made = Question(
            key=before.key if before else new_key(),
            kind=self.kind.key,
            label=values["label"],
            help=values["help"],
            required=values["required"],
            picture=picture,
            picture_alt=values["picture_alt"] if picture else "",
            choices=_kept(before.choices if before else (), values.get("choices", ()), corrected),
            rows=_kept(before.rows if before else (), values.get("rows", ()), corrected),
            options={n: values[n] for n in self.kind.options if values[n] not in (None, "", False)},
            **({"show": before.show} if before else {}),
        )
        asks_anew = before and self.answered and not corrected and _means(made) != _means(before)
        return replace(made, key=new_key()) if asks_anew else made


def _kept(known: Sequence[Choice], labels: Sequence[str], corrected: bool) -> tuple[Choice, ...]:
    """Choices as written. Corrected: the same ones in other words; else those known by their words stay."""
    if corrected:
        return tuple(
            Choice(key=one.key, label=label) for one, label in zip(known, labels, strict=True)
        )
    by_label = {one.label: one for one in known}
    return tuple(by_label.get(label) or Choice(key=new_key(), label=label) for label in labels)


def _means(question: Question) -> Any:
    """What answers hang on: all but the help, the picture, the order and whether one must answer."""
    options = {name: value for name, value in question.options.items() if name != "shuffle"}
    return question.label, question.choices, question.rows, options


class ImportForm(forms.Form):
    """A questionnaire's file."""

    file = forms.FileField(
        label=_("File"), widget=forms.FileInput(attrs={"accept": ".json,application/json"})
    )
    add = forms.BooleanField(
        label=_("Keep the present questions, and add these behind them"), required=False
    )


class InviteForm(forms.Form):
    """How many codes to make."""

    number = forms.IntegerField(label=_("How many codes"), min_value=1, max_value=5_000, initial=50)


class PaperForm(forms.Form):
    """Where a sheet that is copied in comes from."""

    origin = forms.ChoiceField(
        label=_("Origin"),
        choices=[
            (Contribution.Origin.PAPER, _("On paper")),
            (Contribution.Origin.WORKSHOP, _("In a workshop")),
        ],
        initial=Contribution.Origin.PAPER,
        widget=forms.RadioSelect,
    )
    reference = forms.CharField(
        label=_("Number on the sheet"),
        help_text=_("So that none is entered twice."),
        max_length=40,
        required=False,
    )


class TagForm(forms.Form):
    """Words under which a text is filed."""

    tags = forms.CharField(
        label=_("Tags"), help_text=_("Separated by commas."), max_length=200, required=False
    )

    def clean_tags(self) -> list[str]:
        words = [" ".join(word.split())[:40] for word in self.cleaned_data["tags"].split(",")]
        return list(dict.fromkeys(word.lower() for word in words if word))[:10]
