"""A draft seen as citizens will see it, as it is now or as it will be at some moment.

A preview is somebody's of the team, in their own browser, until they leave it. It only looks: while a page is
read, the stages of that one draft stand as if it were published and that moment had come. What is sent meets
the real state and the real time, so nothing can be handed in.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.access import SAFE_METHODS
from accounts.models import User
from accounts.roles import Ability
from tenants.http import is_for_programs

KEY = "preview"
_now: ContextVar[Preview | None] = ContextVar("preview", default=None)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """Which draft is looked at, and as of when."""

    consultation: UUID
    slug: str
    at: datetime


def begin(request: HttpRequest, preview: Preview) -> None:
    """Look at a draft of the team's from now on, in this browser alone."""
    kept = {"consultation": preview.consultation.hex, "slug": preview.slug}
    request.session[KEY] = {**kept, "at": preview.at.isoformat()}


def leave(request: HttpRequest) -> None:
    """Look at the site as it is."""
    request.session.pop(KEY, None)


def moment_of(consultation: UUID) -> datetime | None:
    """As of when a draft is looked at while this page is read; None for all that is not previewed."""
    preview = _now.get()
    return preview.at if preview and preview.consultation == consultation else None


class PreviewMiddleware:
    """Behind the sign-in's own middleware: tells the draft's public pages that they are a preview."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        preview = _chosen(request)
        if preview is None:
            return self.get_response(request)
        held: Any = request
        held.preview = preview
        looking = _now.set(preview if request.method in SAFE_METHODS else None)
        try:
            return self.get_response(request)
        finally:
            _now.reset(looking)


def _chosen(request: HttpRequest) -> Preview | None:
    """The preview of the page asked for; asks nothing of a browser without a cookie, nor in the workspace."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or is_for_programs(request):
        return None
    if "/gestion/" in request.path:
        return None
    kept = getattr(request, "session", {}).get(KEY)
    if not kept or f"/concertations/{kept['slug']}/" not in request.path:
        return None
    if not (isinstance(request.user, User) and request.user.may(Ability.MANAGE_CONSULTATIONS)):
        return None
    return Preview(
        consultation=UUID(kept["consultation"]),
        slug=kept["slug"],
        at=datetime.fromisoformat(kept["at"]),
    )
