"""What citizens are shown of a consultation: its stage, what one can do in it now, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db import models
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations import previewing
from consultations.models import Consultation, Extension, Phase
from consultations.module import Figure, Text
from consultations.permissions import is_on
from consultations.rooms import accounted
from languages.said import Said
from themes import figures

MOST_FIGURES = 3  # phases whose module is asked for figures: each may cost a statement


class Stage(models.TextChoices):
    """Where a consultation stands, for those who read about it."""

    DRAFT = "draft", _("Being prepared")
    OPEN = "open", _("Open")
    COMING = "coming", _("Coming soon")
    PAUSE = "pause", _("Between two stages")
    STUDY = "study", _("Contributions under study")
    CLOSED = "closed", _("Finished")

    @property
    def kind(self) -> str:
        """The colour of its tag."""
        return _KINDS.get(self.value, "")


_KINDS = {"open": "good", "coming": "info", "pause": "warn", "study": "accent", "draft": "warn"}


@dataclass(frozen=True)
class Promise:
    """One step of the scale of commitment; `reached` up to the one that is chosen."""

    name: Text
    sentence: Text
    value: str
    chosen: bool
    reached: bool


_SCALE = (
    (Consultation.Commitment.INFORMATION, _("Information"), _("We explain our decision.")),
    (
        Consultation.Commitment.CONSULTATION,
        pgettext_lazy("commitment", "Consultation"),
        _("We listen before deciding."),
    ),
    (
        Consultation.Commitment.CO_CONSTRUCTION,
        _("Co-construction"),
        _("We prepare the decision together."),
    ),
    (Consultation.Commitment.CO_DECISION, _("Co-decision"), _("We decide together.")),
)


def scale_of(consultation: Consultation) -> list[Promise]:
    """The four steps of commitment, from telling to deciding together, with the chosen one marked."""
    values = [value.value for value, _name, _sentence in _SCALE]
    chosen = consultation.commitment
    place = values.index(chosen) if chosen in values else -1
    return [
        Promise(name, sentence, value.value, chosen=step == place, reached=step <= place)
        for step, (value, name, sentence) in enumerate(_SCALE)
    ]


@dataclass(frozen=True)
class Card:
    """A phase with the figures of its module."""

    phase: Phase
    figures: Sequence[Figure]


@dataclass(frozen=True)
class Reading:
    """When moderators read what is written: before it shows or afterwards, in the stages of these names.

    No name where it is so in all of them.
    """

    names: SafeString | None
    before: bool


@dataclass(frozen=True)
class MoreTime:
    """An extension in public: told once for all the phases that share it."""

    names: SafeString
    until: datetime
    first: datetime
    reason: Said


class Told:
    """A consultation with what its page and its card tell. Its phases are fetched beforehand."""

    def __init__(self, consultation: Consultation, *, accounted: bool, now: datetime) -> None:
        is_draft = consultation.state == Consultation.State.DRAFT
        looked_at = previewing.moment_of(consultation.pk) if is_draft else None
        self.consultation, self.is_accounted = consultation, accounted
        self.now, self.is_previewed = looked_at or now, looked_at is not None

    @cached_property
    def phases(self) -> list[Phase]:
        """Those whose module is on, in order."""
        phases = self.consultation.phases.all()
        return [phase for phase in phases if phase.module and is_on(phase.module)]

    @cached_property
    def open_phases(self) -> list[Phase]:
        return [phase for phase in self.phases if phase.is_open(self.now)]

    @property
    def shown_phases(self) -> list[Phase]:
        """What a card links to: where one can take part, or else what people said."""
        return self.open_phases or [phase for phase in self.phases if phase.opens_at <= self.now]

    @cached_property
    def stage(self) -> Stage:
        """Decided by the dates, so that nobody needs to open or close anything at the minute."""
        if self.consultation.state == Consultation.State.DRAFT and not self.is_previewed:
            return Stage.DRAFT
        if self.consultation.state == Consultation.State.CLOSED:
            return Stage.CLOSED
        if self.open_phases:
            return Stage.OPEN
        begun = [phase for phase in self.phases if phase.opens_at <= self.now]
        to_come = [phase for phase in self.phases if phase.opens_at > self.now]
        if to_come or not self.phases:
            return Stage.PAUSE if begun else Stage.COMING
        return Stage.STUDY

    @property
    def closes_at(self) -> datetime | None:
        """When one can no longer take part in what is open now."""
        return max((phase.closes_at for phase in self.open_phases), default=None)

    @property
    def opens_at(self) -> datetime | None:
        """When the next phase opens."""
        to_come = (phase.opens_at for phase in self.phases if phase.opens_at > self.now)
        return min(to_come, default=None)

    @property
    def ended_at(self) -> datetime | None:
        """When the last of its phases that took place closed."""
        held = (phase.closes_at for phase in self.phases if phase.opens_at <= self.now)
        return max(held, default=None)

    @cached_property
    def cards(self) -> list[Card]:
        """What has begun: open phases first, with their modules' figures."""
        begun = [phase for phase in self.phases if phase.opens_at <= self.now]
        shown = sorted(begun, key=lambda phase: phase not in self.open_phases)
        return [
            Card(
                phase, phase.module.figures(phase) if phase.module and place < MOST_FIGURES else ()
            )
            for place, phase in enumerate(shown)
        ]

    @property
    def all_cards(self) -> list[Card]:
        """Every phase with its figures, for the team: as many statements as modules ask."""
        return [Card(phase, phase.module.figures(phase)) for phase in self.phases if phase.module]

    @property
    def timeline(self) -> figures.Timeline:
        spans = [
            figures.Span(
                phase.say("title"),
                phase.opens_at,
                phase.closes_at,
                str(phase.module.name) if phase.module else "",
                planned=getattr(phase, "first_closing", None),
            )
            for phase in sorted(self.phases, key=lambda phase: phase.opens_at)
        ]
        return figures.timeline(spans, self.now)

    @property
    def readings(self) -> list[Reading]:
        """When texts are read: once for all stages where they agree, else for each way of doing."""
        names: dict[bool, list[Said]] = {}
        for phase in self.phases:
            names.setdefault(phase.moderates_before, []).append(phase.say("title"))
        if len(names) < 2:
            [before] = names or [self.consultation.moderates_before]
            return [Reading(None, before)]
        return [Reading(_listed(said), before) for before, said in names.items()]

    @property
    def extended(self) -> list[MoreTime]:
        """What was given more time; only where the page fetched it (`get_page_for`)."""
        given: dict[tuple[datetime, datetime, Said], list[Said]] = {}
        for phase in self.phases:
            if told := getattr(phase, "extended_because", None):
                first: datetime = phase.first_closing  # type: ignore[attr-defined]
                reason = Extension(**told).say("reason")
                given.setdefault((phase.closes_at, first, reason), []).append(phase.say("title"))
        return [MoreTime(_listed(names), *same) for same, names in given.items()]


