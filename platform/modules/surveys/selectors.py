"""What pages read of a survey: always the same number of statements, whatever its size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import QuerySet
from django.http import Http404

from consultations.models import Phase
from consultations.permissions import Person
from consultations.selectors import get_phase_for
from contributions.models import Contribution
from modules.surveys.checker import Problem, problems
from modules.surveys.document import Question, Questionnaire, Section
from modules.surveys.kinds import KINDS
from modules.surveys.models import Cell, Export, Invitation, Sheet, Version
from modules.surveys.respondents import of_invitation

KEY = "surveys"
SECONDS_A_CHOICE = 2.5  # reading one and passing on


def get_survey_for(person: Person, consultation: str, phase: str) -> Phase:
    """The survey's phase at these slugs that `person` may see, or Http404. One statement."""
    return get_phase_for(person, consultation, phase, KEY)


@dataclass(frozen=True, kw_only=True)
class Versions:
    """All versions of a survey's questionnaire, oldest first."""

    all: Sequence[Version]

    @property
    def live(self) -> Version | None:
        """The one that whoever begins now answers."""
        return next((one for one in reversed(self.all) if one.is_live), None)

    @property
    def draft(self) -> Version | None:
        """The one that the team works on, unless it works on the live one."""
        return self.all[-1] if self.all and not self.all[-1].is_live else None

    @property
    def in_work(self) -> Version | None:
        """What the builder shows."""
        return self.all[-1] if self.all else None

    @cached_property
    def retired(self) -> list[Question]:
        """Questions of earlier live versions that the live one no longer asks, as last asked."""
        now = self.live.questionnaire.questions if self.live else {}
        found: dict[str, Question] = {}
        for version in self.all:
            if version.is_live:
                found |= version.spoken.questions
        return [question for key, question in found.items() if key not in now]

    @cached_property
    def asked(self) -> dict[str, Question]:
        """Every question that was ever asked, as last asked: those of the live version first."""
        now = dict(self.live.questionnaire.questions) if self.live else {}
        return now | {one.key: one for one in self.retired}


def versions_of(phase: Phase) -> Versions:
    """One statement."""
    found = list(Version.objects.filter(phase=phase).order_by("number"))
    for version in found:
        version.phase = phase
    return Versions(all=found)


def live_version(phase: Phase) -> Version | None:
    """What whoever begins now answers. One statement."""
    found = Version.objects.filter(phase=phase, is_live=True).order_by("-number").first()
    if found:
        found.phase = phase
    return found


def questionnaire_of(phase: Phase) -> Questionnaire:
    """The live questionnaire; an empty one before there is any. One statement."""
    version = live_version(phase)
    return version.questionnaire if version else Questionnaire()


def minutes_of(questionnaire: Questionnaire) -> int:
    """How long it takes to answer, roughly; one at least."""
    seconds = sum(_seconds(question) for question in questionnaire.questions.values())
    return max(1, round(seconds / 60))


def _seconds(question: Question) -> float:
    kind = KINDS[question.kind]
    rows = max(1, len(question.rows)) if kind.rows else 1
    return kind.seconds * rows + SECONDS_A_CHOICE * len(question.choices)


def problems_of(phase: Phase) -> list[Problem]:
    """What is wrong with the questionnaire that people are to answer. One statement."""
    return problems(questionnaire_of(phase))


def get_section(questionnaire: Questionnaire, key: str) -> Section:
    """A section of this questionnaire, or Http404."""
    for section in questionnaire.sections:
        if section.key == key:
            return section
    raise Http404


def get_question(questionnaire: Questionnaire, key: str) -> Question:
    """A question of this questionnaire, or Http404."""
    if found := questionnaire.questions.get(key):
        return found
    raise Http404


def sheet_of(phase: Phase, respondent: str, association: str = "") -> Sheet | None:
    """Somebody's sheet, in work or handed in, with its version: their own, or for the association of
    this number. One statement; none without a name."""
    if not respondent:
        return None
    mine = Sheet.objects.filter(phase=phase, respondent=respondent, association_number=association)
    found = mine.select_related("version", "contribution").first()
    if found:
        found.phase = found.version.phase = phase
    return found


def is_invited(phase: Phase, code: str) -> bool:
    """Whether the team handed this code out."""
    asked = of_invitation(code, phase)
    return bool(Invitation.objects.filter(phase=phase, fingerprint=asked).exists())


def has_answers(phase: Phase, question: str = "") -> bool:
    """Whether anybody answered the survey, or this question of it."""
    handed_in = Cell.objects.filter(sheet__phase=phase)
    if question:
        return bool(handed_in.filter(question=question).exists())
    return bool(handed_in.exists())


def sheets_that_count(phase: Phase) -> QuerySet[Sheet]:
    """The sheets handed in: not those taken back or hidden by moderation."""
    return Sheet.objects.filter(
        phase=phase, contribution__moderation=Contribution.Moderation.PUBLISHED
    )


def texts_of(phase: Phase, question: str, words: str = "", tag: str = "") -> QuerySet[Cell]:
    """What people wrote to a question, newest first: all, with these words, with this tag."""
    found = (
        Cell.objects.filter(sheet__in=sheets_that_count(phase), question=question)
        .exclude(text="")
        .select_related("sheet__contribution")
        .order_by("-sheet__contribution__created_at", "sheet_id")
    )
    if words:
        vector = SearchVector("text", config="ext.fr")
        query = SearchQuery(words, config="ext.fr", search_type="websearch")
        found = found.annotate(found=vector).filter(found=query)
    return found.filter(tags__contains=[tag]) if tag else found


def get_text_for(phase: Phase, question: str, sheet: UUID) -> Cell:
    """One text of this survey, or Http404."""
    found = texts_of(phase, question).filter(sheet=sheet).first()
    if found is None:
        raise Http404
    return found


def exports_of(phase: Phase) -> QuerySet[Export]:
    """The files of answers that the team asked for and that are not forgotten yet, newest first."""
    return Export.objects.filter(phase=phase).order_by("-asked_at")


def get_export_for(phase: Phase, pk: UUID) -> Export:
    """A file of this survey that is ready to be fetched, or Http404."""
    found = exports_of(phase).filter(pk=pk).exclude(path="").first()
    if found is None:
        raise Http404
    return found
