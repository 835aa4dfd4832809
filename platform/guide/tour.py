"""The tour of a first consultation: what of it is done on this site, and what is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import reverse

from accounts.models import User
from accounts.roles import Ability
from consultations.models import Consultation
from consultations.module import Missing
from consultations.readiness import missing_of, opening_steps
from guide.reading import Page, Section


@dataclass(frozen=True, kw_only=True)
class Mark:
    """How far a step is. `done` is None where the site cannot know; `left` says what is missing."""

    url: str
    done: bool | None = None
    left: list[Missing] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A step of the tour; its mark is None for whoever may not take it."""

    section: Section
    mark: Mark | None


@dataclass(frozen=True, kw_only=True)
class Tour:
    """All steps in order; `known` counts those that the site can tell of, `done` those among them that are."""

    stops: tuple[Stop, ...]

    @property
    def known(self) -> int:
        return len(self._told)

    @property
    def done(self) -> int:
        return sum(self._told)

    @property
    def is_over(self) -> bool:
        return self.done == self.known > 0

    @property
    def _told(self) -> list[bool]:
        return [one.mark.done for one in self.stops if one.mark and one.mark.done is not None]


def tour_for(person: User, page: Page, consultation: Consultation | None) -> Tour:
    """The sections of the tour's page with how far this person's site is."""
    marks = dict(_marks(person, consultation))
    return Tour(stops=tuple(Stop(section=one, mark=marks.get(one.anchor)) for one in page.sections))


def _marks(person: User, consultation: Consultation | None) -> Iterator[tuple[str, Mark]]:
    for step in opening_steps(person):
        yield step.key, Mark(url=step.url, done=step.done)
    if person.may(Ability.MANAGE_CONSULTATIONS):
        yield from _of_consultation(consultation)


def _of_consultation(consultation: Consultation | None) -> Iterator[tuple[str, Mark]]:
    """Its texts, its stages and its page: what is left of the first two until it can be published."""
    if consultation is None:
        start = reverse("workspace:create")
        yield "texts", Mark(url=start, done=False)
        yield "stages", Mark(url=start, done=False)
        return
    texts = reverse("workspace:edit", args=[consultation.slug])
    left = missing_of(consultation) if consultation.state == Consultation.State.DRAFT else []
    ours = [one for one in left if one.ability == Ability.MANAGE_CONSULTATIONS]
    written = [one for one in ours if one.url.startswith(texts)]
    staged = [one for one in ours if one not in written]
    stages = reverse("workspace:phases", args=[consultation.slug])
    yield "texts", Mark(url=texts, done=not written, left=written)
    yield "stages", Mark(url=stages, done=not staged, left=staged)
    yield "look-at-it", Mark(url=consultation.get_absolute_url())
