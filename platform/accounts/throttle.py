"""Slowing down whoever does by the hundred what people do a few times: writing, guessing, asking for mails.

Counted in the tenant's cache, by connection: the people of a workshop may share one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

HOUR = 60 * 60  # seconds


@dataclass(frozen=True, kw_only=True)
class Limit:
    """At most `most` times an hour from one connection; the hour begins anew with each time counted."""

    name: str
    most: int

    def is_reached(self, request: HttpRequest) -> bool:
        """Whether this connection has to wait."""
        return bool(cache.get(self._key(request), 0) >= self.most)

    def count(self, request: HttpRequest) -> None:
        """Remember one more time."""
        key = self._key(request)
        cache.set(key, cache.get(key, 0) + 1, HOUR)  # `incr` would not keep the period

    def _key(self, request: HttpRequest) -> str:
        address = get_adapter(request).get_client_ip(request)
        return f"{self.name}:{hashlib.sha256(address.encode()).hexdigest()}"
