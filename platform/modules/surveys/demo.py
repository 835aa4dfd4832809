"""The demonstration: a questionnaire from `demo/<source>.json`, and believable answers to it.

The same file and the same seed give the same answers. Each question says how likely its answers are
(`weights`); what people wrote (`texts`) is given out once, short words apart.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from consultations.models import Phase
from consultations.module import Planting
from contributions.models import Contribution
from modules.surveys.actions import KIND, cells_of
from modules.surveys.conditions import route
from modules.surveys.document import Question, Questionnaire, from_json, to_json
from modules.surveys.exchange import from_library, library
from modules.surveys.kinds import KINDS, Said
from modules.surveys.models import Cell, Sheet, Version
from modules.surveys.respondents import of_member

FOLDER = Path(__file__).parent / "demo"
ANSWERS = 300
SHARE_OF_MEMBERS = 0.3  # of the answers, as far as there are people
SHARE_ON_PAPER = 0.14
SHARE_ANSWERED = 0.93  # of the optional questions
SHARE_UNFINISHED = 0.15  # drafts, for each answer handed in
OFTEN = 2  # words: a text this short is written by several people
BATCH = 1_000  # rows

type Data = Mapping[str, Any]


def prepare(phase: Phase, starter: str) -> None:
    """Write the questionnaire of this name into a new phase; nothing where the library has none."""
    if starter in library():
        Version.objects.create(phase=phase, content=to_json(from_library(starter)))


def plant(planting: Planting) -> None:
    """Write the questionnaire and its answers; nothing without a file."""
    file = FOLDER / f"{planting.source}.json"
    if not file.exists():
        return
    data: Data = json.loads(file.read_text())
    questionnaire = from_json(data)
    version = Version(phase=planting.phase, content=to_json(questionnaire))
    version.learn(_translations(questionnaire, data)).save()
    planting.done(len(questionnaire.questions))
    rows = {row["key"]: row for section in data["sections"] for row in section["questions"]}
    # The same demonstration each time; nothing secret is drawn.
    dice = Random(planting.source)  # noqa: S311
    _answers(planting, version, rows, data.get("answers", ANSWERS), dice)


def _translations(questionnaire: Questionnaire, data: Data) -> dict[str, dict[str, str]]:
    """The file's translations by language, under the names that the questionnaire gives its words."""
    found: dict[str, dict[str, str]] = {}

    def take(place: str, translations: Data) -> None:
        for language, words in translations.items():
            found.setdefault(language, {}).update({f"{place}.{n}": w for n, w in words.items()})

    for section, row in zip(questionnaire.sections, data["sections"], strict=True):
        take(section.key, row.get("translations", {}))
        for question, asked in zip(section.questions, row["questions"], strict=True):
            take(question.key, asked.get("translations", {}))
            for language, labels in asked.get("choices_translations", {}).items():
                for choice, label in zip(question.labels, labels, strict=True):
                    take(f"{question.key}.{choice}", {language: {"label": label}})
    return found


