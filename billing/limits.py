"""A contract's limits, said in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tenants.limits import Use, all_uses

NAMES: Mapping[str, Any] = {  # by key, as a form or a gauge calls them
    "consultations": gettext_lazy("Published consultations"),
    "staff": gettext_lazy("People in the team"),
    "media_megabytes": gettext_lazy("Pictures and documents, in MB"),
}


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One limit as a sentence, with a Lucide icon's name."""

    icon: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Gauge:
    """How much of a limit is used, ready for a page."""

    key: str
    name: str | Promise
    use: Use
    warning: str


def gauges() -> list[Gauge]:
    """How the current tenant stands with each limit, and a word of warning where little is left."""
    return [
        Gauge(key=use.key, name=NAMES[use.key], use=use, warning=_warning(use))
        for use in all_uses()
    ]


def _warning(use: Use) -> str:
    if use.is_full:
        return _("The limit is reached: no more can be added until some is taken away.")
    if use.is_near:
        return ngettext("%(left)d is left.", "%(left)d are left.", use.left or 0) % {
            "left": use.left
        }
    return ""


def in_words(limits: Mapping[str, int | None]) -> list[Limit]:
    """The known limits, in the order of this file; an unknown key is left out."""
    return [
        Limit(icon=icon, sentence=say(limits[key]))
        for key, (icon, say) in _SAID.items()
        if key in limits
    ]


def _consultations(count: int | None) -> str:
    if count is None:
        return _("Consultations without limit")
    return ngettext("%(count)d consultation", "%(count)d consultations", count) % {"count": count}


def _staff(count: int | None) -> str:
    if count is None:
        return _("A team without limit")
    return ngettext("%(count)d person in the team", "%(count)d people in the team", count) % {
        "count": count
    }


def _media(megabytes: int | None) -> str:
    if megabytes is None:
        return _("Files without limit")
    size = number_format(megabytes / 1_000, decimal_pos=0 if megabytes % 1_000 == 0 else 1)
    return _("%(size)s GB of pictures and documents") % {"size": size}


_SAID: dict[str, tuple[str, Callable[[int | None], str]]] = {
    "consultations": ("messages-square", _consultations),
    "staff": ("users", _staff),
    "media_megabytes": ("hard-drive", _media),
}
