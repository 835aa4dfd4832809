"""The language of those who are written to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils.translation import override

from accounts.selectors import person_at
from languages.offered import offered, others


@contextmanager
def speaking_to(address: str, otherwise: str = "") -> Iterator[None]:
    """Write a mail inside: its words and its links are in the language of whoever reads at `address`.

    `otherwise` is what is known of somebody without an account. Around every `notifications.actions.tell`.
    """
    with override(language_at(address, otherwise)):
        yield


def language_at(address: str, otherwise: str = "") -> str:
    """The account's language, else `otherwise`, else the reference; always one that the site offers.

    No statement on a site with one language.
    """
    if not (address and others()):
        return settings.LANGUAGE_CODE
    person = person_at(address)
    wanted = (person.language if person else "") or otherwise
    return wanted if wanted in offered() else settings.LANGUAGE_CODE
