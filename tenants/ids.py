"""Identifiers: UUIDs that sort by the time they were made."""

import secrets
import time
import uuid
from collections.abc import Iterable


def uuid7() -> uuid.UUID:
    """A version 7 UUID (RFC 9562, 5.7): 48 bits of Unix milliseconds, then 74 random bits.

    The standard library has it from Python 3.14; we also run on 3.12 and 3.13.
    """
    stamp = time.time_ns() // 1_000_000
    value = (stamp & ((1 << 48) - 1)) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def ids_among(keys: Iterable[str]) -> list[uuid.UUID]:
    """The identifiers among what was sent; what is none is left out."""
    found = []
    for key in keys:
        try:
            found.append(uuid.UUID(key))
        except ValueError:
            continue
    return found
