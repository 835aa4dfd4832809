"""A text as the moderator meets it: the one decision that takes a click, and the one that takes a reason."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contributions.models import Contribution
from moderation.forms import ReasonForm
from moderation.models import Decision

State = Contribution.Moderation
Choice = Decision.Verdict


@dataclass(frozen=True, kw_only=True)
class Way:
    """A verdict with its button."""

    verdict: Choice
    label: Promise
    icon: str


PUBLISH = Way(verdict=Choice.PUBLISH, label=pgettext_lazy("decision", "Publish"), icon="check")
KEEP = Way(verdict=Choice.KEEP, label=_("Leave published"), icon="check")
RESTORE = Way(verdict=Choice.RESTORE, label=_("Show again"), icon="eye")
REFUSE = Way(verdict=Choice.REFUSE, label=pgettext_lazy("decision", "Refuse"), icon="x")
HIDE = Way(verdict=Choice.HIDE, label=pgettext_lazy("decision", "Hide"), icon="eye-off")
_FAVOURABLE = {State.PENDING: PUBLISH, State.REFUSED: PUBLISH, State.HIDDEN: RESTORE}
_AGAINST = {State.PENDING: REFUSE, State.PUBLISHED: HIDE}


def favourable(text: Contribution) -> Way | None:
    """The decision for the text that is one click away; None where there is nothing to decide."""
    if text.moderation == State.PUBLISHED:
        return KEEP if text.waiting_reports else None  # type: ignore[attr-defined]
    return _FAVOURABLE.get(State(text.moderation))


def against(text: Contribution) -> Way | None:
    """The decision against the text, which takes a reason; None where it is out of sight already."""
    return _AGAINST.get(State(text.moderation))


@dataclass(frozen=True, kw_only=True)
class Card:
    """One text of the queue. `next` is the text after it; `is_current` has the keyboard's shortcuts."""

    text: Contribution
    next: UUID | str | None = None
    is_current: bool = False
    is_ticked: bool = False
    given_form: ReasonForm | None = None

    @cached_property
    def form(self) -> ReasonForm:
        return self.given_form or ReasonForm(auto_id=f"t-{self.text.pk.hex}-%s")

    @property
    def favourable(self) -> Way | None:
        return favourable(self.text)

    @property
    def against(self) -> Way | None:
        return against(self.text)

    @property
    def seen(self) -> str:
        """The last decision this page knows of, so that a later one is not undone unknowingly."""
        history: list[Decision] = self.text.history  # type: ignore[attr-defined]
        return str(history[0].pk) if history else ""


def cards(texts: list[Contribution], current: str, ticked: frozenset[UUID]) -> list[Card]:
    """The cards of a page; the current one is as asked, or the first."""
    known = {str(text.pk) for text in texts}
    chosen = current if current in known else str(texts[0].pk) if texts else ""
    return [
        Card(
            text=text,
            next=after.pk if after else None,
            is_current=str(text.pk) == chosen,
            is_ticked=text.pk in ticked,
        )
        for text, after in zip_longest(texts, texts[1:])
    ]
