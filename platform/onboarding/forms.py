"""What the wizard asks, step by step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from consultations.starters import STARTERS
from onboarding.addresses import LONGEST, problem_with, tidy
from onboarding.identifiers import clean_identifier
from onboarding.models import SignUp
from tenants.models import Tenant
from themes.forms import ColourField, LogoField

BLANK = "blank"
BLANK_SITE = (
    BLANK,
    _("A blank site"),
    _("Your name and your colours. You write your first consultation yourself."),
)


class NumberInput(forms.TextInput):
    """Whether the number is required depends on the kind chosen: browsers must not ask for it."""

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class NumberField(forms.CharField):
    """SIREN, SIRET or RNA, which some may leave empty: the form knows who, and the help says so."""

    widget = NumberInput

    def validate(self, value: Any) -> None:
        """Emptiness is judged with the kind of organisation."""


class WhoForm(forms.Form):
    """Step 1: the organisation, and the person who opens its site."""

    kind = forms.ChoiceField(
        label=_("You are"),
        choices=Tenant.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what your organisation is.")},
    )
    name = forms.CharField(
        label=_("Name of your organisation"),
        help_text=_("As citizens know it: it stands at the top of the site."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Write the name of the organisation.")},
    )
    identifier = NumberField(
        label=_("SIREN, SIRET or RNA"),
        help_text=_(
            "Required for a collectivity. An association may leave it empty. Spaces do not matter."
        ),
        max_length=30,
        widget=NumberInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    person_name = forms.CharField(
        label=_("Your name"),
        help_text=_("You will be the site’s first administrator."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send you a code. It is also how you will sign in: no password."),
        max_length=254,
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("This does not look like an e-mail address. Example: name@example.org."),
        },
    )
    entitled = forms.BooleanField(
        label=_("I may open this site in the name of this organisation"),
        error_messages={"required": _("Somebody entitled to speak for it must open the site.")},
    )

    def __init__(self, data: Any = None, *, sign_up: SignUp | None = None) -> None:
        known = {name: getattr(sign_up, name) for name in WHO} if sign_up else {}
        super().__init__(data, initial={**known, "entitled": sign_up is not None})
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_person_name(self) -> str:
        return " ".join(self.cleaned_data["person_name"].split())

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def clean(self) -> dict[str, Any]:
        """The number's rule depends on the kind of organisation."""
        given = super().clean() or self.cleaned_data
        if "identifier" in given and "kind" in given:
            try:
                given["identifier"] = clean_identifier(given["identifier"], given["kind"])
            except forms.ValidationError as wrong:
                self.add_error("identifier", wrong)
        return given

    @property
    def who(self) -> dict[str, str]:
        """What SignUp keeps of it."""
        return {name: self.cleaned_data[name] for name in WHO}


WHO = ("kind", "name", "identifier", "person_name", "email")


class AddressForm(forms.Form):
    """Step 3: the address of the site."""

    slug = forms.CharField(
        label=_("Address of the site"),
        max_length=120,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
                "maxlength": str(LONGEST + 40),
            }
        ),
        error_messages={"required": _("Choose an address.")},
    )

    def clean_slug(self) -> str:
        slug = tidy(self.cleaned_data["slug"])
        if problem := problem_with(slug):
            raise forms.ValidationError(problem, code="not_free")
        return slug


class LookForm(forms.Form):
    """Step 4: the look, and what the site begins with."""

    logo = LogoField(
        label=_("Your logo"),
        help_text=_("SVG, PNG, JPEG or WebP, 2 MB at most. You can add it later."),
        required=False,
    )
    without_logo = forms.BooleanField(label=_("Take this logo away"), required=False)
    colour = ColourField(
        label=_("Main colour"),
        help_text=_(
            "That of your logo, for instance. We make sure that everything stays readable."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "placeholder": "#1d5c4d"}
        ),
        error_messages={"required": _("Choose a colour.")},
    )
    starter = forms.ChoiceField(
        label=_("To begin with"),
        help_text=_("A draft that only you see: reword it, throw it away, take your time."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how to begin.")},
    )

    def __init__(self, data: Any = None, files: Any = None, *, sign_up: SignUp) -> None:
        initial = {"colour": sign_up.colour, "starter": sign_up.starter or BLANK}
        super().__init__(data, files, initial=initial)
        starter: Any = self.fields["starter"]
        starter.choices = [
            (
                key,
                format_html(
                    '<span><strong>{}</strong> <span class="hint">{}</span></span>',
                    name,
                    summary,
                ),
            )
            for key, name, summary in (
                BLANK_SITE,
                *((one.key, one.name, one.summary) for one in STARTERS),
            )
        ]
        if not sign_up.logo_picture:
            del self.fields["without_logo"]

    @property
    def look(self) -> dict[str, Any]:
        """What can be kept already, though another field be wrong: nothing right is asked twice."""
        given: dict[str, Any] = {
            name: self.cleaned_data[name]
            for name in ("colour", "starter")
            if name in self.cleaned_data
        }
        if self.cleaned_data.get("logo"):
            given["logo"] = self.cleaned_data["logo"]
        elif self.cleaned_data.get("without_logo"):
            given["logo"] = None
        return given
