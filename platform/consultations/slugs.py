"""The last part of an address, drawn from a title."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import slugify

LONGEST = 70  # characters, so that a number still fits


def free_slug(title: str, taken: Iterable[str], *, empty: str = "sans-titre") -> str:
    """The title in plain letters, numbered where it is taken; `empty` for one without any letter.

    `taken` holds the slugs of the siblings, and those of pages that stand at the same place.
    """
    known = set(taken)
    plain = slugify(title)[:LONGEST].strip("-") or empty
    tries = (plain if number == 1 else f"{plain}-{number}" for number in range(1, len(known) + 2))
    return next(slug for slug in tries if slug not in known)
