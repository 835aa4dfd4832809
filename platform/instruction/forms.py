"""What agents fill in while they study contributions."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accountability.forms import AnswerForm as OfficialAnswerForm
from accounts.models import User
from consultations.models import Consultation, Theme
from contributions.forms import LongText
from instruction import selectors
from instruction.models import LONG, NOTE, Dossier
from instruction.sheets import SIZE

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MINE, NOBODY = "moi", "personne"


class ThemeField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's takes none
    """Themes of all consultations: two may share a title."""

    def label_from_instance(self, theme: Theme) -> str:
        return f"{theme.title} – {theme.consultation.title}"


class FilterForm(forms.Form):
    """Which contributions are shown, and in what order. A value that no longer exists filters nothing."""

    consultation = forms.ModelChoiceField(
        Consultation.objects.order_by("title"),
        to_field_name="slug",
        required=False,
        label=_("Consultation"),
        empty_label=_("All consultations"),
    )
    theme = ThemeField(
        Theme.objects.select_related("consultation").order_by("consultation__title", "position"),
        required=False,
        label=_("Theme"),
        empty_label=_("All themes"),
    )
    agent = forms.ChoiceField(required=False, label=_("In charge"))
    etape = forms.ChoiceField(
        required=False,
        label=_("Stage"),
        choices=[("", _("All stages")), *selectors.STAGES.items()],
    )
    tri = forms.ChoiceField(
        required=False,
        label=_("First"),
        choices=[
            ("", _("Unanswered")),
            ("soutiens", _("Most supported")),
            ("echeance", _("Due soonest")),
            ("numero", _("By number")),
        ],
    )
    retard = forms.BooleanField(required=False, label=_("Late only"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(person.pk), str(person)) for person in selectors.agents()]
        fixed = [("", _("All agents")), (MINE, _("Mine")), (NOBODY, _("Nobody yet"))]
        self.fields["agent"].choices = [*fixed, *people]  # type: ignore[attr-defined]

    def filtered(self, texts: selectors.Texts, user: User) -> selectors.Texts:
        """The contributions among these that were asked for."""
        self.is_valid()
        asked = self.cleaned_data
        for name in ("consultation", "theme"):
            texts = texts.filter(**{name: asked[name]}) if asked.get(name) else texts
        if agent := asked.get("agent"):
            key = {MINE: user.pk, NOBODY: None}.get(agent, agent)
            texts = texts.filter(agent_id=key)
        texts = texts.filter(stage=asked["etape"]) if asked.get("etape") else texts
        texts = selectors.late(texts) if asked.get("retard") else texts
        return texts.order_by(*selectors.ORDERS[asked["tri"]]) if asked.get("tri") else texts


class SeenForm(forms.Form):
    """A form that knows how its dossier was when it was shown."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    def clean_seen(self) -> datetime | None:
        try:
            return parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            return None


class EurosField(forms.DecimalField):
    """An amount as people write it: "12 500,50 €"."""

    def to_python(self, value: Any) -> Any:
        return super().to_python("".join(str(value or "").replace("€", "").split()))


class StudyForm(SeenForm):
    """What the dossier says: analysis, cost, opinion."""

    analysis = LongText(
        label=_("Analysis"),
        max_length=LONG,
        required=False,
        help_text=_("What it would take: law, money, calendar, who is competent."),
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    cost = EurosField(
        label=_("Estimated cost (€)"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"invalid": _("Write an amount in euros, such as 12500 or 950,50.")},
    )
    opinion = forms.ChoiceField(
        label=_("Opinion"),
        required=False,
        choices=[("", _("None yet")), *Dossier.Opinion.choices],
        widget=forms.RadioSelect,
    )
    reasons = LongText(
        label=_("Reasons of the opinion"),
        max_length=LONG,
        required=False,
        help_text=_("For whoever decides."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerForm(SeenForm, OfficialAnswerForm):
    """The answer, published or held back."""

    field_order = ("outcome", "body", "seen")


class NoteForm(forms.Form):
    """A word to colleagues."""

    note = LongText(
        label=_("Note to colleagues"),
        max_length=NOTE,
        help_text=_(
            "Never public. People may ask to read what is kept about them: write accordingly."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write your note first.")},
    )


class ArrangeForm(forms.Form):
    """Who studies these contributions, and by when: what stays empty does not change."""

    agent = forms.ChoiceField(label=_("In charge"), required=False)
    due_on = forms.DateField(label=_("Due on"), required=False, widget=DAY)
    no_date = forms.BooleanField(label=_("Remove the due date"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in selectors.agents()}
        names = [(key, str(person)) for key, person in self.people.items()]
        self.fields["agent"].choices = [  # type: ignore[attr-defined]
            ("", _("No change")),
            (NOBODY, _("Nobody, or the theme’s agent")),
            *names,
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("agent") or cleaned.get("due_on") or cleaned.get("no_date")):
            raise ValidationError(gettext("Choose an agent or a date."))
        return cleaned

    def what(self) -> dict[str, Any]:
        """What `actions.arrange` is to change."""
        asked, what = self.cleaned_data, {}
        if asked["agent"]:
            what["agent"] = self.people.get(asked["agent"])
        if asked["due_on"] or asked["no_date"]:
            what["due_on"] = None if asked["no_date"] else asked["due_on"]
        return what


class AgentsForm(forms.Form):
    """Who studies each theme: a field a theme."""

    def __init__(self, themes: list[Theme], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.themes = {str(theme.pk): theme for theme in themes}
        self.people = {str(person.pk): person for person in selectors.agents()}
        names = [("", _("Nobody")), *((key, str(person)) for key, person in self.people.items())]
        for key, theme in self.themes.items():
            had = getattr(theme, "theme_agent", None)
            self.fields[key] = forms.ChoiceField(
                label=theme.title,
                choices=names,
                required=False,
                initial=str(had.agent_id) if had else "",
            )

    def by_consultation(self) -> list[tuple[Consultation, list[forms.BoundField]]]:
        """The fields under their consultations."""
        groups = groupby(self.themes.values(), key=lambda theme: theme.consultation)
        return [(one, [self[str(theme.pk)] for theme in themes]) for one, themes in groups]

    def chosen(self) -> list[tuple[Theme, User | None]]:
        """Each theme with its agent."""
        given = self.cleaned_data
        return [(theme, self.people.get(given[key])) for key, theme in self.themes.items()]


class SheetForm(forms.Form):
    """A spreadsheet to read back."""

    file = forms.FileField(
        label=_("Spreadsheet (XLSX or CSV)"),
        help_text=_(
            "2 MB and 5,000 rows at most. Begin from an export: the titles of its columns are known."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        max_length=120,
        error_messages={"required": _("Choose a file first.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > SIZE:
            raise ValidationError(gettext("This file is too large: 2 MB at most."))
        return file
