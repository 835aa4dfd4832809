"""Numbers and dates become shares and places on a line."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from themes.figures import PLOT_HEIGHT, PLOT_WIDTH, Span, bars, columns, timeline

NOW = datetime(2022, 7, 1, tzinfo=UTC)
counts = st.lists(st.tuples(st.text(max_size=5), st.integers(0, 10**6)), max_size=12)


def days(number: int) -> datetime:
    return NOW + timedelta(days=number)


def test_bars_tell_the_share_of_all_and_fill_the_width_with_the_longest() -> None:
    drawn = bars([("Oui", 30), ("Non", 10)])
    assert [(bar.width, bar.percent) for bar in drawn] == [(100.0, 75.0), (33.3, 25.0)]


def test_with_several_answers_allowed_shares_are_of_the_people() -> None:
    drawn = bars([("Site", 40), ("Papier", 20)], total=50)
    assert [(bar.width, bar.percent) for bar in drawn] == [(80.0, 80.0), (40.0, 40.0)]


def test_nothing_received_is_drawn_as_nothing() -> None:
    assert [bar.width for bar in bars([("Oui", 0)])] == [0.0]
    assert (bars([]), columns([]), timeline([], NOW).spans) == ([], [], [])


@given(counts)
def test_bars_never_leave_their_frame(values: list[tuple[str, int]]) -> None:
    assert all(0 <= bar.width <= 100 and 0 <= bar.percent <= 100 for bar in bars(values))


@given(counts)
def test_columns_stand_side_by_side_on_one_line(values: list[tuple[str, int]]) -> None:
    drawn = columns(values)
    assert all(left.x + left.width <= right.x for left, right in pairwise(drawn))
    assert all(column.x + column.width <= PLOT_WIDTH for column in drawn)
    assert all(0 <= column.height <= PLOT_HEIGHT for column in drawn)


def test_phases_at_the_same_time_are_drawn_one_above_the_other() -> None:
    drawn = timeline(
        [Span("Enquête", days(-50), days(50)), Span("Propositions", days(-50), days(50))], NOW
    )
    assert [(span.x, span.width, span.state) for span in drawn.spans] == [(0, 100, "open")] * 2
    assert drawn.today == 50


def test_a_phase_is_past_from_its_very_end_and_coming_until_its_start() -> None:
    drawn = timeline(
        [Span("a", days(-9), NOW), Span("b", NOW, days(9)), Span("c", days(1), None)], NOW
    )
    assert [span.state for span in drawn.spans] == ["past", "open", "coming"]


def test_a_very_short_phase_is_still_seen() -> None:
    drawn = timeline([Span("a", days(-300), days(0)), Span("b", days(0), days(0))], days(-1))
    assert drawn.spans[1].width == 1.5
    assert drawn.spans[1].x == 98.5
