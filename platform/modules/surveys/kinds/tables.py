"""Tables: the same answers offered for each of several rows; majority judgement is one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from modules.surveys.charts import Chart, heat_map, table
from modules.surveys.document import Choice, Question
from modules.surveys.kinds.base import MISSING, Kind, Said, Tally, Text, tidy, wording
from modules.surveys.kinds.measuring import MOST_STEPS, Scale, mean

TABLES = _("Tables")
MENTIONS = (_("Excellent"), _("Very good"), _("Good"), _("Fair"), _("Poor"), _("To reject"))


class Grid(forms.Widget):
    """A row of radio buttons or boxes for each row: `name.key`."""

    template_name = "surveys/widgets/grid.html"
    use_fieldset = True

    def __init__(
        self,
        rows: Sequence[Choice],
        columns: Sequence[tuple[str, Any]],
        several: bool = False,
        ends: tuple[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.rows, self.columns, self.several, self.ends = rows, columns, several, ends

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        given: Mapping[str, Sequence[str]] = value or {}
        rows = [
            {
                "name": f"{name}.{row.key}",
                "label": row.label,
                "cells": [
                    {"value": key, "label": label, "checked": key in given.get(row.key, ())}
                    for key, label in self.columns
                ],
            }
            for row in self.rows
        ]
        several = "checkbox" if self.several else "radio"
        return {**context, "rows": rows, "input": several, "ends": self.ends}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, list[str]]:
        found = {row.key: data.getlist(f"{name}.{row.key}") for row in self.rows}
        return {key: kept for key, words in found.items() if (kept := [w for w in words if w])}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False


class GridField(forms.Field):
    """Cleans to the answers of each row. Required: every row."""

    widget: Grid

    def clean(self, value: Any) -> dict[str, list[str]]:
        given: dict[str, list[str]] = value or {}
        offered = {key for key, _label in self.widget.columns}
        if any(not offered.issuperset(words) for words in given.values()):
            raise ValidationError(MISSING["invalid_choice"])
        if not self.widget.several and any(len(words) > 1 for words in given.values()):
            raise ValidationError(MISSING["invalid_choice"])
        missing = [row.label for row in self.widget.rows if row.key not in given]
        if self.required and missing:
            if len(missing) == len(self.widget.rows):
                raise ValidationError(MISSING["required"])
            raise ValidationError(_("Answer every line. Missing: %(row)s") % {"row": missing[0]})
        return given


class MatrixOne(Kind):
    """One choice for each row."""

    key, label, icon, group = "matrix_one", _("Table, one choice a row"), "grid-3x3", TABLES
    seconds = 10
    choices: ClassVar[Text] = _("Columns")
    rows: ClassVar[Text] = _("Rows")
    several = False

    def field(self, question: Question, order: Sequence[Choice]) -> forms.Field:
        widget = Grid(question.rows, self.columns(question), self.several)
        return GridField(widget=widget, **wording(question))

    def columns(self, question: Question) -> list[tuple[str, Any]]:
        """The answers offered for each row: keys and words."""
        return [(one.key, one.label) for one in question.choices]

    def said(self, question: Question, value: Any) -> list[Said]:
        return [Said(item=row, choice=key) for row, keys in value.items() for key in keys]

    def words(self, question: Question, said: Sequence[Said]) -> str | float:
        return " | ".join(
            f"{question.labels.get(one.item, '?')} : {self.word(question, one)}" for one in said
        )

    def word(self, question: Question, one: Said) -> str:
        """What was said of one row."""
        return question.labels.get(one.choice, "?")

    def charts(self, question: Question, tally: Tally) -> list[Chart]:
        columns = question.choices
        rows = [
            (row.label, [self._people(tally, row.key, one.key) for one in columns])
            for row in question.rows
        ]
        return [heat_map(question.label, [one.label for one in columns], rows)]

    def _people(self, tally: Tally, row: str, column: str) -> int:
        return sum(c.people for c in tally.counts if c.item == row and c.choice == column)


class MatrixSeveral(MatrixOne):
    """Several choices for each row."""

    key, label, icon = "matrix_several", _("Table, several choices a row"), "grid-2x2-check"
    seconds, several = 12, True


class MatrixScale(MatrixOne):
    """A scale for each row."""

    key, label, icon = "matrix_scale", _("Table, a scale a row"), "sliders-horizontal"
    choices = ""
    options = Scale.options

    def field(self, question: Question, order: Sequence[Choice]) -> forms.Field:
        ends = question.options.get("low", ""), question.options.get("high", "")
        widget = Grid(question.rows, self.columns(question), ends=ends)
        return GridField(widget=widget, **wording(question))

    def columns(self, question: Question) -> list[tuple[str, Any]]:
        steps = list(self.steps(question))
        low, high = question.options.get("low", ""), question.options.get("high", "")
        named = {steps[0]: f"{steps[0]} – {low}"} if low else {}
        named |= {steps[-1]: f"{steps[-1]} – {high}"} if high else {}
        return [(str(step), named.get(step, str(step))) for step in steps]

    def steps(self, question: Question) -> range:
        """The numbers offered."""
        return range(question.options.get("min", 1), question.options.get("max", 5) + 1)

    def said(self, question: Question, value: Any) -> list[Said]:
        return [Said(item=row, number=float(words[0])) for row, words in value.items()]

    def word(self, question: Question, one: Said) -> str:
        return str(tidy(one.number or 0))

    def charts(self, question: Question, tally: Tally) -> list[Chart]:
        steps = self.steps(question)
        numbers = {row.key: tally.of_numbers(row.key) for row in question.rows}
        rows = [
            (row.label, [numbers[row.key].get(float(step), 0) for step in steps])
            for row in question.rows
        ]
        means = [(row.label, number_format(mean(numbers[row.key]), 1)) for row in question.rows]
        title = gettext("%(question)s – means") % {"question": question.label}
        return [
            heat_map(question.label, [label for _key, label in self.columns(question)], rows),
            table(title, ["", gettext("Mean")], means),
        ]

    def trouble(self, question: Question) -> Text:
        few = not 2 <= len(self.steps(question)) <= MOST_STEPS
        return (
            _("has a scale of fewer than 2 or more than 11 steps")
            if few
            else super().trouble(question)
        )


class MajorityJudgement(MatrixOne):
    """Each proposal gets one of six mentions; the best median mention wins.

    Ties are broken as Balinski and Laraki say: by the larger of the groups above and below the median.
    """

    key, label, icon = "majority_judgement", _("Majority judgement"), "scale"
    seconds = 8
    choices = ""
    rows = _("What is judged")

    def columns(self, question: Question) -> list[tuple[str, Any]]:
        return [(str(place), mention) for place, mention in enumerate(MENTIONS)]

    def said(self, question: Question, value: Any) -> list[Said]:
        return [Said(item=row, number=float(words[0])) for row, words in value.items()]

    def word(self, question: Question, one: Said) -> str:
        return str(MENTIONS[int(one.number or 0)])

    def charts(self, question: Question, tally: Tally) -> list[Chart]:
        judged = [(row.label, self._mentions(tally, row.key)) for row in question.rows]
        judged.sort(key=lambda pair: verdict(pair[1]), reverse=True)
        names = [str(mention) for mention in MENTIONS]
        ranked = [
            (label, place, names[median_mention(counts)] if sum(counts) else "–")
            for place, (label, counts) in enumerate(judged, start=1)
        ]
        head = [gettext("Proposal"), gettext("Rank"), gettext("Median mention")]
        title = gettext("%(question)s – ranking") % {"question": question.label}
        return [heat_map(question.label, names, judged), table(title, head, ranked)]

    def _mentions(self, tally: Tally, row: str) -> list[int]:
        numbers = tally.of_numbers(row)
        return [numbers.get(float(place), 0) for place in range(len(MENTIONS))]


def median_mention(counts: Sequence[int]) -> int:
    """The place of the median mention, best first; of an even number, the worse of the two in the middle."""
    people, seen = sum(counts), 0
    for place, count in enumerate(counts):
        seen += count
        if 2 * seen > people:
            return place
    return len(counts) - 1


def verdict(counts: Sequence[int]) -> tuple[int, float]:
    """What proposals are compared by, greater is better: the median, then who pulls from it."""
    people = sum(counts)
    if not people:
        return -len(counts), 0.0
    place = median_mention(counts)
    above, below = sum(counts[:place]) / people, sum(counts[place + 1 :]) / people
    return -place, above if above > below else -below
