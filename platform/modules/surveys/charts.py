"""What results are drawn as: each chart has its picture and the table that says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from themes.figures import Bar, Column, bars, columns

HIDDEN = "–"
BARS, COLUMNS, HEAT, PLAN, TABLE = (
    f"surveys/charts/{name}.html" for name in ("bars", "columns", "heat", "plan", "table")
)
GROUND = 184  # where columns stand, in the units of their picture
MOST_LETTERS = 44  # of all names below the columns of a chart
FEWEST = 5  # people: smaller groups are not shown to everybody


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A title, a table, and what its template draws of it."""

    template: str
    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Any]]
    drawn: Any = None
    note: str = ""
    counts_people: bool = True  # or points, ranks and means, which tell of nobody

    @property
    def is_crowded(self) -> bool:
        """Whether the names of its columns would run into each other."""
        return sum(len(str(row[0])) for row in self.rows) > MOST_LETTERS


def bar_chart(
    title: str,
    values: Sequence[tuple[str, int]],
    total: int | None = None,
    note: str = "",
    counts_people: bool = True,
) -> Chart:
    """How often each answer was given; `total` is the number of people where several were possible."""
    drawn: list[Bar] = bars(values, total=total)
    return Chart(
        template=BARS,
        title=title,
        head=[_("Answer"), _("Number"), "%"],
        rows=[(bar.label, bar.value, bar.percent) for bar in drawn],
        drawn=drawn,
        note=note,
        counts_people=counts_people,
    )


def column_chart(title: str, values: Sequence[tuple[str, int]], note: str = "") -> Chart:
    """A distribution over numbers or dates."""
    drawn: list[Column] = columns(values)
    return Chart(
        template=COLUMNS,
        title=title,
        head=[_("Answer"), _("Number")],
        rows=list(values),
        drawn=drawn,
        note=note,
    )


@dataclass(frozen=True, kw_only=True)
class HeatCell:
    """One cell of a heat map: what it says, and how dark it is from 0 to 9."""

    value: Any
    level: int


def heat_map(
    title: str,
    head: Sequence[str],
    rows: Sequence[tuple[str, Sequence[int]]],
    note: str = "",
    percent: bool = True,
) -> Chart:
    """A table whose cells are as dark as their share of the row. `head` names the columns."""
    return Chart(
        template=HEAT,
        title=title,
        head=["", *head],
        rows=[(label, *values) for label, values in rows],
        drawn=[(label, _heat(values, percent)) for label, values in rows],
        note=note,
    )


def _heat(values: Sequence[int], percent: bool) -> list[HeatCell]:
    whole = sum(values) or 1
    return [
        HeatCell(
            value=f"{round(100 * value / whole)} %" if percent else value,
            level=min(9, round(9 * value / whole)),
        )
        for value in values
    ]


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[Any]], note: str = "") -> Chart:
    """Figures that are best read."""
    return Chart(template=TABLE, title=title, head=head, rows=rows, note=note, counts_people=False)


# --- Small groups ------------------------------------------------------------------------------------


def without_small(chart: Chart) -> Chart:
    """The chart as everybody may see it: groups of fewer than five are neither drawn nor told.

    Where one group alone would be hidden, the next smallest is too: the sum of the others would tell it.
    """
    if not chart.counts_people:
        return chart
    if chart.template == HEAT:
        lines = [_to_hide(row[1:]) for row in chart.rows]
    else:
        hidden = _to_hide([row[1] for row in chart.rows])
        lines = [{0} if place in hidden else set() for place in range(len(chart.rows))]
    if not any(lines):
        return chart
    rows = [_row(row, hide, chart.template) for row, hide in zip(chart.rows, lines, strict=True)]
    drawn = _drawn(chart, lines)
    note = ". ".join(filter(None, [chart.note.rstrip("."), _("“–” stands for too few people")]))
    return replace(chart, rows=rows, drawn=drawn, note=f"{note}.")


def _to_hide(counts: Sequence[int]) -> set[int]:
    """The places of the counts that would tell of few people."""
    hidden = {place for place, count in enumerate(counts) if 0 < count < FEWEST}
    others = sorted((n, place) for place, n in enumerate(counts) if n and place not in hidden)
    return hidden | {others[0][1]} if len(hidden) == 1 and others else hidden


def _row(row: Sequence[Any], hide: set[int], template: str) -> Sequence[Any]:
    """Of a hidden count the share goes too: it would tell it."""
    if template != HEAT and hide:
        return [row[0], HIDDEN, *("" for _share in row[2:])]
    return [row[0], *(HIDDEN if place in hide else n for place, n in enumerate(row[1:]))]


def _drawn(chart: Chart, lines: Sequence[set[int]]) -> Any:
    pairs = list(zip(chart.drawn or (), lines, strict=False))
    if chart.template == BARS:
        return [
            replace(bar, value=-1, width=0.0, percent=0.0) if hide else bar for bar, hide in pairs
        ]
    if chart.template == COLUMNS:
        return [
            replace(one, value=HIDDEN, y=GROUND, height=0) if hide else one for one, hide in pairs
        ]
    if chart.template == PLAN:
        told = {row[0]: 0 if hide else row[1] for row, hide in zip(chart.rows, lines, strict=True)}
        squares = [_square(one, told) for one in chart.drawn["grid"]]
        return {**chart.drawn, "grid": squares}
    return [
        (label, [_cell(cell, place in hide) for place, cell in enumerate(cells)])
        for (label, cells), hide in pairs
    ]


def _square(square: Mapping[str, Any], told: Mapping[str, int]) -> Mapping[str, Any]:
    people = told.get(square["name"], 0)
    return {**square, "people": people, "level": square["level"] if people else 0}


def _cell(cell: HeatCell, hide: bool) -> HeatCell:
    return HeatCell(value=HIDDEN, level=0) if hide else cell
