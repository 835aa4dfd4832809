"""How much a tenant's contract allows, and how much of it is used.

The rooms that keep the things count them: they join in their AppConfig.ready
(infra/decisions/0006-rooms-above.md). A limit of None is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tenants.current import get_tenant, peek_tenant
from tenants.media import media_bytes

CONSULTATIONS, STAFF, MEDIA = "consultations", "staff", "media_megabytes"
MEGABYTE = 1_000_000  # bytes
NEAR = 0.8  # of a limit: from there on people are told
_counters: dict[str, Callable[[], int]] = {}


@dataclass(frozen=True, kw_only=True)
class Use:
    """How much of one limit is used, in the limit's own unit."""

    key: str
    used: int
    limit: int | None

    @property
    def left(self) -> int | None:
        return None if self.limit is None else max(self.limit - self.used, 0)

    @property
    def is_full(self) -> bool:
        return self.left == 0

    @property
    def is_near(self) -> bool:
        """Whether little is left, one thing at most or a fifth of all: the time to say so."""
        if self.limit is None or self.left is None:
            return False
        return self.left <= 1 or self.used >= NEAR * self.limit


def count(key: str, counter: Callable[[], int]) -> None:
    """Ask a room how much the current tenant uses of a limit. Called once a process, when Django starts."""
    _counters[key] = counter


def limit_of(key: str) -> int | None:
    """What the current tenant's contract allows; None without limit."""
    return next((one.limit for one in get_tenant().entitlements.all() if one.key == key), None)


def use_of(key: str) -> Use:
    """How the current tenant stands with one limit."""
    return Use(key=key, used=_counters[key](), limit=limit_of(key))


def all_uses() -> Iterator[Use]:
    """How the current tenant stands with each limit that is counted."""
    for key in (CONSULTATIONS, STAFF, MEDIA):
        if key in _counters:
            yield use_of(key)


def fits(more: int) -> bool:
    """Whether `more` bytes of files still fit; always where no tenant is, as in the sign-up."""
    limit = limit_of(MEDIA) if peek_tenant() else None
    return limit is None or media_bytes(get_tenant().pk) + more <= limit * MEGABYTE


def check_files(more: int) -> None:
    """ValidationError, with a sentence for the team, where `more` bytes do not fit any more."""
    if not fits(more):
        raise ValidationError(
            _(
                "Your plan allows %(limit)s MB of pictures and documents, and this file does not fit"
                " any more. Take away files that no longer serve, or write to us."
            )
            % {"limit": limit_of(MEDIA)},
            code="plan_full",
        )


def _megabytes() -> int:
    return -(-media_bytes(get_tenant().pk) // MEGABYTE)


count(MEDIA, _megabytes)
