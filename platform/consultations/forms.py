"""What the team types about a consultation. Dates and times are Paris time, as the settings say."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.models import LONG_LIMIT, Consultation, Document, Partner, Phase
from consultations.module import Module
from consultations.pages import scale_of
from tenants.limits import check_files
from themes.documents import KINDS, check_weight, kind_of
from themes.forms import LogoField
from wording.widgets import PlainTextarea

A_MONTH = timedelta(days=30)
FARTHEST = timedelta(days=3 * 365)  # from today to a first day
DOCUMENT_BYTES = 20_000_000


class MomentField(forms.DateTimeField):
    """A day and a time, with the browser's own calendar."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **kwargs)
        self.error_messages["invalid"] = _("Write a day and a time, like 31/08/2026 23:59.")


def long_text(
    label: Any, help_text: Any, *, rows: int = 7, limit: int = LONG_LIMIT
) -> forms.CharField:
    """A text of several paragraphs that may stay empty while the consultation is a draft."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=limit,
        required=False,
        widget=PlainTextarea(attrs={"rows": rows}),
    )


class TitleForm(forms.Form):
    """All that a new consultation needs."""

    title = forms.CharField(
        label=_("Title of the consultation"),
        help_text=_("A question or a subject that everybody understands. You can change it later."),
        max_length=140,
        error_messages={"required": _("Give the consultation a title.")},
    )


class BeginningForm(TitleForm):
    """What is one's own in a consultation prepared from a template or after an earlier one."""

    first_day = forms.DateField(
        label=_("First day"),
        help_text=_(
            "The first stage opens on that day. The others follow, with the same number of days between them."
        ),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Say on which day the first stage opens."),
            "invalid": _("Write a day, like 31/08/2026."),
        },
    )

    def __init__(self, title: str, first_day: date, data: Any = None) -> None:
        super().__init__(data, initial={"title": title, "first_day": first_day})
        self._suggested = first_day

    def clean_first_day(self) -> date:
        chosen: date = self.cleaned_data["first_day"]
        today = timezone.localdate()
        if not today <= chosen <= today + FARTHEST:
            raise ValidationError(_("Choose a day from today on, within the next three years."))
        return chosen

    @property
    def day(self) -> date:
        """The day that was asked for, as far as it can be; else the one suggested."""
        asked = self.cleaned_data.get("first_day") if self.is_bound and self.is_valid() else None
        return asked or self._suggested


class TextsForm(forms.Form):
    """The promise. Before publication everything but the title may wait."""

    title = forms.CharField(
        label=_("Title"),
        max_length=140,
        error_messages={"required": _("Give the consultation a title.")},
    )
    summary = long_text(
        _("Summary"),
        _("Two sentences, shown in lists and at the top of the page."),
        rows=3,
        limit=400,
    )
    why = long_text(
        _("Why this consultation"),
        _("What is the question, what happened before, what is not up for discussion."),
    )
    use = long_text(
        _("What contributions will be used for"),
        _("Who reads them, who decides, when, and how you will answer. This is your promise."),
    )
    commitment = forms.ChoiceField(
        label=_("What you commit to"),
        help_text=_("Promise what you can keep: people see it as a scale, and hold you to it."),
        required=False,
        widget=forms.RadioSelect,
    )
    moderation = forms.ChoiceField(
        label=_("When texts are moderated"),
        help_text=_("Before: nothing shows until a moderator read it. After: it shows at once."),
        choices=Consultation.Moderation.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, consultation: Consultation, data: Any = None) -> None:
        now = {name: getattr(consultation, name) for name in self.base_fields}
        super().__init__(data, initial=now)
        commitment: Any = self.fields["commitment"]
        commitment.choices = [
            (step.value, f"{step.name} – {step.sentence}") for step in scale_of(consultation)
        ]
        if consultation.is_public:
            self._keep_the_promise()

    def _keep_the_promise(self) -> None:
        """What publication required stays required afterwards."""
        for name in ("summary", "why", "use", "commitment"):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = _(
                "The consultation is published: this cannot be empty."
            )


class PartForm(forms.Form):
    """One row of a list in an order. `apply` sets what was typed on the row, which the caller saves."""

    def __init__(self, part: Any, data: Any = None, files: Any = None) -> None:
        fields = self.base_fields.items()
        texts = [name for name, field in fields if not isinstance(field, forms.FileField)]
        now = {name: getattr(part, name, None) for name in texts}
        super().__init__(data, None if data is None else files, initial=now)
        self.part = part

    def apply(self) -> None:
        for name, value in self.cleaned_data.items():
            setattr(self.part, name, value)


