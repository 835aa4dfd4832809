"""Addresses and names that people type and everybody is shown: nothing that runs, nothing that deceives."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from languages.offered import current, in_language, language_of

LINK = 300  # characters
NETWORKS = {  # by the name a look keeps: how people call it
    "mastodon": "Mastodon",
    "bluesky": "Bluesky",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "linkedin": "LinkedIn",
    "youtube": "YouTube",
    "peertube": "PeerTube",
    "x": "X",
}
_PAGE = re.compile(r"/(?![/\\])[\w./?=&%#~+,;:@!-]*")  # of this very site
_PHONE = re.compile(r"tel:\+?[\d .-]{3,20}")
_NOT_A_NAME = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069<>@\"\\]")
_is_web_address = URLValidator(schemes=["https", "http"])
_is_mail_address = EmailValidator()


def check_link(address: str) -> None:
    """Refuse what is neither a page of this site, nor http(s), mailto or tel."""
    try:
        if address.startswith("mailto:"):
            _is_mail_address(address.removeprefix("mailto:"))
        elif not (_PAGE.fullmatch(address) or _PHONE.fullmatch(address)):
            _is_web_address(address)
    except ValidationError as wrong:
        raise ValidationError(
            _("Write an address that begins with https://, or with / for a page of this site."),
            code="link",
        ) from wrong


def for_reader(address: str) -> str:
    """A page of this site in the reader's language; any other address, or one with its language, as is."""
    ours = address.startswith("/") and language_of(address) == settings.LANGUAGE_CODE
    return in_language(address, current()) if ours else address


def check_sender(name: str) -> None:
    """Refuse what could pass for an address or another line of the mail's head."""
    if _NOT_A_NAME.search(name):
        raise ValidationError(
            _("A sender’s name holds letters, digits, spaces and simple signs, on one line."),
            code="sender",
        )


class LinkField(forms.CharField):
    """An address that pages may link to."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "url"}))
        super().__init__(max_length=LINK, validators=[check_link], **kwargs)
