"""The way from the public site into the site just opened, signed in: one link, once, within a minute.

The link carries who and when they last signed in. Signing in changes that, so the same link opens
nothing a second time; and it is signed for one tenant, so it opens nothing on another's site.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from accounts.selectors import person_at
from onboarding.models import SignUp
from tenants.current import use
from tenants.hosts import address_of
from tenants.models import Tenant
from tenants.signing import sign, unsign

BACKEND = "accounts.backends.PersonBackend"
GOOD_FOR = timedelta(seconds=60)
OFFERED_FOR = 60 * 60  # seconds after the opening; then people sign in by a code, as everybody does
_PURPOSE = "welcome"


class Refused(Exception):
    """Used, too old, made for another site, or not made by us."""


def way_in(sign_up: SignUp, tenant: Tenant) -> str:
    """The address that signs the first administrator in; the sign-in page's once that time is over.

    In the reference language, which is all that a new site speaks, whatever the wizard's.
    """
    with use(tenant), override(settings.LANGUAGE_CODE):
        user = person_at(sign_up.email)
        if user is None or not sign_up.is_within(sign_up.opened_at, OFFERED_FOR):
            return address_of(tenant, reverse("accounts:sign_in"))
        return address_of(tenant, reverse("onboarding:welcome", args=[_ticket(user)]))


def come_in(request: HttpRequest, ticket: str) -> None:
    """Sign in whom the ticket names; Refused otherwise. The row is held: of two at once, one is refused."""
    with transaction.atomic():
        login(request, _bearer(ticket), backend=BACKEND)


def _ticket(user: User) -> str:
    return sign([user.pk.hex, _stamp(user)], purpose=_PURPOSE)


def _bearer(ticket: str) -> User:
    try:
        key, stamp = unsign(ticket, purpose=_PURPOSE, max_age=GOOD_FOR)
        user = User.objects.select_for_update().get(pk=key, is_active=True)
    except (BadSignature, User.DoesNotExist, ValidationError, ValueError, TypeError) as wrong:
        raise Refused from wrong
    if _stamp(user) != stamp:
        raise Refused
    return user


def _stamp(user: User) -> str:
    return user.last_login.isoformat() if user.last_login else ""
