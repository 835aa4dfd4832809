"""What became of a contribution, told as a path of steps and as one word.

The official answer, the moderators' decisions and the outcome page belong to rooms above this one: they are
read through their relations, which a page selects beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from contributions.models import Contribution
from contributions.statuses import status_said

State, Outcome = Contribution.Moderation, Contribution.Outcome

ANSWERED = frozenset(
    {
        Outcome.RETAINED,
        Outcome.PARTLY_RETAINED,
        Outcome.NOT_RETAINED,
        Outcome.IN_DELIVERY,
        Outcome.DELIVERED,
    }
)
DELIVERY = frozenset({Outcome.IN_DELIVERY, Outcome.DELIVERED})
LOOKS = {  # how an outcome looks as a tag: its kind and its icon
    Outcome.RECEIVED: ("", "inbox"),
    Outcome.UNDER_STUDY: ("info", "search"),
    Outcome.RETAINED: ("good", "circle-check"),
    Outcome.PARTLY_RETAINED: ("warn", "circle-dot"),
    Outcome.NOT_RETAINED: ("", "circle-minus"),
    Outcome.IN_DELIVERY: ("good", "hammer"),
    Outcome.DELIVERED: ("good", "badge-check"),
}
MODERATION_LOOKS = {
    State.DRAFT: ("", "pencil-line"),
    State.PENDING: ("info", "hourglass"),
    State.REFUSED: ("bad", "circle-x"),
    State.HIDDEN: ("bad", "eye-off"),
    State.WITHDRAWN: ("", "undo-2"),
    State.MERGED: ("", "git-merge"),
    State.DIVIDED: ("", "split"),
}


@dataclass(frozen=True, kw_only=True)
class Status:
    """Where a contribution stands, in a word: a tag's text, kind and icon."""

    label: str
    kind: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the path. `state` is "done", "current" (the last one reached) or "coming"."""

    name: str
    at: datetime | None
    text: str
    state: str


@dataclass(frozen=True, kw_only=True)
class _Station:
    name: str
    reached: bool = True
    at: datetime | None = None
    text: str = ""


def status_of(text: Contribution) -> Status:
    """Its outcome once it is published, its moderation until then."""
    if text.is_published:
        look = look_of(text.outcome)
        return Status(label=status_said(text), kind=look.kind, icon=look.icon)
    kind, icon = MODERATION_LOOKS[State(text.moderation)]
    return Status(label=text.get_moderation_display(), kind=kind, icon=icon)


def look_of(outcome: str) -> Status:
    """How an outcome looks by itself, in its own word."""
    kind, icon = LOOKS[Outcome(outcome)]
    return Status(label=str(Outcome(outcome).label), kind=kind, icon=icon)


def path_of(text: Contribution) -> list[Step]:
    """The steps from its arrival to what was decided, those to come included."""
    stations = list(_stations(text))
    last = max(place for place, station in enumerate(stations) if station.reached)
    return [
        Step(
            name=station.name,
            at=station.at,
            text=station.text,
            state="done" if place < last else "current" if place == last else "coming",
        )
        for place, station in enumerate(stations)
    ]


def _stations(text: Contribution) -> Iterator[_Station]:
    yield _Station(name=_("Received"), at=text.created_at)
    yield _moderation(text)
    if text.moderation not in {State.PENDING, State.PUBLISHED}:
        return  # it goes no further
    if _is_answered_alone(text):
        yield from _study(text)
    yield _conclusion(text)


def _moderation(text: Contribution) -> _Station:
    if text.is_published:
        return _Station(name=_("Published"), at=text.published_at)
    if text.moderation == State.PENDING:
        words = _("A person reads it before it is shown to everybody.")
        return _Station(name=_("Awaiting moderation"), text=words)
    if text.moderation in {State.REFUSED, State.HIDDEN}:
        return _decision(text)
    return _Station(name=text.get_moderation_display(), at=text.updated_at)


def _decision(text: Contribution) -> _Station:
    decision = text.decisions.first()  # moderation's relation, the latest first
    if decision is None:
        return _Station(name=text.get_moderation_display())
    words = [decision.get_reason_display(), decision.explanation]
    reason = " – ".join(word for word in words if word)
    return _Station(name=text.get_moderation_display(), at=decision.at, text=reason)


def _study(text: Contribution) -> Iterator[_Station]:
    is_studied = text.is_published and text.outcome != Outcome.RECEIVED
    yield _Station(name=_("Under study"), reached=is_studied)
    answer = getattr(text, "official_answer", None)
    if answer is not None:
        same = answer.outcome == text.outcome
        name = status_said(text) if same else answer.get_outcome_display()
        yield _Station(name=name, at=answer.published_at)
    elif text.outcome in ANSWERED:
        yield _Station(name=status_said(text))
    else:
        yield _Station(name=_("Official answer"), reached=False)
    if text.outcome in DELIVERY:
        yield _Station(name=status_said(text))


def _conclusion(text: Contribution) -> _Station:
    report = getattr(text.consultation, "outcome_report", None)
    is_out = report is not None and report.published_at is not None
    at = report.published_at if report and is_out else None
    return _Station(name=_("Outcome of the consultation"), reached=is_out, at=at)


def _is_answered_alone(text: Contribution) -> bool:
    """What has a page of its own gets an answer of its own; comments and survey answers count together."""
    if text.parent_id:
        return False
    place = [text.consultation.slug, text.phase.slug, text.number]
    try:
        reverse(f"{text.phase.module_key}:show", args=place)
    except NoReverseMatch:
        return False
    return True