def _listed(names: list[Said]) -> SafeString:
    return format_html_join(str(_("” and “")), "{}", ((name,) for name in names))


def tell(consultations: Iterable[Consultation]) -> list[Told]:
    """All of them told, in the order given, with one statement a room that knows of outcomes."""
    listed, now = list(consultations), timezone.now()
    with_outcome = accounted(listed)
    return [Told(one, accounted=one.pk in with_outcome, now=now) for one in listed]


@dataclass(frozen=True)
class Shelves:
    """Consultations sorted as a citizen looks for them."""

    open: list[Told]
    coming: list[Told]
    finished: list[Told]

    @property
    def is_empty(self) -> bool:
        return not self.count

    @property
    def count(self) -> int:
        return len(self.open) + len(self.coming) + len(self.finished)


def shelve(told: Sequence[Told]) -> Shelves:
    """What closes first comes first, then what opens first, then what ended last."""
    end = timezone.now()
    by_stage = {stage: [one for one in told if one.stage == stage] for stage in Stage}
    return Shelves(
        open=sorted(by_stage[Stage.OPEN], key=lambda one: one.closes_at or end),
        coming=sorted(
            by_stage[Stage.COMING] + by_stage[Stage.PAUSE], key=lambda one: one.opens_at or end
        ),
        finished=sorted(
            by_stage[Stage.STUDY] + by_stage[Stage.CLOSED],
            key=lambda one: one.ended_at or end,
            reverse=True,
        ),
    )
