"""Planting the demonstration's proposals with their comments, supports and answers, in a few statements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from django.db.models import Max
from django.utils import timezone
from PIL import Image, ImageDraw

from accountability.models import OfficialAnswer
from accounts.models import User
from consultations.models import Phase, Theme
from consultations.module import Planting
from contributions.attachments import attach_picture
from contributions.merging import merge
from contributions.models import Contribution, Support
from modules.proposals.actions import COMMENT_KIND
from modules.proposals.models import Reached
from modules.proposals.selectors import KIND
from themes.pictures import FIGURE, Picture

FOLDER = Path(__file__).parent / "demo"
ANSWERED_AFTER = timedelta(days=45)  # from the end of the phase to the answers
BATCH = 500
type Data = Mapping[str, Any]


def plant(planting: Planting) -> None:
    """Plant what the tenant's file tells, as if it had come in by itself: numbers, counts, dates.

    The file gives more supports than there are people: those of people count as theirs, the others as
    gathered elsewhere (`imported_supports`).
    """
    file = FOLDER / f"{planting.source}.json"
    if not file.exists():
        return
    data: Data = json.loads(file.read_text())
    _settle(planting.phase, data.get("settings", {}))
    garden = _Garden(planting)
    rows = sorted(data["proposals"], key=garden.date)
    proposals = [garden.proposal(row) for row in rows]
    comments = list(garden.comments(zip(proposals, rows, strict=True)))
    supports = [one for proposal in proposals for one in garden.supports(proposal)]
    Contribution.objects.bulk_create(proposals, BATCH)
    Contribution.objects.bulk_create(comments, BATCH)
    Support.objects.bulk_create(supports, BATCH)
    OfficialAnswer.objects.bulk_create(garden.answers(zip(proposals, rows, strict=True)), BATCH)
    Reached.objects.bulk_create(garden.reached(proposals))
    garden.become(
        dict(zip((row["title"] for row in rows), zip(proposals, rows, strict=True), strict=True))
    )
    planting.done(len(proposals) + len(comments))


def _settle(phase: Phase, settings: Data) -> None:
    phase.settings = {**phase.settings, **settings}
    phase.save(update_fields=["settings"])


@dataclass
class _Garden:
    """What rows are made with: the people by name, the themes by slug, the next number, one chance."""

    planting: Planting
    people: dict[str, User] = field(init=False)
    themes: dict[str, Theme] = field(init=False)
    number: int = field(init=False)
    chance: Random = field(init=False)

    def __post_init__(self) -> None:
        phase = self.planting.phase
        self.people = {person.display_name: person for person in self.planting.people}
        self.themes = {theme.slug: theme for theme in phase.consultation.themes.all()}
        self.number = phase.consultation.contributions.aggregate(last=Max("number"))["last"] or 0
        self.chance = Random(2022)  # noqa: S311 - the same demonstration each time

    def date(self, row: Data) -> datetime:
        """`date` as written, or `days_ago` from now, at an hour when people write."""
        if "date" in row:
            return datetime.fromisoformat(row["date"])
        day = timezone.localtime() - timedelta(days=row["days_ago"])
        written = day.replace(hour=9 + len(row["body"]) % 12, minute=len(row["body"]) % 60)
        return min(written, timezone.now())

    def proposal(self, row: Data) -> Contribution:
        return self._text(
            row,
            kind=KIND,
            title=row["title"],
            theme=self.themes.get(row["theme"]),
            author_name=row["author"],
            on_behalf_of=row["collective"],
            place=row["place"],
            latitude=row.get("latitude"),
            longitude=row.get("longitude"),
            outcome=row["outcome"] or Contribution.Outcome.RECEIVED,
            supports_count=row["supports"],
            imported_supports=max(0, row["supports"] - self._most_people()),
            comments_count=len(row["comments"]),
        )

    def comments(self, planted: Iterable[tuple[Contribution, Data]]) -> Iterator[Contribution]:
        for proposal, row in planted:
            for comment in row["comments"]:
                yield self._text(
                    comment,
                    kind=COMMENT_KIND,
                    parent=proposal,
                    theme=proposal.theme,
                    author_name=comment["author"],
                )

    def supports(self, proposal: Contribution) -> Iterator[Support]:
        """One support a person, the author's own excepted, soon after the proposal came out."""
        others = [one for one in self.planting.people if one.pk != proposal.author_id]
        wanted = proposal.supports_count - proposal.imported_supports
        for person in islice(self.chance.sample(others, len(others)), wanted):
            when = proposal.created_at + timedelta(hours=self.chance.randrange(1, 200))
            yield Support(contribution=proposal, user=person, created_at=min(when, timezone.now()))

    def answers(self, planted: Iterable[tuple[Contribution, Data]]) -> Iterator[OfficialAnswer]:
        for proposal, row in planted:
            if row["answer"]:
                yield OfficialAnswer(
                    contribution=proposal,
                    outcome=proposal.outcome,
                    body=row["answer"],
                    author=self.planting.staff,
                    published_at=self._answered(proposal),
                )

    def reached(self, proposals: Iterable[Contribution]) -> Iterator[Reached]:
        """Those that have the supports that the phase asks for."""
        wanted = self.planting.phase.setting("threshold")
        for one in proposals:
            if wanted and one.is_published and one.supports_count >= wanted:
                at = min(one.created_at + timedelta(days=9), timezone.now())
                yield Reached(contribution=one, supports=wanted, at=at)

    def become(self, by_title: Mapping[str, tuple[Contribution, Data]]) -> None:
        """What stands beside some, and those that the team merged into others."""
        for text, row in by_title.values():
            if row.get("picture") and text.author:
                attach_picture(text, Picture(_drawing(), FIGURE), row["picture"], by=text.author)
            if row.get("merged_into"):
                into, _row = by_title[row["merged_into"]]
                merge([text], into, by=self.planting.staff, reason=row["merged_because"])

    def _text(self, row: Data, **fields: Any) -> Contribution:
        self.number += 1
        when = self.date(row)
        state = row.get("moderation", Contribution.Moderation.PUBLISHED)
        return Contribution(
            consultation=self.planting.phase.consultation,
            phase=self.planting.phase,
            number=self.number,
            author=self.people.get(row["author"]),
            body=row["body"],
            moderation=state,
            created_at=when,
            published_at=when if state == Contribution.Moderation.PUBLISHED else None,
            **fields,
        )

    def _most_people(self) -> int:
        """Not everybody supports everything: two people in three at most, one never the author."""
        return max(0, len(self.planting.people) * 2 // 3)

    def _answered(self, proposal: Contribution) -> datetime:
        """After the end of a phase that is over; else a few days after the proposal."""
        ends = self.planting.phase.closes_at
        if ends < timezone.now():
            return ends + ANSWERED_AFTER
        return min(proposal.created_at + timedelta(days=6), timezone.now())


def _drawing() -> Image.Image:
    """A canal in the morning: a picture that nobody has to be asked for."""
    image = Image.new("RGB", (960, 640), "#f3e4cf")
    pen = ImageDraw.Draw(image)
    pen.ellipse((690, 70, 830, 210), fill="#f0b45b")
    pen.polygon(
        [(0, 300), (240, 230), (520, 290), (960, 220), (960, 400), (0, 400)], fill="#8fa98b"
    )
    pen.rectangle((0, 380, 960, 640), fill="#5d8aa0")
    for line in range(410, 640, 38):
        pen.line((40 + line % 90, line, 880 - line % 130, line), fill="#7ba5b8", width=5)
    pen.polygon([(280, 450), (680, 450), (610, 530), (350, 530)], fill="#6b3f2a")
    for place, coat in ((400, "#b5453c"), (560, "#2f5d50")):
        pen.ellipse((place - 24, 330, place + 24, 378), fill="#e7c3a1")
        pen.rounded_rectangle((place - 34, 378, place + 34, 455), 20, fill=coat)
    return image
