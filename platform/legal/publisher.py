"""Who runs the platform: facts of the environment, never invented. What is unset is said to be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning

from legal.models import Duties

VARIABLES = {
    "name": "PUBLISHER_NAME",
    "address": "PUBLISHER_ADDRESS",
    "phone": "PUBLISHER_PHONE",
    "email": "PUBLISHER_EMAIL",
    "director": "PUBLISHER_DIRECTOR",
    "hosting": "HOSTING",
}


def duties_of_platform() -> Duties:
    """The platform's duties, as a row that is never saved."""
    facts = settings.PUBLISHER
    return Duties(
        legal_name=facts["name"],
        legal_address=facts["address"],
        phone=facts["phone"],
        contact_email=facts["email"],
        publication_director=facts["director"],
        dpo_email=facts["dpo"],
    )


def unset() -> list[str]:
    """The environment variables that the law makes necessary and that nobody set."""
    return [variable for key, variable in VARIABLES.items() if not settings.PUBLISHER[key]]


def check_facts(**_options: Any) -> Sequence[CheckMessage]:
    """A warning of `manage.py check` in production: the legal notices would have holes."""
    if not settings.PRODUCTION or not unset():
        return []
    words = f"The legal notices lack facts. Set {', '.join(unset())} (README, 'Settings')."
    return [Warning(words, id="legal.W001")]
