"""Lists that staff put in order: blocks, links. Each item is a mapping with a `key` of its own."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404

type Item = Mapping[str, Any]


def new_key() -> str:
    """A key that no other item of a site has."""
    return secrets.token_hex(6)


def find(items: Sequence[Item], key: str) -> Item:
    """The item with this key, or Http404."""
    return items[_place(items, key)]


def put(items: Sequence[Item], item: Item) -> list[Item]:
    """With this item: in the place of the one with its key, else at the end."""
    keys = [one["key"] for one in items]
    if item["key"] not in keys:
        return [*items, item]
    return [item if one["key"] == item["key"] else one for one in items]


def move(items: Sequence[Item], key: str, step: int) -> list[Item]:
    """With the item one place up (-1) or down (1); the same at either end. Http404 without it."""
    ordered = list(items)
    place = _place(items, key)
    target = min(max(place + step, 0), len(ordered) - 1)
    ordered.insert(target, ordered.pop(place))
    return ordered


def drop(items: Sequence[Item], key: str) -> list[Item]:
    """Without the item; Http404 where there is none."""
    place = _place(items, key)
    return [*items[:place], *items[place + 1 :]]


def _place(items: Sequence[Item], key: str) -> int:
    for place, one in enumerate(items):
        if one["key"] == key:
            return place
    raise Http404
