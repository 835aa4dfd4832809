"""What operators type."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from billing.limits import NAMES
from consultations.module import all_modules
from tenants.life import MEANS, NEXT
from tenants.models import Tenant

ANY = ("", pgettext_lazy("any state, kind or health", "All"))
HEALTHS = {
    "well": _("Well"),
    "late": _("Mails or jobs wait"),
    "behind": _("Migrations are missing"),
    "stale": _("No news"),
    "trouble": _("In trouble"),
    "unknown": _("Not measured yet"),
}
ORDERS = {
    "": _("The newest first"),
    "name": _("By name"),
    "activity": _("The most recently active first"),
    "consultations": _("The most consultations first"),
    "month": _("The most contributions this month first"),
    "size": _("The largest first"),
}
MOST = 1_000_000  # of anything that a contract counts
LONGEST_TRIAL = timedelta(days=365)


class SignInForm(forms.Form):
    """An operator's address and password."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        validators=[MaxLengthValidator(200)],
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """The code that the telephone shows, or one of those for the day it is lost."""

    code = forms.RegexField(
        r"^(\d{3} ?\d{3}|[A-Za-z0-9]{4}[- ]?[A-Za-z0-9]{4}[- ]?[A-Za-z0-9]{4})$",
        label=_("Code"),
        help_text=_("Six digits from your telephone. Without it: one of your recovery codes."),
        error_messages={
            "invalid": _("Write the six digits of your telephone, or a recovery code.")
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "maxlength": 20}
        ),
    )


class SearchForm(forms.Form):
    """Words and filters to find tenants by."""

    q = forms.CharField(
        label=_("Name, address or SIREN"),
        required=False,
        validators=[MaxLengthValidator(120)],
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[ANY, *Tenant.State.choices]
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *Tenant.Kind.choices])
    health = forms.ChoiceField(label=_("Health"), required=False, choices=[ANY, *HEALTHS.items()])
    order = forms.ChoiceField(label=_("Order"), required=False, choices=list(ORDERS.items()))

    @property
    def chosen(self) -> dict[str, str]:
        """What to search for; nothing of what makes no sense."""
        self.is_valid()
        found = {name: str(self.cleaned_data.get(name, "")) for name in self.fields}
        return {"words": found.pop("q"), **found}


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("The site’s administrators read it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class StateForm(ReasonForm):
    """The state to put a tenant in, among those that follow from its own, with what each means."""

    state = forms.ChoiceField(label=_("New state"), widget=forms.RadioSelect)
    field_order = ("state", "reason")

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(state.value, _explained(state)) for state in NEXT[tenant.state]]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]


class ContractForm(ReasonForm):
    """What the contract allows: each module of the installation, each limit; the end of a trial."""

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        had = {one.key: one for one in tenant.entitlements.all()}
        for key, module in all_modules().items():
            allowed = key in had and had[key].allowed
            label = gettext("Module “%s”") % module.name
            self.fields[key] = forms.BooleanField(label=label, required=False, initial=allowed)
        for key, name in NAMES.items():
            self.fields[key] = forms.IntegerField(
                label=name,
                required=False,
                min_value=0,
                max_value=MOST,
                initial=had[key].limit if key in had else None,
                help_text=_("Empty: without limit."),
            )
        if tenant.state == Tenant.State.TRIAL:
            self.fields["trial_ends"] = _trial_field(tenant)
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    @property
    def wanted(self) -> dict[str, tuple[bool, int | None]]:
        """For `actions.change_contract`; ask it of a valid form."""
        return dict(self._wanted())

    def _wanted(self) -> Iterator[tuple[str, tuple[bool, int | None]]]:
        for key in (*all_modules(), *NAMES):
            value, is_module = self.cleaned_data[key], key not in NAMES
            yield key, (bool(value), None) if is_module else (True, value)


def _trial_field(tenant: Tenant) -> forms.DateField:
    today = timezone.localdate()
    return forms.DateField(
        label=_("Last day of the trial"),
        initial=tenant.trial_ends,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        validators=[_within(today, today + LONGEST_TRIAL)],
    )


def _within(first: Any, last: Any) -> Any:
    def check(value: Any) -> None:
        if not first <= value <= last:
            raise forms.ValidationError(gettext("Choose a day from today on, within a year."))

    return check


def _explained(state: Tenant.State) -> str:
    citizens, team = MEANS[state]
    return format_html("<span><strong>{}</strong><br>{} {}</span>", state.label, citizens, team)