class ThemeForm(PartForm):
    """A subject under which contributions are sorted."""

    title = forms.CharField(
        label=_("Name of the theme"),
        max_length=120,
        error_messages={"required": _("Name the theme.")},
    )
    description = forms.CharField(
        label=_("What belongs there"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PartnerForm(PartForm):
    """An organisation that holds the consultation together with the tenant."""

    name = forms.CharField(
        label=_("Name of the organisation"),
        max_length=120,
        error_messages={"required": _("Name the organisation.")},
    )
    url = forms.URLField(
        label=_("Web address"),
        max_length=200,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("This is no web address. Example: https://example.org")},
    )
    logo = LogoField(
        label=_("Logo"),
        help_text=_(
            "SVG, PNG, JPEG or WebP, 2 MB at most. Shown in the place of the name, on white."
        ),
        required=False,
    )
    without_logo = forms.BooleanField(label=_("Take the logo away"), required=False)

    def __init__(self, part: Partner, data: Any = None, files: Any = None) -> None:
        super().__init__(part, data, files)
        if not part.logo:
            del self.fields["without_logo"]

    def apply(self) -> None:
        logo, without = self.cleaned_data.pop("logo"), self.cleaned_data.pop("without_logo", False)
        super().apply()
        if logo or without:
            self.part.wear(logo)


class DocumentForm(PartForm):
    """A file to read. Changing it, one chooses a file only to put it in the former one's place."""

    title = forms.CharField(
        label=_("Title of the document"),
        max_length=140,
        error_messages={"required": _("Give the document a title.")},
    )
    description = forms.CharField(
        label=_("What is in it"),
        help_text=_("One sentence: people choose what they open."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "PDF, or an OpenDocument or Office file without macros; 20 MB at most. Make it accessible: "
            "real titles, a text for each picture."
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{key}" for key in KINDS)}),
        error_messages={"required": _("Choose a file.")},
    )

    def __init__(self, part: Document, data: Any = None, files: Any = None) -> None:
        super().__init__(part, data, files)
        if not part._state.adding:
            self.fields["file"].required = False
            self.fields["file"].label = _("Another file in its place")

    def clean_file(self) -> File[bytes] | None:
        upload: File[bytes] | None = self.cleaned_data["file"]
        if upload:
            check_weight(upload, DOCUMENT_BYTES)
            self.kind = kind_of(upload)
            check_files(upload.size)
        return upload

    def apply(self) -> None:
        upload = self.cleaned_data.pop("file")
        super().apply()
        if upload:
            self.part.hold(upload, self.kind)


class FollowForm(forms.Form):
    """Where a visitor wants to be told what happens in a consultation."""

    address = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "Never shown, and used for this only. We send you a link to confirm it is yours."
        ),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Write your e-mail address.")},
    )


class PhaseForm(forms.Form):
    """What every phase has, whatever its module. Dates are fixed once the public saw it open."""

    title = forms.CharField(
        label=_("Title of the stage"),
        help_text=_("What people do here: “Your proposals”, “The survey”…"),
        max_length=120,
        error_messages={"required": _("Give the stage a title.")},
    )
    introduction = long_text(
        _("Introduction"), _("Shown above what people do: what you expect of them."), rows=4
    )
    kind_key = forms.ChoiceField(label=_("What people may do"), widget=forms.RadioSelect)
    opens_at = MomentField(
        label=_("Opens"), error_messages={"required": _("Say when the stage opens.")}
    )
    closes_at = MomentField(
        label=_("Closes"),
        help_text=_(
            "Paris time. Nothing can be handed in after that minute, and everybody sees it."
        ),
        error_messages={"required": _("Say when the stage closes.")},
    )
    audience = forms.ChoiceField(
        label=_("Who may take part"), choices=Phase.Audience.choices, widget=forms.RadioSelect
    )
    moderation = forms.ChoiceField(
        label=_("When texts are moderated here"),
        choices=[("", _("As the consultation says")), *Consultation.Moderation.choices],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(
        self, phase: Phase, module: Module, data: Any = None, *, begun: bool = False
    ) -> None:
        super().__init__(data, initial={name: getattr(phase, name) for name in self.base_fields})
        kinds: Any = self.fields["kind_key"]
        kinds.choices = [(kind.key, kind.label) for kind in module.kinds]
        if len(module.kinds) == 1:  # nothing to choose
            del self.fields["kind_key"]
        if begun:
            for name in ("opens_at", "closes_at"):
                self.fields[name].disabled = True
            self.fields["closes_at"].help_text = _(
                "The stage has begun: give it more time by extending it."
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", ValidationError(_("It must close after it opens.")))
        return {name: value for name, value in cleaned.items() if not self.fields[name].disabled}


class ExtensionForm(forms.Form):
    """More time, and why."""

    until = MomentField(
        label=_("New closing"),
        help_text=_("Paris time."),
        error_messages={"required": _("Say when the stage closes now.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Shown to everybody on the page, and in the mail."),
        max_length=400,
        widget=PlainTextarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: everybody will read it.")},
    )

    def __init__(self, phase: Phase, data: Any = None) -> None:
        super().__init__(data, initial={"until": phase.closes_at + timedelta(days=14)})
        self.phase = phase

    def clean_until(self) -> datetime:
        until: datetime = self.cleaned_data["until"]
        if until <= max(self.phase.closes_at, timezone.now()):
            raise ValidationError(
                _("The new closing must be later than the present one, and to come.")
            )
        return until


class PreviewForm(forms.Form):
    """As of when to look at a draft; empty for its first opening."""

    at = MomentField(label=_("Another moment"), required=False)


def new_phase(consultation: Consultation, module: Module) -> Phase:
    """An unsaved phase with believable dates: a month, from tomorrow morning to a last evening."""
    today = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    opens = (today + timedelta(days=1)).replace(hour=9)
    closes = datetime.combine((opens + A_MONTH).date(), time(23, 59), tzinfo=opens.tzinfo)
    return Phase(
        consultation=consultation,
        module_key=module.key,
        kind_key=module.kinds[0].key,
        title=str(module.name),
        opens_at=opens,
        closes_at=closes,
    )
