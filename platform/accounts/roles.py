"""The roles of one tenant's people, and what staff may do by role."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A staff role. Somebody without any is a citizen."""

    ADMINISTRATOR = "administrator", _("Administrator")
    MANAGER = "manager", _("Consultation manager")
    MODERATOR = "moderator", _("Moderator")
    AGENT = "agent", _("Agent")
    FACILITATOR = "facilitator", _("Facilitator")
    OBSERVER = "observer", _("Observer (elected)")


class Ability(models.TextChoices):
    """Something only some staff may do, whatever the phase."""

    ENTER_WORKSPACE = "enter_workspace"
    MANAGE_SITE = "manage_site"
    MANAGE_CONSULTATIONS = "manage_consultations"
    MODERATE = "moderate"
    ANSWER = "answer"
    SEE_RESULTS = "see_results"


_EVERYTHING = frozenset(Ability)
ABILITIES: dict[str, frozenset[Ability]] = {
    Role.ADMINISTRATOR: _EVERYTHING,
    Role.MANAGER: _EVERYTHING - {Ability.MANAGE_SITE},
    Role.MODERATOR: frozenset({Ability.ENTER_WORKSPACE, Ability.MODERATE, Ability.SEE_RESULTS}),
    Role.AGENT: frozenset({Ability.ENTER_WORKSPACE, Ability.ANSWER, Ability.SEE_RESULTS}),
    Role.FACILITATOR: frozenset({Ability.ENTER_WORKSPACE, Ability.SEE_RESULTS}),
    Role.OBSERVER: frozenset({Ability.ENTER_WORKSPACE, Ability.SEE_RESULTS}),
}


def abilities_of(roles: list[str]) -> frozenset[Ability]:
    """All that somebody with these roles may do as staff; nothing for a citizen."""
    return frozenset().union(*(ABILITIES.get(role, frozenset()) for role in roles))
