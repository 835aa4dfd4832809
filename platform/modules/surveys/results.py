"""Results, counted by the database: the same few statements for ten answers and for a million."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import FilteredRelation, IntegerField, Q, QuerySet, Sum
from django.db.models.functions import Cast, TruncDate
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.models import Phase
from modules.surveys.charts import FEWEST, Chart, column_chart, heat_map, without_small
from modules.surveys.document import Question, Section
from modules.surveys.kinds import KINDS, Kind, Said, Tally
from modules.surveys.kinds.base import Count
from modules.surveys.models import Cell, Sheet
from modules.surveys.selectors import Versions, sheets_that_count

CURVE_COLUMNS = 31  # days shown one by one; longer surveys are shown by weeks
MOST_GROUPS = 20  # columns of a cross table


@dataclass(frozen=True, kw_only=True)
class Result:
    """One question's results."""

    question: Question
    answered: int
    charts: Sequence[Chart]
    hidden: bool = False

    @property
    def note(self) -> str:
        """How many answered."""
        many = ngettext("%(n)d answer", "%(n)d answers", self.answered)
        return many % {"n": self.answered}

    @property
    def is_text(self) -> bool:
        """Whether nothing but own words were asked."""
        return KINDS[self.question.kind].is_text

    @property
    def is_worded(self) -> bool:
        """Whether there are own words to read."""
        return is_worded(self.question)

    @property
    def is_file(self) -> bool:
        return self.question.kind == "file"


@dataclass(frozen=True, kw_only=True)
class Results:
    """A survey's results, section by section; then the questions that are no longer asked."""

    people: int
    sections: Sequence[tuple[Section, Sequence[Result]]]
    retired: Sequence[Result] = ()
    curve: Chart | None = None

    def all(self) -> list[Result]:
        """Every question's."""
        return [*(one for _section, rows in self.sections for one in rows), *self.retired]


@dataclass(frozen=True, kw_only=True)
class Filter:
    """The sheets that are looked at: those where a choice or number was given, of one origin."""

    question: str = ""
    value: str = ""
    origin: str = ""

    def __bool__(self) -> bool:
        return bool((self.question and self.value) or self.origin)

    def of(self, phase: Phase) -> QuerySet[Sheet]:
        """The sheets that count and that it lets through."""
        found = sheets_that_count(phase)
        if self.question and self.value:
            said = Cell.objects.filter(question=self.question).filter(_same(self.value))
            found = found.filter(pk__in=said.values("sheet_id"))
        return found.filter(contribution__origin=self.origin) if self.origin else found


EVERYBODY = Filter()


def is_worded(question: Question) -> bool:
    """Whether people answer in own words, or may beside the choices offered."""
    return KINDS[question.kind].is_text or bool(question.options.get("other"))


def results_of(phase: Phase, versions: Versions, among: Filter = EVERYBODY) -> Results:
    """Two statements: the days, and every question's tally."""
    sheets = among.of(phase)
    days = _days(sheets)
    tallies = _tallies(Cell.objects.filter(sheet__in=sheets))
    live = versions.live.spoken.sections if versions.live else ()
    return Results(
        people=sum(days.values()),
        sections=[(s, [_result(q, tallies) for q in s.questions]) for s in live if s.questions],
        retired=[_result(q, tallies) for q in versions.retired if q.key in tallies],
        curve=_curve(days),
    )


def _result(question: Question, tallies: Mapping[str, Tally]) -> Result:
    tally = tallies.get(question.key, Tally(answered=0, counts=()))
    charts = KINDS[question.kind].charts(question, tally)
    return Result(question=question, answered=tally.answered, charts=charts)


def _tallies(cells: QuerySet[Cell]) -> dict[str, Tally]:
    """How many people said the same, for each question, row, choice and number. One statement."""
    counted = (
        cells.values("question", "item", "choice", "number")
        .annotate(people=CountOf("*"), first=Sum(Cast("counts", IntegerField())))
        .order_by()
        .values_list("question", "item", "choice", "number", "people", "first")
    )
    counts: dict[str, list[Count]] = {}
    answered: dict[str, int] = {}
    for question, item, choice, number, people, first in counted:
        counts.setdefault(question, []).append(Count(item, choice, number, people))
        answered[question] = answered.get(question, 0) + first
    return {key: Tally(answered=answered[key], counts=rows) for key, rows in counts.items()}


def _days(sheets: QuerySet[Sheet]) -> dict[date, int]:
    """How many people answered on each day. One statement."""
    days = sheets.annotate(day=TruncDate("contribution__created_at")).values_list("day")
    return dict(days.annotate(people=CountOf("*")).order_by("day"))


