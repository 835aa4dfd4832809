"""What the pages of instruction say of a contribution."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.template import Library
from django.utils import timezone

from accounts.models import User
from consultations.module import Text
from contributions.models import Contribution
from instruction import selectors

register = Library()


@register.filter
def agent(text: Contribution) -> User | None:
    """Who studies it."""
    return selectors.agent_of(text)


@register.filter
def stage(text: Any) -> Text:
    """How far it is, in words; for a contribution got by `selectors.texts_for`."""
    return selectors.STAGES[text.stage]


@register.filter
def held_outcome(text: Contribution) -> str:
    """The outcome of the answer that is held back, in its consultation's own word where it has one."""
    dossier = selectors.dossier_of(text)
    if dossier is None:
        return ""
    return str(dossier.word.say("title")) if dossier.word else dossier.get_outcome_display()


@register.filter
def is_past(day: date) -> bool:
    """Whether the day is over."""
    return day < timezone.localdate()
