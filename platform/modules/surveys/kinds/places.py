"""A place on a plan: the team's own picture under a lettered grid, so that no map server learns of it.

It works by keyboard, on paper and with a tap, and tells where without telling a doorstep.
"""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from modules.surveys.charts import PLAN, Chart
from modules.surveys.document import Choice, Question
from modules.surveys.kinds.base import MISSING, Kind, Said, Tally, Text, wording
from modules.surveys.pictures import url_of

MOST_COLUMNS, MOST_ROWS = 12, 12


class Plan(forms.Widget):
    """The picture under its grid, and two lists: a letter and a number."""

    template_name = "surveys/widgets/plan.html"
    use_fieldset = True

    def __init__(self, question: Question, columns: Sequence[str], rows: Sequence[str]) -> None:
        super().__init__()
        self.question, self.columns, self.rows = question, columns, rows

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        column, row = value or ("", "")
        return {
            **super().get_context(name, None, attrs),
            "picture": url_of(self.question.picture),
            "alt": self.question.picture_alt,
            "grid": grid(self.columns, self.rows),
            "lists": [
                {"part": "column", "label": _("Letter"), "offered": self.columns, "value": column},
                {"part": "row", "label": _("Number"), "offered": self.rows, "value": row},
            ],
        }

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str]:
        return data.get(f"{name}.column") or "", data.get(f"{name}.row") or ""

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False


class SquareField(forms.Field):
    """Cleans to the name of a square, such as C4; empty for none."""

    widget: Plan

    def clean(self, value: Any) -> str:
        column, row = value or ("", "")
        if not column and not row:
            if self.required:
                raise ValidationError(MISSING["required"])
            return ""
        if not column or not row:
            raise ValidationError(_("A square has a letter and a number: choose both."))
        if column not in self.widget.columns or row not in self.widget.rows:
            raise ValidationError(MISSING["invalid_choice"])
        return f"{column}{row}"


class PlaceOnPlan(Kind):
    """A square of a plan."""

    key, label, icon, group = "place", _("Place on a plan"), "map-pin", _("Places and files")
    seconds = 25
    options = {
        "columns": lambda: forms.IntegerField(
            label=_("Columns of the grid"), initial=8, min_value=2, max_value=MOST_COLUMNS
        ),
        "lines": lambda: forms.IntegerField(
            label=_("Rows of the grid"), initial=6, min_value=2, max_value=MOST_ROWS
        ),
    }

    def field(self, question: Question, order: Sequence[Choice]) -> forms.Field:
        return SquareField(widget=Plan(question, *self.names(question)), **wording(question))

    def names(self, question: Question) -> tuple[list[str], list[str]]:
        """The letters of the columns and the numbers of the rows."""
        columns, lines = question.options.get("columns", 8), question.options.get("lines", 6)
        return list(string.ascii_uppercase[:columns]), [str(n) for n in range(1, lines + 1)]

    def said(self, question: Question, value: Any) -> list[Said]:
        return [Said(choice=value)] if value else []

    def words(self, question: Question, said: Sequence[Said]) -> str | float:
        return said[0].choice

    def charts(self, question: Question, tally: Tally) -> list[Chart]:
        squares = {count.choice: count.people for count in tally.counts}
        rows = sorted(squares.items(), key=lambda pair: (-pair[1], pair[0]))
        return [
            Chart(
                template=PLAN,
                title=question.label,
                head=[gettext("Square"), gettext("Number")],
                rows=rows,
                drawn={
                    "picture": url_of(question.picture),
                    "grid": grid(*self.names(question), squares),
                },
            )
        ]

    def trouble(self, question: Question) -> Text:
        return "" if question.picture else _("needs the picture of a plan")


def grid(
    columns: Sequence[str], rows: Sequence[str], counts: Mapping[str, int] | None = None
) -> list[dict[str, Any]]:
    """The squares in percent of the picture, each with its name, its count and how dark it is."""
    width, height = 100 / len(columns), 100 / len(rows)
    found = counts or {}
    highest = max(found.values(), default=1)
    return [
        {
            "name": f"{letter}{number}",
            "x": round(place * width, 3),
            "y": round(line * height, 3),
            "width": round(width, 3),
            "height": round(height, 3),
            "middle_x": round((place + 0.5) * width, 3),
            "middle_y": round((line + 0.5) * height, 3),
            "people": found.get(f"{letter}{number}", 0),
            "level": min(9, round(9 * found.get(f"{letter}{number}", 0) / highest)),
        }
        for line, number in enumerate(rows)
        for place, letter in enumerate(columns)
    ]
