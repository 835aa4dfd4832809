"""The second factor of operators: a code of six digits that changes each half-minute (RFC 6238).

The database holds a seed; the secret that the telephone knows is drawn from it with SECRET_KEY. A copy of
the database alone gives no codes.
"""

from __future__ import annotations

import base64
import secrets
import time

import pyotp
import segno
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from operators.models import Operator
from tenants.signing import platform_fingerprint

STEP = 30  # seconds a code lasts
TOLERANCE = (0, -1, 1)  # steps: a telephone's clock may be half a minute off
RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is read for something else


def new_seed() -> str:
    """What a new telephone's secret is drawn from."""
    return secrets.token_urlsafe(32)


def secret_of(seed: str) -> str:
    """The secret that the telephone keeps, in the letters that people can type."""
    digest = salted_hmac("operators.second_factor", seed, algorithm="sha256").digest()
    return base64.b32encode(digest[:20]).decode()


def picture_of(operator: Operator, seed: str) -> str:
    """The secret as a picture to scan: a data address, since our pages load nothing from elsewhere."""
    address = pyotp.TOTP(secret_of(seed)).provisioning_uri(
        name=operator.email, issuer_name=settings.PLATFORM_NAME
    )
    return str(segno.make(address, error="m").svg_data_uri(scale=5, border=3, light="#fff"))


def step_of(seed: str, typed: str) -> int | None:
    """The half-minute that a code belongs to, now or just before or after; None for a wrong code."""
    totp, now, code = pyotp.TOTP(secret_of(seed)), int(time.time()) // STEP, "".join(typed.split())
    steps = (now + off for off in TOLERANCE)
    found = [step for step in steps if constant_time_compare(totp.at(step * STEP), code)]
    return found[0] if found else None


def accept(operator: Operator, typed: str) -> bool:
    """Whether the code is the operator's and was not used before; from now on it is used.

    A recovery code is taken too, once.
    """
    step = step_of(operator.factor_seed, typed)
    if step is None:
        return _recover(operator, typed)
    unused = Operator.objects.filter(pk=operator.pk, factor_step__lt=step)
    return bool(unused.update(factor_step=step))


def enrol(operator: Operator, seed: str, typed: str) -> bool:
    """Keep the seed of a telephone that has just shown a right code; False for a wrong one.

    Of two who enrol at once with the same password, the second is refused.
    """
    step = step_of(seed, typed)
    new = Operator.objects.filter(pk=operator.pk, factor_seed="")
    return step is not None and bool(new.update(factor_seed=seed, factor_step=step))


def new_recovery_codes(operator: Operator) -> list[str]:
    """Ten codes for the day the telephone is lost; those before them open nothing any more."""
    codes = [_new_code() for _number in range(RECOVERY_CODES)]
    operator.recovery = [_fingerprint(code) for code in codes]
    operator.save(update_fields=["recovery"])
    return codes


@transaction.atomic(using="platform")
def _recover(operator: Operator, typed: str) -> bool:
    held = Operator.objects.select_for_update().get(pk=operator.pk)
    fingerprint = _fingerprint(typed)
    if fingerprint not in held.recovery:
        return False
    held.recovery.remove(fingerprint)
    held.save(update_fields=["recovery"])
    return True


def _new_code() -> str:
    letters = [secrets.choice(_ALPHABET) for _number in range(12)]
    return "-".join("".join(letters[place : place + 4]) for place in (0, 4, 8))


def _fingerprint(code: str) -> str:
    plain = "".join(letter for letter in code.lower() if letter in _ALPHABET)
    return platform_fingerprint(plain, purpose="operators.recovery")


def leave_in_inbox(operator: Operator, seed: str) -> None:
    """In development only, where mails never leave the machine: the code of the moment as a mail."""
    if settings.MODE != "development":
        return
    code = pyotp.TOTP(secret_of(seed)).now()
    EmailMessage(
        subject=_("Code %(code)s for the operators’ console") % {"code": code},
        body=f"{code}\n",
        to=[operator.email],
    ).send()
