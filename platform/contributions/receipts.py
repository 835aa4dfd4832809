"""The private code given to everyone who contributes, also without an account and on paper."""

from __future__ import annotations

import secrets

from django.urls import reverse

from contributions.models import Contribution, Receipt
from tenants.current import get_tenant
from tenants.hosts import address_of
from tenants.signing import fingerprint

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0, 1, I, L, O, U: read aloud and copied from paper
GROUPS, GROUP = 4, 4  # 30^16 codes, about 78 bits
_READ_WITH = (
    "consultation__outcome_report",
    "phase",
    "theme",
    "parent__phase",
    "parent__consultation",
    "official_answer",
)


def issue(contribution: Contribution) -> str:
    """Make the receipt of a contribution; its code, XXXX-XXXX-XXXX-XXXX, which is stored nowhere."""
    code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
    Receipt.objects.create(contribution=contribution, fingerprint=_fingerprint(code))
    return code


def issue_again(contribution: Contribution) -> str:
    """Another code in place of the first, for somebody who proved to have handed the text in."""
    Receipt.objects.filter(contribution=contribution).delete()
    return issue(contribution)


def find(code: str) -> Contribution | None:
    """The contribution whose receipt has this code, typed in any case, with or without dashes."""
    receipt = (
        Receipt.objects.filter(fingerprint=_fingerprint(code))
        .select_related(*(f"contribution__{name}" for name in _READ_WITH))
        .defer("contribution__search")
        .first()
    )
    return receipt.contribution if receipt else None


def address_of_receipt(code: str) -> str:
    """The absolute address of the page that a code opens."""
    return address_of(get_tenant(), reverse("receipts:show", args=[code]))


def _fingerprint(code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter in ALPHABET)
    return fingerprint(plain, purpose="receipt")
