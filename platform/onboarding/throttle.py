"""Slowing down whoever floods mailboxes or opens sites by the hundred.

Counted in the platform's cache, for the connection and for the address written to: a town hall's
people share one connection.
"""

from __future__ import annotations

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import caches
from django.http import HttpRequest

PERIOD = 60 * 60  # seconds
CODES_TO_AN_ADDRESS, CODES_FROM_A_CONNECTION = 6, 40
LOOKS = 1_200  # availability and previews asked while typing, from one connection


class TooMany(Exception):
    """Enough for this hour."""


def spend_code(request: HttpRequest, email: str) -> None:
    """Count one code to be sent; TooMany past the hour's share."""
    _spend("codes:connection", _connection(request), CODES_FROM_A_CONNECTION)
    _spend("codes:address", email.strip().lower(), CODES_TO_AN_ADDRESS)


def spend_look(request: HttpRequest) -> None:
    """Count one answer given while somebody types; TooMany past the hour's share."""
    _spend("looks", _connection(request), LOOKS)


def _connection(request: HttpRequest) -> str:
    return str(get_adapter(request).get_client_ip(request))


def _spend(what: str, who: str, limit: int) -> None:
    cache = caches["platform"]
    key = f"onboarding:{what}:{hashlib.sha256(who.encode()).hexdigest()}"
    spent = cache.get(key, 0)
    if spent >= limit:
        raise TooMany
    cache.set(key, spent + 1, PERIOD)