def _answers(
    planting: Planting, version: Version, rows: Mapping[str, Data], number: int, dice: Random
) -> None:
    contributions = _contributions(planting, number, dice)
    sheets = [_sheet(contribution, version) for contribution in contributions]
    draws = {
        key: list(_draws(question, rows[key], number, dice))
        for key, question in version.questionnaire.questions.items()
    }
    cells = [
        cell
        for place, sheet in enumerate(sheets)
        for cell in cells_of(sheet, _asked(version.questionnaire, draws, place))
    ]
    Contribution.objects.bulk_create(contributions, BATCH)
    Sheet.objects.bulk_create([*sheets, *_unfinished(version, number, dice)], BATCH)
    for start in range(0, len(cells), BATCH):
        Cell.objects.bulk_create(cells[start : start + BATCH])
        planting.done(number * BATCH // len(cells))


def _asked(
    questionnaire: Questionnaire, draws: Mapping[str, Sequence[list[Said]]], place: int
) -> list[tuple[Question, list[Said]]]:
    """One person's answers, as far as their own answers let them be asked."""
    given = {
        key: [str(one.choice or one.text or f"{one.number:g}") for one in found[place]]
        for key, found in draws.items()
    }
    seen = [one for page in route(questionnaire, given) for one in page.questions]
    return [(one, said) for one in seen if (said := draws[one.key][place])]


def _unfinished(version: Version, number: int, dice: Random) -> list[Sheet]:
    """People who began and did not finish: how far they got, and nothing of what they typed."""
    keys = [section.key for section in version.questionnaire.sections]
    return [
        Sheet(phase=version.phase, version=version, page=dice.choice(keys))
        for _one in range(int(number * SHARE_UNFINISHED))
    ]


def _contributions(planting: Planting, number: int, dice: Random) -> list[Contribution]:
    phase = planting.phase
    written = Contribution.objects.filter(consultation=phase.consultation)
    last = written.aggregate(last=Max("number"))["last"] or 0
    moments = sorted(_moment(phase, dice) for _answer in range(number))
    members = list(planting.people)[: int(number * SHARE_OF_MEMBERS)]
    authors = [*members, *[None] * (number - len(members))]
    dice.shuffle(authors)
    return [
        _contribution(phase, last + place, moment, author, dice)
        for place, (moment, author) in enumerate(zip(moments, authors, strict=True), start=1)
    ]


def _contribution(
    phase: Phase, number: int, moment: datetime, author: User | None, dice: Random
) -> Contribution:
    on_paper = author is None and dice.random() < SHARE_ON_PAPER
    return Contribution(
        kind=KIND,
        consultation=phase.consultation,
        phase=phase,
        number=number,
        author=author,
        author_name=str(author) if author else "",
        origin=Contribution.Origin.PAPER if on_paper else Contribution.Origin.ONLINE,
        moderation=Contribution.Moderation.PUBLISHED,
        created_at=moment,
        published_at=moment,
    )


def _sheet(contribution: Contribution, version: Version) -> Sheet:
    author = contribution.author
    who = of_member(author) if author else None
    return Sheet(phase=version.phase, version=version, contribution=contribution, respondent=who)


def _moment(phase: Phase, dice: Random) -> datetime:
    """Many at the beginning and near the end, as surveys go."""
    until = min(phase.closes_at, timezone.now())
    share = dice.betavariate(1, 3) if dice.random() < 0.6 else dice.betavariate(5, 1)
    return phase.opens_at + (until - phase.opens_at) * share


# --- What people say ---------------------------------------------------------------------------------


def _draws(question: Question, row: Data, number: int, dice: Random) -> Iterator[list[Said]]:
    """`number` answers to one question; empty where somebody skipped it."""
    if KINDS[question.kind].is_text:
        yield from _texts(row["texts"], number, dice)
        return
    for _person in range(number):
        skipped = not question.required and dice.random() > SHARE_ANSWERED
        yield [] if skipped else _said(question, row["weights"], dice)


def _said(question: Question, weights: Sequence[Any], dice: Random) -> list[Said]:
    keys = [one.key for one in question.choices]
    if question.kind in {"one_choice", "drop_down"}:
        return [Said(choice=dice.choices(keys, weights)[0])]
    if question.kind == "several_choices":
        return [Said(choice=key) for key in _several(question, weights, dice)]
    if question.kind == "ranking":
        order = _order(keys, weights, dice)[: question.options.get("most") or len(keys)]
        return [Said(choice=key, number=float(n)) for n, key in enumerate(order, start=1)]
    if question.kind == "budget_split":
        return _split(keys, weights, question.options["points"], dice)
    if question.rows:  # one line of weights for each
        return [
            _row(question, row.key, each, dice)
            for row, each in zip(question.rows, weights, strict=True)
        ]
    first = question.options.get("min", 1)
    return [Said(number=float(first + dice.choices(range(len(weights)), weights)[0]))]


def _row(question: Question, row: str, weights: Sequence[int], dice: Random) -> Said:
    place = dice.choices(range(len(weights)), weights)[0]
    if question.kind == "matrix_one":
        return Said(item=row, choice=question.choices[place].key)
    first = question.options.get("min", 1) if question.kind == "matrix_scale" else 0
    return Said(item=row, number=float(first + place))


def _order(keys: Sequence[str], weights: Sequence[float], dice: Random) -> list[str]:
    drawn = [
        (dice.random() ** (1 / weight), key) for key, weight in zip(keys, weights, strict=True)
    ]
    return [key for _luck, key in sorted(drawn, reverse=True)]


def _split(keys: Sequence[str], weights: Sequence[float], points: int, dice: Random) -> list[Said]:
    """Tens of points, as people share them."""
    tens = dice.choices(keys, weights, k=10)
    return [
        Said(choice=key, number=float(tens.count(key) * points // 10))
        for key in keys
        if key in tens
    ]


def _several(question: Question, weights: Sequence[float], dice: Random) -> list[str]:
    """Each choice with its own chance, in percent; one at least; "none of these" stands alone."""
    offered = list(zip(question.choices, weights, strict=True))
    nothing = [(one.key, chance) for one, chance in offered if one.label.startswith("Aucun")]
    real = [(one.key, chance) for one, chance in offered if not one.label.startswith("Aucun")]
    found = (
        [key for key, chance in nothing if _happens(chance, dice)]
        or [key for key, chance in real if _happens(chance, dice)]
        or [dice.choice(real)[0]]
    )
    return found[: question.options.get("most") or len(found)]


def _happens(chance: float, dice: Random) -> bool:
    return dice.random() * 100 < chance


def _texts(texts: Sequence[str], number: int, dice: Random) -> Iterator[list[Said]]:
    often = [text for text in texts if len(text.split()) <= OFTEN]
    given = [*texts, *dice.choices(often, k=number // 5)] if often else list(texts)
    slots = [[Said(text=text)] for text in given[:number]]
    slots += [[] for _n in range(number - len(slots))]
    dice.shuffle(slots)
    yield from slots
