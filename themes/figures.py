"""Numbers and dates turned into what templates draw: bars, columns, a timeline.

Positions are percentages of a width, from 0 to 100, ready to be SVG attributes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

PLOT_HEIGHT = 160  # SVG units
PLOT_WIDTH = 400
_TOP = 24
_LEFT = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart: ``width`` in percent of the longest, ``percent`` of the total."""

    label: str
    value: int
    width: float
    percent: float


def bars(values: Iterable[tuple[str, int]], total: int | None = None) -> list[Bar]:
    """Horizontal bars. ``total``, when several answers were possible, is the number of people."""
    rows = [(str(label), value) for label, value in values]
    whole = total if total is not None else sum(value for _, value in rows)
    longest = max((value for _, value in rows), default=0) if total is None else whole
    return [
        Bar(label, value, _share(value, longest), _share(value, whole)) for label, value in rows
    ]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a column chart, in SVG units of a 400 × 208 picture."""

    label: str
    value: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


def columns(values: Sequence[tuple[str, int]]) -> list[Column]:
    """Vertical columns, side by side, the highest filling the plot."""
    highest = max((value for _, value in values), default=0)
    room = (PLOT_WIDTH - 2 * _LEFT) / max(1, len(values))
    return [
        _column(str(label), value, _LEFT + room * index, room, highest)
        for index, (label, value) in enumerate(values)
    ]


def _column(label: str, value: int, x: float, room: float, highest: int) -> Column:
    height = round(PLOT_HEIGHT * _share(value, highest) / 100, 1)
    gap = room * 0.14
    top, width = _TOP + PLOT_HEIGHT - height, round(room - 2 * gap, 1)
    return Column(label, value, round(x + gap, 1), top, width, height)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time to draw. ``url`` and ``text`` may be empty; an end may be open (None).

    ``planned`` is the end that was announced first, where more time was given since.
    """

    name: str
    starts: datetime
    ends: datetime | None
    text: str = ""
    url: str = ""
    planned: datetime | None = None


@dataclass(frozen=True, slots=True)
class DrawnSpan:
    """A span with its place on the line and its ``state``: past, open or coming.

    The last ``more`` percent of the line are time that was added since.
    """

    span: Span
    x: float
    width: float
    state: str
    more: float = 0.0

    @property
    def more_x(self) -> float:
        return round(self.x + self.width - self.more, 2)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Spans on one common line. ``today`` is a percentage, or None when out of the picture."""

    spans: list[DrawnSpan]
    today: float | None


def timeline(spans: Sequence[Span], now: datetime) -> Timeline:
    """Draw the phases of a consultation over their common time; overlapping ones show as such."""
    if not spans:
        return Timeline([], None)
    first = min(span.starts for span in spans)
    last = max(_end(span, now) for span in spans)
    whole = max(last - first, timedelta(days=1))
    drawn = [_draw(span, first, whole, now) for span in spans]
    return Timeline(drawn, _place(now - first, whole) if first <= now <= last else None)


def _draw(span: Span, first: datetime, whole: timedelta, now: datetime) -> DrawnSpan:
    width = _place(_end(span, now) - span.starts, whole)
    x = _place(span.starts - first, whole)
    added = span.ends - span.planned if span.ends and span.planned else timedelta()
    more = _place(max(added, timedelta()), whole)
    return DrawnSpan(span, min(x, 98.5), max(width, 1.5), _state(span, now), min(more, width))


def _state(span: Span, now: datetime) -> str:
    if now < span.starts:
        return "coming"
    return "past" if span.ends and span.ends <= now else "open"


def _end(span: Span, now: datetime) -> datetime:
    return span.ends or max(now, span.starts) + timedelta(days=30)


def _place(length: timedelta, whole: timedelta) -> float:
    return round(100 * (length / whole), 2)


def _share(value: int, whole: int) -> float:
    return round(100 * value / whole, 1) if whole else 0.0
