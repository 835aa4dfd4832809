"""The inbox of development: what would have been sent, readable on every host."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from notifications import inbox

type Policy = Mapping[str, Collection[str] | str]

WITH_A_FRAME: Policy = {**cast(Policy, settings.SECURE_CSP), "frame-src": [CSP.SELF]}
# A mail is a stranger's document: it may look like something, and do nothing but follow a click.
IN_THE_FRAME: Policy = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": ["data:"],
    "frame-ancestors": [CSP.SELF],
    "sandbox": ["allow-top-navigation-by-user-activation"],
}


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All mails, the newest first."""
    return render(request, "notifications/inbox.html", {"mails": inbox.newest()})


@never_cache
@require_safe
@csp_override(WITH_A_FRAME)
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One mail: as it looks, and its plain text."""
    return render(request, "notifications/mail.html", {"mail": _found(key)})


@never_cache
@require_safe
@xframe_options_sameorigin
@csp_override(IN_THE_FRAME)
def body(request: HttpRequest, key: str) -> HttpResponse:
    """One mail's HTML by itself, for the frame; its links open in the whole window."""
    html = _found(key).html
    return HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))


def _found(key: str) -> inbox.Mail:
    mail = inbox.find(key)
    if mail is None:
        raise Http404
    return mail
