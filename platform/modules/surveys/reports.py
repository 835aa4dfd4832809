"""What the platform asks of every module: figures, what is missing, exports, one person's data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import batched
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.models import User
from consultations.models import Phase
from consultations.module import Figure, Missing
from modules.surveys.document import Question
from modules.surveys.kinds import KINDS, Said
from modules.surveys.models import Cell, Sheet
from modules.surveys.respondents import of_member
from modules.surveys.selectors import problems_of, sheets_that_count, versions_of

CHUNK = 200  # sheets held at a time, each with its cells


def figures(phase: Phase) -> Sequence[Figure]:
    """How many people answered."""
    people = sheets_that_count(phase).count()
    return [Figure(value=people, caption=ngettext("person answered", "people answered", people))]


def readiness(phase: Phase) -> Sequence[Missing]:
    """What the checker finds wrong with the questionnaire."""
    url = reverse("surveys_manage:index", args=[phase.consultation.slug, phase.slug])
    return [
        Missing(message=f"{phase.title} – {problem.message}", url=url)
        for problem in problems_of(phase)
    ]


# --- Answers in words --------------------------------------------------------------------------------


type Answers = Mapping[str, Sequence[Said]]  # by question

MOST_REMEMBERED = 50_000  # answers in words


def in_words(question: Question, said: Sequence[Said]) -> str | float:
    """An answer as people would read it, in the order of the question; a number stays one."""
    places, last = question.places, len(question.places)
    ordered = sorted(said, key=lambda one: (places.get(one.item, -1), places.get(one.choice, last)))
    return KINDS[question.kind].words(question, ordered)


class Words:
    """Answers in words, each found once: among thousands of people many say the same."""

    def __init__(self) -> None:
        self.known: dict[tuple[Any, ...], str | float] = {}

    def of(self, question: Question, said: Sequence[Said]) -> str | float:
        """What `in_words` says; own words are not remembered."""
        if any(one.text for one in said):
            return in_words(question, said)
        key = (id(question), *said)
        if key not in self.known:
            if len(self.known) >= MOST_REMEMBERED:
                self.known.clear()
            self.known[key] = in_words(question, said)
        return self.known[key]


def copy_of(sheet: Sheet) -> list[tuple[str, list[tuple[str, Any]]]]:
    """Somebody's own answers, section by section, in the words in which they were asked. One statement."""
    answers = _answers_of([sheet]).get(sheet.pk, {})
    sections = [
        (
            section.title,
            [
                (one.label, in_words(one, answers[one.key]))
                for one in section.questions
                if one.key in answers
            ],
        )
        for section in sheet.version.spoken.sections
    ]
    return [(title, rows) for title, rows in sections if rows]


def answer_rows(phase: Phase) -> Iterator[Sequence[Any]]:
    """One row an answer, in flat memory: without a name, and with the day rather than the hour."""
    versions, words = {one.pk: one.questionnaire for one in versions_of(phase).all}, Words()
    for sheet, answers in handed_in(sheets_that_count(phase)):
        questionnaire = versions[sheet.version_id]
        for key, question in questionnaire.questions.items():
            if key in answers:
                title = questionnaire.section_of[key].title
                said = words.of(question, answers[key])
                yield (*_head(sheet), title, question.label, said)


def handed_in(sheets: QuerySet[Sheet]) -> Iterator[tuple[Sheet, Answers]]:
    """Each sheet with its answers, in the order they were handed in; few of them in memory.

    Cells are fetched by their sheets' keys: one statement that joined all of it was seen to take minutes
    where PostgreSQL had no figures of the tables yet.
    """
    ordered = sheets.select_related("contribution").order_by("contribution__number", "pk")
    for some in batched(ordered.iterator(CHUNK), CHUNK, strict=False):
        answers = _answers_of(some)
        yield from ((sheet, answers[sheet.pk]) for sheet in some if sheet.pk in answers)


def _answers_of(sheets: Sequence[Sheet]) -> dict[UUID, dict[str, list[Said]]]:
    """What was said on these sheets. One statement."""
    cells = Cell.objects.filter(sheet__in=sheets).order_by("sheet", "question", "item", "choice")
    found: dict[UUID, dict[str, list[Said]]] = {}
    for sheet, question, *said in cells.values_list("sheet", "question", *Said._fields):
        found.setdefault(sheet, {}).setdefault(question, []).append(Said(*said))
    return found


def _head(sheet: Sheet) -> tuple[Any, str, str]:
    contribution = sheet.contribution
    if contribution is None:
        return None, "", ""
    day = timezone.localtime(contribution.created_at).date().isoformat()
    return contribution.number, day, contribution.get_origin_display()


# --- One person's data -------------------------------------------------------------------------------


def collect(user: User) -> Sequence[Mapping[str, Any]]:
    """All answers of a person, question by question; drafts too."""
    mine = Sheet.objects.filter(respondent=of_member(user))
    return [
        _collected(sheet)
        for sheet in mine.select_related("contribution", "version", "phase__consultation")
    ]


def _collected(sheet: Sheet) -> Mapping[str, Any]:
    moment = sheet.contribution.created_at if sheet.contribution else sheet.begun_at
    copy = copy_of(sheet)
    return {
        "consultation": sheet.phase.consultation.title,
        "survey": sheet.phase.title,
        **({"association": sheet.association} if sheet.association else {}),
        "answered_at": moment.isoformat(),
        "answers": {label: words for _title, rows in copy for label, words in rows},
        **({"draft": sheet.sent} if sheet.contribution is None else {}),
    }
