"""What people type to sign in, and what administrators choose for the team."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from languages.offered import name_of, offered, others

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NAME_LIMIT = 60
ORDINARY = _("Your first name, your whole name or another one: you choose.")


class AddressForm(forms.Form):
    """The one question of signing in."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We send a code to it. No password, and nobody else sees it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("This does not look like an e-mail address. Example: name@example.org."),
        },
    )


class CodeForm(forms.Form):
    """The code that came by mail, typed with or without spaces."""

    required_css_class = "field-code"
    code = forms.CharField(
        label=_("The code of six digits"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
        error_messages={"required": _("Write the code that we sent to you.")},
    )


def name_field(help_text: StrOrPromise = ORDINARY) -> forms.CharField:
    """A display name, as it stands beside what its bearer writes."""
    return forms.CharField(
        label=_("The name shown beside what you write"),
        max_length=NAME_LIMIT,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={"required": _("Choose a name to show.")},
    )


class WelcomeForm(forms.Form):
    """What the first sign-in asks, once."""

    display_name = name_field()
    terms = forms.BooleanField(
        label=_("I accept the terms of use of this site"),
        error_messages={"required": _("To take part, please accept the terms of use.")},
    )
    old_enough = forms.BooleanField(
        label=_("I am 15 or older"),
        error_messages={"required": _("Taking part with an account is for people of 15 and over.")},
    )


class TermsForm(forms.Form):
    """What a new version of the terms asks of those who have an account."""

    terms = forms.BooleanField(
        label=_("I accept the terms of use of this site"),
        error_messages={"required": _("To sign in, please accept the terms of use.")},
    )


class ProfileForm(forms.Form):
    """What people may change about themselves."""

    display_name = name_field(_("What you have already written keeps the name it was signed with."))
    language = forms.ChoiceField(label=_("Language of the mails you receive"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["language"]
        field.choices = [(code, name_of(code)) for code in offered()]
        if not others():  # nothing to choose
            del self.fields["language"]


class RolesForm(forms.Form):
    """The roles of a team member."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        if person is not None:
            kwargs["initial"] = {"roles": person.roles}
        super().__init__(*args, **kwargs)


class InvitationForm(RolesForm):
    """Whom to invite, and as what."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Write the address to invite."),
            "invalid": _("This does not look like an e-mail address. Example: name@example.org."),
        },
    )
    field_order = ["email", "roles"]
