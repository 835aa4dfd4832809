"""Where something is, as people give it: degrees copied from any map, or its address there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from contributions.models import Contribution
from themes.maps import Map, Place, draw

# Two numbers at the end of what was pasted: "50.63, 3.06", "50,63 ; 3,06", "geo:50.63,3.06", or the
# address of a map's site, "https://.../#map=16/50.63/3.06".
_NUMBER = r"([-+]?\d{1,3}(?:[.,]\d{1,12})?)"
_POINTED = r"([-+]?\d{1,3}\.\d{1,12})"
_BEFORE, _AFTER = r"(?:^|[^\d.,+-])", r"[\s°E]*/?$"
_PAIRS = (
    re.compile(rf"{_BEFORE}{_NUMBER}[\s°N]*(?:[;/]\s*|,\s+|(?<=\s)){_NUMBER}{_AFTER}"),
    re.compile(
        rf"{_BEFORE}{_POINTED},{_POINTED}{_AFTER}"
    ),  # "48,3" alone is one number, half typed
)
DECIMALS = 5  # about a metre
type Point = tuple[float, float]


class PointField(forms.CharField):
    """Cleans to (latitude, longitude) in degrees, or None."""

    default_error_messages = {
        "unreadable": _(
            "Two numbers are needed: latitude, then longitude, such as 50.6292, 3.0573."
        ),
        "nowhere": _(
            "There is no such place: latitude goes from -90 to 90, longitude from -180 to 180."
        ),
    }

    def clean(self, value: object) -> Point | None:
        text = super().clean(value).strip()
        if not text:
            return None
        found = next(filter(None, (pair.search(text) for pair in _PAIRS)), None)
        if found is None:
            raise forms.ValidationError(self.error_messages["unreadable"], code="unreadable")
        latitude, longitude = (
            round(float(part.replace(",", ".")), DECIMALS) for part in found.groups()
        )
        if abs(latitude) > 90 or abs(longitude) > 180:
            raise forms.ValidationError(self.error_messages["nowhere"], code="nowhere")
        return latitude, longitude


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Where one text is, ready for its page."""

    latitude: float
    longitude: float

    @property
    def address(self) -> str:
        """What opens it in the reader's own map, where they have one."""
        return f"geo:{self.latitude},{self.longitude}"

    @property
    def as_typed(self) -> str:
        return f"{self.latitude}, {self.longitude}"


def spot_of(text: Contribution) -> Spot | None:
    """Where a text is; None where nobody said."""
    if text.latitude is None or text.longitude is None:
        return None
    return Spot(latitude=text.latitude, longitude=text.longitude)


def map_of(texts: list[Contribution]) -> Map:
    """Texts that are somewhere, on one frame: their circles grow with their supports."""
    return draw(
        [
            Place(
                str(text),
                text.latitude,
                text.longitude,
                text.supports_count,
                text.get_absolute_url(),
            )
            for text in texts
            if text.latitude is not None and text.longitude is not None
        ]
    )
