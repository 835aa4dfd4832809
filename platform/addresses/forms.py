"""The one field of the page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from addresses.hosts import check_host, tidy


class HostForm(forms.Form):
    """A host that a team claims, as people write one; cleaned to the host as it is compared."""

    host = forms.CharField(
        label=_("Domain name"),
        max_length=253,
        help_text=_("For example participate.my-town.org. Accents are welcome."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def clean_host(self) -> str:
        """The host, one that may be asked for."""
        host = tidy(self.cleaned_data["host"])
        check_host(host)
        return host
