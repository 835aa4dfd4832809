"""The words inside a look's lists: a block's title, a link's label. Each may be translated, like a field.

They go by `<list>.<key of the item>.<name>`: `blocks.3f2a.title`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

LISTS: Mapping[str, Promise] = {
    "blocks": _("block of the home page"),
    "menu": _("link of the main menu"),
    "footer_links": _("link of the footer"),
}
# What of an item is words, and how many characters of them at most; the rest is choices and names.
LIMITS = {"title": 100, "text": 3_000, "alt": 200, "caption": 240, "label": 50}
_PARTS: Mapping[str, Promise] = {
    "title": _("title"),
    "text": _("text"),
    "alt": _("what the picture shows"),
    "caption": _("caption"),
    "label": _("words of the link or button"),
}


def words_in(name: str, items: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Each of the words in the list `name` of a look, by its place."""
    for item in items:
        values = item.get("values", item)
        for part in (part for part in LIMITS if part in values):
            yield f"{name}.{item['key']}.{part}", values[part]


def label_of(place: str) -> str:
    """What the team calls the words at this place."""
    name, _key, part = place.split(".")
    return translate("%(part)s, %(list)s") % {"part": _PARTS[part], "list": LISTS[name]}


def limit_of(place: str) -> int:
    """How many characters the words at this place may have."""
    return LIMITS[place.rsplit(".", 1)[-1]]
