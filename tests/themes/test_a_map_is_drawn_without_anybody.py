"""Places become marks on a plain frame: true to their directions, within the picture, largest below."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from themes.maps import HEIGHT, WIDTH, Place, draw
from themes.templatetags.themes import degrees

LILLE, AMIENS = Place("Lille", 50.637, 3.063, 41), Place("Amiens", 49.894, 2.302, 23)
places = st.lists(
    st.builds(
        Place, st.just("ici"), st.floats(-75, 75), st.floats(-170, 170), st.integers(0, 10**6)
    ),
    max_size=6,
)


def test_north_is_above_and_east_is_to_the_right() -> None:
    lille, amiens = draw([LILLE, AMIENS]).marks
    assert (lille.y < amiens.y, lille.x > amiens.x) == (True, True)


def test_the_surface_of_a_mark_tells_its_value() -> None:
    large, small = draw([Place("a", 50, 3, 100), Place("b", 49, 2, 25)]).marks
    assert (large.radius / small.radius) ** 2 == 4


def test_numbers_follow_the_table_and_large_marks_are_drawn_first() -> None:
    drawn = draw([AMIENS, LILLE])
    assert [mark.place.name for mark in drawn.marks] == ["Amiens", "Lille"]
    assert [mark.number for mark in drawn.drawn] == [2, 1]


def test_a_few_lines_tell_where_this_is() -> None:
    drawn = draw([LILLE, AMIENS])
    for lines in (drawn.meridians, drawn.parallels):
        apart = {round(b.degrees - a.degrees, 2) for a, b in pairwise(lines)}
        assert (2 <= len(lines) <= 6, apart) == (True, {0.5}), lines


def test_one_place_alone_and_no_place_at_all_are_drawn_too() -> None:
    (alone,) = draw([LILLE]).marks
    assert (alone.x, alone.y) == (WIDTH / 2, HEIGHT / 2)
    assert draw([]).marks == []


@given(places)
def test_no_mark_leaves_the_picture(values: list[Place]) -> None:
    for mark in draw(values).marks:
        assert mark.radius <= mark.x <= WIDTH - mark.radius
        assert mark.radius <= mark.y <= HEIGHT - mark.radius


def test_degrees_are_told_in_words() -> None:
    assert (degrees(50.5, "NS"), degrees(-1, "EW")) == ("50,5°\u00a0N", "1°\u00a0O")
