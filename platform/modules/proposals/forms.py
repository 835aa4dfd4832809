"""What citizens type, and what staff choose for a phase of proposals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consultations.models import Phase, Theme
from contributions.dividing import MOST as MOST_PARTS
from contributions.dividing import Part
from contributions.forms import GuestFields, LongText, without_guest_fields
from contributions.models import BODY_LIMIT, Contribution
from contributions.places import PointField, spot_of
from languages.forms import SaidChoiceField

TITLE_LIMIT, TITLE_LEAST, BODY_LEAST = 120, 8, 20  # characters


class SettingsForm(forms.Form):
    """A phase's settings; guests are let in by the phase's audience."""

    theme_required = forms.BooleanField(
        label=_("A theme has to be chosen"), initial=True, required=False
    )
    supports = forms.BooleanField(
        label=_("People may support proposals"), initial=True, required=False
    )
    comments = forms.BooleanField(
        label=_("People may comment on proposals"), initial=True, required=False
    )
    guest_comments = forms.BooleanField(
        label=_("People without an account may comment too"), initial=False, required=False
    )
    arguments = forms.BooleanField(
        label=_("Each comment says whether it is for or against"), initial=False, required=False
    )
    replies = forms.BooleanField(
        label=_("People may reply to a comment"), initial=True, required=False
    )
    place = forms.ChoiceField(
        label=_("Place"),
        choices=[
            ("none", _("Not asked for")),
            ("words", _("May be named")),
            ("map", _("May be named, and shown on a map")),
            ("required", _("Has to be named; may be shown on a map")),
        ],
        initial="words",
    )
    collective = forms.BooleanField(
        label=_("People may write on behalf of an association or a group"),
        initial=False,
        required=False,
    )
    pictures = forms.BooleanField(
        label=_("Authors with an account may add pictures"), initial=False, required=False
    )
    documents = forms.BooleanField(
        label=_("Authors with an account may add PDF files"), initial=False, required=False
    )
    threshold = forms.IntegerField(
        label=_("Supports that a proposal needs to be owed an answer"),
        help_text=_("0: no such number. The team is told when a proposal reaches it."),
        initial=0,
        min_value=0,
        max_value=1_000_000,
    )
    threshold_days = forms.IntegerField(
        label=_("Days to gather them, from publication on"),
        help_text=_("0: as long as the stage is open."),
        initial=0,
        min_value=0,
        max_value=730,
    )
    page_size = forms.IntegerField(
        label=_("Proposals a page"), initial=12, min_value=6, max_value=48
    )


class ProposalForm(GuestFields):
    """A proposal. As a draft nothing is required; only the limits hold."""

    title = forms.CharField(
        label=_("Your proposal in one sentence"),
        help_text=_("What should be done? Say it as you would to a neighbour."),
        max_length=TITLE_LIMIT,
        min_length=TITLE_LEAST,
        error_messages={
            "required": _("Give your proposal a title."),
            "max_length": _(
                "The title has %(show_value)d characters: shorten it to %(limit_value)d."
            ),
            "min_length": _(
                "Write a few words more: the title has at least %(limit_value)d characters."
            ),
        },
    )
    theme = SaidChoiceField(
        said="title",
        label=_("Theme"),
        queryset=Theme.objects.none(),
        empty_label=_("Choose a theme"),
        error_messages={"required": _("Choose the theme that fits best.")},
    )
    body = LongText(
        label=_("Explain your proposal"),
        help_text=_(
            "Why is it needed? For whom? How would it work? An empty line begins a new paragraph."
        ),
        max_length=BODY_LIMIT,
        min_length=BODY_LEAST,
        error_messages={
            "required": _("Explain your proposal in a few sentences."),
            "min_length": _("Explain a little more: at least %(limit_value)d characters."),
        },
    )
    place = forms.CharField(
        label=_("Place"),
        help_text=_("Where it is about one place: a commune, a quarter, a street."),
        max_length=100,
        required=False,
        error_messages={"required": _("Name the place that your proposal is about.")},
    )
    position = PointField(
        label=_("Position on the map"),
        help_text=_(
            "Latitude and longitude, as your map gives them, or the address of the point on a map’s site. "
            "Everybody sees it: do not give your home."
        ),
        max_length=300,
        required=False,
    )
    on_behalf_of = forms.CharField(
        label=_("On behalf of"),
        help_text=_(
            "The association or group that you speak for, if you do: shown after your name."
        ),
        max_length=100,
        required=False,
    )
    field_order = ("title", "theme", "body", "place", "position", "on_behalf_of")

    def __init__(
        self, *args: Any, phase: Phase, guest: bool, as_draft: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["title"].widget.attrs.pop("maxlength", None)
        self._offer_themes(phase)
        self._ask_only_what_is_wanted(phase)
        if not guest:
            without_guest_fields(self)
        if as_draft:
            self._relax()

    def values(self) -> dict[str, Any]:
        """What a contribution keeps of a valid form."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "website"}
        if "position" in told:
            told["latitude"], told["longitude"] = told.pop("position") or (None, None)
        return told

    @staticmethod
    def said_in(proposal: Contribution) -> dict[str, Any]:
        """What a form begins with for a draft, or for a proposal that changes."""
        names = ("title", "theme", "body", "place", "on_behalf_of")
        spot = spot_of(proposal)
        return {
            **{name: getattr(proposal, name) for name in names},
            "position": spot.as_typed if spot else "",
        }

    def _ask_only_what_is_wanted(self, phase: Phase) -> None:
        place = phase.setting("place")
        self.fields["place"].required = place == "required"
        if place == "none":
            del self.fields["place"]
        if place not in {"map", "required"}:
            del self.fields["position"]
        if not phase.setting("collective"):
            del self.fields["on_behalf_of"]

    def _offer_themes(self, phase: Phase) -> None:
        field = self.fields["theme"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = phase.consultation.themes.all()
        field.required = bool(phase.setting("theme_required")) and field.queryset.exists()

    def _relax(self) -> None:
        for name in self.fields.keys() & {"title", "theme", "body", "place"}:
            field = self.fields[name]
            field.required = False
            field.validators = [one for one in field.validators if not _is_minimum(one)]


def _is_minimum(validator: Any) -> bool:
    return getattr(validator, "code", "") == "min_length"


class ReasonForm(forms.Form):
    """Why the team does something to people's proposals: they read it."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("The authors and all who support or follow the proposals read it by e-mail."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say why: those concerned read it."),
            "max_length": _("%(show_value)d characters: shorten it to %(limit_value)d."),
        },
    )


class MergeForm(ReasonForm):
    """Which of several proposals stays, and why they are one."""

    into = forms.TypedChoiceField(
        label=_("The proposal that stays"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the proposal that stays.")},
    )
    field_order = ("into", "reason")

    def __init__(self, *args: Any, texts: Sequence[Contribution], **options: Any) -> None:
        super().__init__(*args, **options)
        by_number = {str(text.number): text for text in texts}
        field = self.fields["into"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101
        field.choices = [(number, _offered(text)) for number, text in by_number.items()]
        field.coerce = by_number.__getitem__
        field.initial = next(iter(by_number))


class DivideForm(ReasonForm):
    """What each of the new proposals says: two at least, the words of the first shared out among them."""

    def __init__(self, *args: Any, text: Contribution, **options: Any) -> None:
        super().__init__(*args, **options)
        for place in range(1, MOST_PARTS + 1):
            needed = place <= 2
            self.fields[f"title_{place}"] = forms.CharField(
                label=_("Title of part %(place)s") % {"place": place},
                required=needed,
                max_length=TITLE_LIMIT,
                initial=text.title if place == 1 else "",
                error_messages={"required": _("Give this part a title.")},
            )
            self.fields[f"body_{place}"] = forms.CharField(
                label=_("Text of part %(place)s") % {"place": place},
                required=needed,
                max_length=BODY_LIMIT,
                initial=text.body if place == 1 else "",
                widget=forms.Textarea(attrs={"rows": 7 if needed else 4}),
                error_messages={"required": _("Write what this part says.")},
            )
        self.order_fields([name for name in self.fields if name != "reason"] + ["reason"])

    def clean(self) -> dict[str, Any]:
        """A third and a fourth part are whole, or not there."""
        cleaned = super().clean() or self.cleaned_data
        for place in range(3, MOST_PARTS + 1):
            title, body = f"title_{place}", f"body_{place}"
            if bool(cleaned.get(title)) != bool(cleaned.get(body)):
                missing = body if cleaned.get(title) else title
                self.add_error(missing, _("A part has a title and a text."))
        return cleaned

    @property
    def first_parts(self) -> list[forms.BoundField]:
        """The fields of the two parts that there must be."""
        return [self[f"{name}_{place}"] for place in (1, 2) for name in ("title", "body")]

    @property
    def more_parts(self) -> list[forms.BoundField]:
        """The fields of the parts that there may be."""
        places = range(3, MOST_PARTS + 1)
        return [self[f"{name}_{place}"] for place in places for name in ("title", "body")]

    @property
    def has_more_parts(self) -> bool:
        return any(field.value() for field in self.more_parts)

    @property
    def parts(self) -> list[Part]:
        """The parts of a valid form."""
        given = self.cleaned_data
        pairs = [Part(given[f"title_{n}"], given[f"body_{n}"]) for n in range(1, MOST_PARTS + 1)]
        return [part for part in pairs if part.title]


def _offered(text: Contribution) -> str:
    supports = ngettext(
        "no. %(number)s, %(count)s support",
        "no. %(number)s, %(count)s supports",
        text.supports_count,
    )
    told = supports % {"count": text.supports_count, "number": text.number}
    return f"{text.title} ({told})"
