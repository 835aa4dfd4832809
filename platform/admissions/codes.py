"""Access codes: made by the list, shown once, known afterwards by their fingerprints.

Looked up by a keyed fingerprint: how long that takes tells nothing of how near a guess came.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from tenants.signing import fingerprint

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0, 1, I, L, O, U: read aloud and copied from paper
GROUPS, GROUP = 3, 4  # 30^12 codes, about 59 bits


def new_code() -> str:
    """XXXX-XXXX-XXXX, which is stored nowhere."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def new_codes(number: int) -> Sequence[str]:
    """So many, all different."""
    made: dict[str, None] = {}
    while len(made) < number:
        made[new_code()] = None
    return list(made)


def fingerprint_of(code: str) -> str:
    """What a code is known by, typed in any case, with or without dashes; another tenant's is another."""
    plain = "".join(letter for letter in code.upper() if letter in ALPHABET)
    return fingerprint(plain, purpose="admission")
