"""Remembering for half a minute, in the process, what every page asks and almost nothing changes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from tenants.current import get_tenant

REMEMBERED = (
    30.0  # seconds: how long another process may still answer with what was before a change
)
_everything: list[Remembered[Any]] = []


class Remembered[Answer]:
    """A function without arguments whose answer is kept for each tenant. Made by `remembered`."""

    def __init__(self, function: Callable[[], Answer]) -> None:
        self._function = function
        self._known: dict[str, tuple[float, Answer]] = {}
        _everything.append(self)

    def __call__(self) -> Answer:
        schema = get_tenant().schema_name
        until, answer = self._known.get(schema, (0.0, None))
        if until < time.monotonic() or answer is None:
            answer = self._function()
            self._known[schema] = (time.monotonic() + REMEMBERED, answer)
        return answer

    def forget(self) -> None:
        """Ask again, for the current tenant, after a change."""
        self._known.pop(get_tenant().schema_name, None)


def remembered[Answer](function: Callable[[], Answer]) -> Remembered[Answer]:
    """Keep what `function` answers for 30 s, apart for each tenant."""
    return Remembered(function)


def forget_everything() -> None:
    """Drop all that is remembered, of all tenants."""
    for one in _everything:
        one._known.clear()
