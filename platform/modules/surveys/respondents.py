"""Who answers: an account, a device, an invitation. Known by a fingerprint only; nobody answers twice.

A guest's form carries a signed number of its own: sent twice, it is the same respondent. From the first
page sent, the device keeps a slip, a signed cookie of this phase and this tenant only.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import User
from consultations.models import Phase
from modules.surveys.permissions import asks_invitation
from tenants.ids import uuid7
from tenants.signing import fingerprint, sign, unsign

KEPT_AFTER_CLOSING = timedelta(days=180)  # so that the device still finds its receipt


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What a device keeps: whose sheet it fills in, and once that is handed in, the receipt's code."""

    who: str
    code: str = ""
    member: bool = False
    association: str = ""  # the number of the one last answered for


def new_sheet(phase: Phase) -> str:
    """A guest's blank form: a random number, signed for this phase."""
    return sign(uuid7().hex, purpose=_sheet(phase))


def of_sheet(number: str, phase: Phase) -> str:
    """A device's fingerprint, by the number of its form. A forged number counts as a new one."""
    try:
        known = unsign(number, purpose=_sheet(phase))
    except BadSignature:
        known = uuid7().hex
    return fingerprint(f"device:{known}", purpose=_sheet(phase))


def of_invitation(code: str, phase: Phase) -> str:
    """An invitation's fingerprint; its code typed in any case, with or without dashes."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return fingerprint(f"invitation:{plain}", purpose=_sheet(phase))


def of_member(user: User) -> str:
    """An account's fingerprint, the same in all surveys of its site."""
    return fingerprint(f"member:{user.pk}", purpose="survey")


def goes_by_account(request: HttpRequest, phase: Phase) -> bool:
    """Whether an account tells who answers: somebody is signed in, and no invitation is asked for."""
    return isinstance(request.user, User) and not asks_invitation(phase)


def known_respondent(request: HttpRequest, phase: Phase) -> str:
    """Who this page is for, as far as it can be known before answering; empty for a new device."""
    if isinstance(request.user, User) and goes_by_account(request, phase):
        return of_member(request.user)
    slip = slip_of(request, phase)
    return slip.who if slip else ""


def slip_of(request: HttpRequest, phase: Phase) -> Slip | None:
    """What this device kept of its answers, or None."""
    try:
        return Slip(**unsign(request.COOKIES.get(_cookie(phase), ""), purpose=_slip(phase)))
    except (BadSignature, TypeError):
        return None


def code_of(request: HttpRequest, phase: Phase, association: str = "") -> str:
    """The receipt's code, where this device kept it and the same person looks; else empty."""
    slip = slip_of(request, phase)
    if slip is None or slip.member != goes_by_account(request, phase):
        return ""
    mine = slip.who == known_respondent(request, phase) and slip.association == association
    return slip.code if mine else ""


def hand_slip(answer: HttpResponse, phase: Phase, slip: Slip) -> None:
    """Let the device keep a slip: host-only, for this phase, unreadable to scripts."""
    lasts = max(phase.closes_at - timezone.now(), timedelta()) + KEPT_AFTER_CLOSING
    answer.set_cookie(
        _cookie(phase),
        sign(asdict(slip), purpose=_slip(phase)),
        max_age=lasts,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _cookie(phase: Phase) -> str:
    host_only = "__Host-" if settings.PRODUCTION else ""  # by name: browsers refuse it a Domain
    return f"{host_only}survey-{phase.pk.hex}"


def _sheet(phase: Phase) -> str:
    return f"survey-sheet:{phase.pk.hex}"


def _slip(phase: Phase) -> str:
    return f"survey-slip:{phase.pk.hex}"
