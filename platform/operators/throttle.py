"""Slowing down whoever guesses operators' passwords.

Failures are counted in the platform's cache, for the address typed and for the connection, and
forgotten a quarter of an hour after the last.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from allauth.account.adapter import get_adapter
from django.core.cache import caches
from django.http import HttpRequest

PERIOD = 15 * 60  # seconds
BY_ADDRESS, BY_CONNECTION = 5, 20


def is_closed(request: HttpRequest, email: str) -> bool:
    """Whether too many sign-ins failed, so that not even the right password is looked at."""
    cache = caches["platform"]
    return any(cache.get(key, 0) >= limit for key, limit in _counters(request, email))


def count_failure(request: HttpRequest, email: str) -> None:
    """Remember one failed sign-in."""
    cache = caches["platform"]
    for key, _ in _counters(request, email):
        cache.set(key, cache.get(key, 0) + 1, PERIOD)  # `incr` would shorten the period


def _counters(request: HttpRequest, email: str) -> Iterator[tuple[str, int]]:
    yield _key("address", email.strip().lower()), BY_ADDRESS
    yield _key("connection", get_adapter(request).get_client_ip(request)), BY_CONNECTION


def _key(kind: str, value: str) -> str:
    return f"operators:{kind}:{hashlib.sha256(value.encode()).hexdigest()}"
