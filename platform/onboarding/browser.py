"""Which sign-up a browser is at: a signed cookie with its id, for the platform's own host only."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from onboarding.models import SignUp

_SALT = "onboarding.sign-up"


def remember(response: HttpResponseBase, sign_up: SignUp) -> None:
    """Let this browser, and no script in it, go on with the sign-up for a day."""
    response.set_signed_cookie(
        settings.SIGN_UP_COOKIE_NAME,
        sign_up.pk.hex,
        salt=_SALT,
        max_age=settings.SIGN_UP_COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def recall(request: HttpRequest) -> SignUp | None:
    """The sign-up of this browser; None without a cookie, or with a forged or old one."""
    key = request.get_signed_cookie(
        settings.SIGN_UP_COOKIE_NAME, default="", salt=_SALT, max_age=settings.SIGN_UP_COOKIE_AGE
    )
    if not key:
        return None
    return SignUp.objects.select_related("tenant").filter(pk=UUID(hex=key)).first()