def _curve(days: Mapping[date, int]) -> Chart | None:
    if not days:
        return None
    span = (max(days) - min(days)).days + 1
    step = 1 if span <= CURVE_COLUMNS else 7
    first = min(days).toordinal()
    spans = [0] * ((span - 1) // step + 1)
    for day, people in days.items():
        spans[(day.toordinal() - first) // step] += people
    starts = [date.fromordinal(first + step * place) for place in range(len(spans))]
    labels = [date_format(day, "j/n") for day in starts]
    title = _("Answers by day") if step == 1 else _("Answers by week")
    return column_chart(title, list(zip(labels, spans, strict=True)))


# --- Filters and cross tables ------------------------------------------------------------------------


def _same(value: str) -> Q:
    try:
        return Q(choice=value) | Q(number=float(value), choice="", item="")
    except ValueError:
        return Q(choice=value)


def groups_of(question: Question) -> list[tuple[str, str]]:
    """The answers to a question by which people can be told apart: keys and words."""
    kind = KINDS[question.kind]
    values = kind.possible(question) if kind.value in {"choice", "number"} else None
    if not values or kind.rows:
        return []
    return [(value, str(kind.words(question, _said(kind, question, value)))) for value in values]


def _said(kind: Kind, question: Question, value: str) -> list[Said]:
    return [Said(choice=value) if kind.value == "choice" else Said(number=float(value))]


def crossed(phase: Phase, question: Question, by: Question, among: Filter) -> Chart | None:
    """The answers to a question, by the answers to another: shares in each group. One statement."""
    columns, rows = groups_of(by)[:MOST_GROUPS], groups_of(question)
    if not columns or not rows:
        return None
    cells = Cell.objects.filter(sheet__in=among.of(phase), question=question.key, item="")
    grouped = cells.annotate(
        other=FilteredRelation("sheet__cells", condition=Q(sheet__cells__question=by.key))
    ).values_list("choice", "number", "other__choice", "other__number")
    found = {
        (_value(c, n), _value(oc, on)): people
        for c, n, oc, on, people in grouped.annotate(people=CountOf("*")).order_by()
    }
    heads = [label for _key, label in rows]
    lines = [(label, [found.get((row, key), 0) for row, _l in rows]) for key, label in columns]
    title = _("%(question)s – by “%(by)s”") % {"question": question.label, "by": by.label}
    return heat_map(title, heads, [line for line in lines if sum(line[1])])


def _value(choice: str | None, number: float | None) -> str:
    if choice:
        return choice
    return "" if number is None else f"{number:g}"


# --- How far people get -------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Completion:
    """How many began and how many handed in; and where the others stopped."""

    begun: int
    handed_in: int
    stops: Sequence[tuple[str, int]]

    @property
    def percent(self) -> int:
        return round(100 * self.handed_in / self.begun) if self.begun else 0


def completion_of(phase: Phase, versions: Versions) -> Completion:
    """Of those who answer on line. One statement."""
    begun = Sheet.objects.filter(phase=phase).filter(
        Q(contribution=None) | Q(contribution__origin="online")
    )
    apart = begun.annotate(is_draft=Q(contribution=None)).values_list("page", "is_draft")
    rows = apart.annotate(n=CountOf("*"))
    return _completion(list(rows.order_by()), versions)


def _completion(rows: Iterable[Any], versions: Versions) -> Completion:
    handed_in = sum(n for _page, is_draft, n in rows if not is_draft)
    stopped: dict[str, int] = {}
    for page, is_draft, n in rows:
        if is_draft:
            stopped[page] = stopped.get(page, 0) + n
    sections = versions.live.questionnaire.sections if versions.live else ()
    stops = [(one.title, stopped.get(one.key, 0)) for one in sections]
    return Completion(begun=handed_in + sum(stopped.values()), handed_in=handed_in, stops=stops)


# --- For everybody ------------------------------------------------------------------------------------


def for_everybody(results: Results) -> Results:
    """Without what would tell of few people: questions that fewer than five answered, small groups."""
    return replace(
        results,
        sections=[(section, [_public(one) for one in rows]) for section, rows in results.sections],
        retired=[_public(one) for one in results.retired],
        curve=None,
    )


def _public(result: Result) -> Result:
    if result.answered < FEWEST or result.is_file:
        return replace(result, charts=(), hidden=bool(result.answered) and not result.is_text)
    return replace(result, charts=[without_small(chart) for chart in result.charts])
