"""An operator's visit on a tenant's site: half an hour of looking, begun by a link good once and for a minute.

What a visit may not do is kept by the database: every statement on the tenant's schema runs in a
read-only transaction (`tenants.current.looking_only`). Both sides write the visit down, with its reason:
the tenant's journal before the link exists, so that no visit goes untold.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from accounts.roles import Role
from audit.actions import inside, record
from operators.actions import outsider
from operators.models import Operator, Visit
from tenants import life
from tenants.current import get_tenant, is_looking, looking_only, peek_tenant, use
from tenants.hosts import address_of
from tenants.http import is_for_programs
from tenants.models import Tenant
from tenants.signing import platform_fingerprint

GOOD_FOR = timedelta(seconds=60)
LASTS = timedelta(minutes=30)
KEY = "operators.visit"  # of the session on the tenant's site
_PURPOSE = "operators.visit"


class Refused(Exception):
    """Used, too old, for another site, or not made by us; or the site is closed."""


def ask(tenant: Tenant, *, reason: str, by: Operator) -> str:
    """The address that opens the site for this operator, once; Refused where it is closed."""
    if tenant.is_closed:
        raise Refused
    token = secrets.token_urlsafe(32)
    with override(settings.LANGUAGE_CODE), transaction.atomic(using="platform"):
        Visit.objects.create(
            operator=by, tenant_id=tenant.pk, fingerprint=_fingerprint(token), reason=reason
        )
        said = _("asked to visit the site, to look and change nothing: %s") % reason
        life.note(tenant, "visit.asked", said, actor=by.name)
        with inside(tenant):
            record("site.visit", said, by=outsider(by))
    with use(tenant), override(settings.LANGUAGE_CODE):
        return address_of(tenant, reverse("visits:enter", args=[token]))


def enter(request: HttpRequest, token: str) -> Visit:
    """Begin the visit of this link on the current tenant's site; Refused otherwise.

    Whoever was signed in there in this browser is signed out.
    """
    visit = _spend(token)
    if not is_looking():  # another visit's session only changes its visit
        request.session.flush()
    request.session[KEY] = visit.pk.hex
    request.session.set_expiry(int(LASTS.total_seconds()))
    with override(settings.LANGUAGE_CODE):
        said = _("began to visit the site")
        life.note(get_tenant(), "visit.entered", said, actor=visit.operator.name)
    return visit


def _spend(token: str) -> Visit:
    """The one statement that makes a token good once: of two at the same moment, one changes the row."""
    now, fingerprint = timezone.now(), _fingerprint(token)
    waiting = Visit.objects.filter(
        fingerprint=fingerprint,
        tenant_id=get_tenant().pk,
        entered_at=None,
        asked_at__gt=now - GOOD_FOR,
        operator__is_active=True,
    )
    if not waiting.update(entered_at=now):
        raise Refused
    return Visit.objects.select_related("operator").get(fingerprint=fingerprint)


def leave(request: HttpRequest, visit: Visit) -> None:
    """End the visit before its time; its session says nothing any more."""
    if Visit.objects.filter(pk=visit.pk, left_at=None).update(left_at=timezone.now()):
        with override(settings.LANGUAGE_CODE):
            said = _("ended the visit of the site")
            life.note(get_tenant(), "visit.left", said, actor=visit.operator.name)
    request.session.pop(KEY, None)


def current(request: HttpRequest) -> Visit | None:
    """The visit that this browser is on; asks nothing of a browser without a cookie.

    Nor at the API's addresses, whatever their language: caches keep for all what it says.
    """
    if peek_tenant() is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    if is_for_programs(request):
        return None
    key = request.session.get(KEY)
    if not key:
        return None
    running = Visit.objects.filter(
        pk=key,
        tenant_id=get_tenant().pk,
        left_at=None,
        entered_at__gt=timezone.now() - LASTS,
        operator__is_active=True,
    )
    return running.select_related("operator").first()


def visitor(visit: Visit) -> User:
    """Somebody with an administrator's eyes, who is no row of the tenant's."""
    return User(
        id=visit.pk,
        display_name=str(outsider(visit.operator))[:60],
        roles=[Role.ADMINISTRATOR.value],
        terms_accepted_at=visit.entered_at,
    )


class VisitMiddleware:
    """Behind the sign-in's own middleware: who is on a visit looks, and changes nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        visit = current(request)
        if visit is None:
            return self.get_response(request)
        held: Any = request
        held.visit, held.user = visit, visitor(visit)
        with looking_only():
            return self.get_response(request)


def _fingerprint(token: str) -> str:
    return platform_fingerprint(token, purpose=_PURPOSE)
