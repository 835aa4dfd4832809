"""Small helps for templates: `{% load themes %}`."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, to_locale
from lucide import _render_icon as draw

from themes.head import structured

register = template.Library()
_LOCALES = {"fr": "fr_FR", "en": "en_GB"}


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """A Lucide icon by its name (lucide.dev/icons), hidden from screen readers."""
    return _icon(str(name), int(size))


@lru_cache(maxsize=256)
def _icon(name: str, size: int) -> SafeString:
    return mark_safe(draw(name, size, aria_hidden="true", focusable="false"))  # noqa: S308 — our own icons


@register.filter
def initials(name: object) -> str:
    """At most two letters for an avatar: "Le Mouvement associatif" gives "LA"."""
    words = [word for word in str(name).replace("-", " ").split() if word[0].isalnum()]
    chosen = words if len(words) < 2 else [words[0], words[-1]]
    return "".join(word[0].upper() for word in chosen)


@register.filter
def errors_of(form: object) -> list[object]:
    """The fields of a form, hidden ones too, that have an error."""
    return [field for field in form if field.errors]  # type: ignore[attr-defined]


@register.simple_tag(takes_context=True)
def address(context: dict[str, Any], path: str) -> str:
    """A path of the page's site with its scheme and host."""
    return str(context["site"].address(path))


@register.simple_tag(takes_context=True)
def structured_data(context: dict[str, Any]) -> SafeString:
    """What `page_head` tells machines, as JSON-LD."""
    return structured(context["page_head"], context["site"])


@register.filter
def locale_name(language: str) -> str:
    """A language as Open Graph names it: "fr" gives "fr_FR", and what has a region keeps it."""
    locale = to_locale(language)
    return locale if "_" in locale else _LOCALES.get(locale, locale)


@register.filter
def under(row: Iterable[object], head: Iterable[object]) -> list[tuple[object, object]]:
    """Each cell of a row with the name of its column."""
    return list(zip(head, row, strict=True))


@register.filter
def degrees(value: float, signs: str) -> str:
    """A latitude or a longitude in words: ``50.6|degrees:"NS"`` gives "50,6° N"."""
    letters = {
        "N": pgettext("north", "N"),
        "S": pgettext("south", "S"),
        "E": pgettext("east", "E"),
        "W": pgettext("west", "W"),
    }
    sign = letters[signs[0] if value >= 0 else signs[1]]
    return f"{number_format(f'{abs(value):g}', use_l10n=True)}°\u00a0{sign}"


@register.simple_tag
def period(starts: datetime, ends: datetime | None) -> str:
    """From when to when, in words; the closing time is told, since it decides who is late."""
    first = timezone.localtime(starts)
    if ends is None:
        return _("from %(starts)s") % {"starts": _day(first)}
    last = timezone.localtime(ends)
    if first.date() == last.date():
        words = _("on %(day)s, until %(time)s")
        return words % {"day": _day(last), "time": _time(last)}
    begins = _day(first) if first.year != last.year else _day_of_year(first)
    words = _("from %(starts)s to %(ends)s, at %(time)s")
    return words % {"starts": begins, "ends": _day(last), "time": _time(last)}


@register.filter
def moment(when: datetime) -> str:
    """A day and its time, in words: "31 August 2022 at 23:59"."""
    local = timezone.localtime(when)
    return _("%(day)s at %(time)s") % {"day": _day(local), "time": _time(local)}


@register.filter
def day(when: date) -> str:
    """A day in words: "31 August 2022"."""
    return _day(timezone.localtime(when)) if isinstance(when, datetime) else _day(when)


def _day(when: date) -> str:
    first = pgettext("first of the month", "F j, Y")  # in French, « 1er août »
    return date_format(when, first if when.day == 1 else _("F j, Y"))


def _day_of_year(when: date) -> str:
    first = pgettext("first of the month", "F j")
    return date_format(when, first if when.day == 1 else _("F j"))


def _time(when: datetime) -> str:
    return date_format(when, _("g:i A"))
