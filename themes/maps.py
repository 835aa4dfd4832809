"""Points on a plain frame of meridians and parallels, drawn here: no tiles, no third party, no script.

Distances are true around the middle of the picture (equirectangular, the meridians brought closer by
the cosine of its latitude): right for a town, a county or a region, and honest about being no road map.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, cos, floor, radians, sqrt

WIDTH, HEIGHT = 480.0, 360.0  # SVG units
_EDGE = 44.0  # left free around the points, for their marks and the degrees
_LARGEST, _SMALLEST = 22.0, 9.0  # radius of a mark
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
_NARROWEST = 0.02  # degrees: one place alone still has something around it


@dataclass(frozen=True, slots=True)
class Place:
    """Something that is somewhere: degrees north and east, and how much of it there is."""

    name: str
    latitude: float
    longitude: float
    value: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place with its circle, in SVG units; ``number`` is also its row in the table beside."""

    number: int
    place: Place
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Line:
    """A meridian (at ``at`` from the left) or a parallel (from the top), and its degrees."""

    at: float
    degrees: float


@dataclass(frozen=True, slots=True)
class Map:
    """What the template draws. The largest marks come first, so that small ones stay on top."""

    marks: list[Mark]
    drawn: list[Mark]
    meridians: list[Line]
    parallels: list[Line]
    width: float = WIDTH
    height: float = HEIGHT


@dataclass(frozen=True, slots=True)
class _Frame:
    south: float
    west: float
    north: float
    east: float

    @property
    def squeeze(self) -> float:
        return cos(radians((self.south + self.north) / 2))

    @property
    def scale(self) -> float:
        """SVG units for a degree of latitude: the larger that lets everything fit."""
        wide = (WIDTH - 2 * _EDGE) / (max(self.east - self.west, _NARROWEST) * self.squeeze)
        return min(wide, (HEIGHT - 2 * _EDGE) / max(self.north - self.south, _NARROWEST))

    def x(self, longitude: float) -> float:
        middle = (self.west + self.east) / 2
        return round(WIDTH / 2 + (longitude - middle) * self.squeeze * self.scale, 1)

    def y(self, latitude: float) -> float:
        middle = (self.south + self.north) / 2
        return round(HEIGHT / 2 - (latitude - middle) * self.scale, 1)


def draw(places: Sequence[Place]) -> Map:
    """Every place on one frame; surfaces of circles are in proportion to values."""
    if not places:
        return Map([], [], [], [])
    latitudes = [place.latitude for place in places]
    longitudes = [place.longitude for place in places]
    frame = _Frame(min(latitudes), min(longitudes), max(latitudes), max(longitudes))
    highest = max(1, *(place.value for place in places))
    marks = [_mark(number, place, frame, highest) for number, place in enumerate(places, start=1)]
    step = _step(WIDTH / (frame.squeeze * frame.scale))
    return Map(
        marks,
        sorted(marks, key=lambda mark: -mark.radius),
        _lines(frame.west, frame.east, step, frame.x, WIDTH),
        _lines(frame.south, frame.north, step, frame.y, HEIGHT),
    )


def _mark(number: int, place: Place, frame: _Frame, highest: int) -> Mark:
    radius = max(_SMALLEST, _LARGEST * sqrt(max(place.value, 0) / highest))
    x, y = frame.x(place.longitude), frame.y(place.latitude)
    return Mark(number, place, x, y, round(radius, 1))


def _step(degrees: float) -> float:
    """How far apart lines are, so that there are about four of them."""
    return next((step for step in _STEPS if degrees / step <= 5), _STEPS[-1])


def _lines(
    first: float, last: float, step: float, at: Callable[[float], float], room: float
) -> list[Line]:
    around = range(floor(first / step) - 6, ceil(last / step) + 7)
    drawn = [Line(at(index * step), round(index * step, 2)) for index in around]
    return [line for line in drawn if 12 <= line.at <= room - 12]
