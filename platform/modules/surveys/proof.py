"""A little work for a guest's device, so that answers cannot be sent by the thousand for nothing.

An ALTCHA challenge (SHA-256, found by counting) tied to one sheet; `static/surveys/answering.js` solves it
while people read. Nothing is traced, and nobody is asked to read letters.
"""

from __future__ import annotations

import base64
import binascii
import json
from datetime import timedelta
from typing import Any

from altcha.v1 import create_challenge, extract_params, verify_solution
from django.utils import timezone

from tenants.signing import fingerprint

HARDEST = 60_000  # hashes at most: less than a second on a telephone
LASTS = timedelta(hours=12)


def challenge_for(respondent: str) -> dict[str, Any]:
    """What the device has to solve."""
    made = create_challenge(
        algorithm="SHA-256",
        max_number=HARDEST,
        salt_length=12,
        hmac_key=_key(),
        salt="",
        number=None,
        expires=timezone.now() + LASTS,
        params={"for": _mark(respondent)},
    )
    found: dict[str, Any] = made.to_dict()
    return found


def is_solved(payload: str, respondent: str) -> bool:
    """Whether this is the solution of a challenge made for this sheet, in time."""
    try:
        sent = json.loads(base64.b64decode(payload, validate=True))
        marked = extract_params(sent).get("for") == [_mark(respondent)]
        good, _why = verify_solution(payload, _key())
    except (ValueError, TypeError, AttributeError, KeyError, binascii.Error, RecursionError):
        return False
    return good and marked


def _mark(respondent: str) -> str:
    return fingerprint(respondent, purpose="survey-proof")[:24]


def _key() -> str:
    return fingerprint("key", purpose="survey-proof")
