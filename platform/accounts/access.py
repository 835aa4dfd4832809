"""Who may open a page, who is there, and what was sent: what views begin with."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.roles import Ability

SAFE_METHODS = {"GET", "HEAD"}
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


type View = Callable[..., HttpResponseBase]


def members_only(view: View) -> View:
    """Whoever is signed out signs in first, and comes back to the page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, User):
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    return guarded


def staff_only(ability: Ability) -> Callable[[View], View]:
    """Only staff with `ability`: others get a 403, whoever is signed out signs in first.

    The view remembers it: `ability_to_open` tells it of an address.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not isinstance(request.user, User):
                return to_sign_in(request)
            if not request.user.may(ability):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.__dict__["ability"] = ability  # `wraps` hands it on to decorators around this one
        return guarded

    return decorate


def ability_to_open(path: str) -> Ability | None:
    """What it takes to open an address of this site; None where `staff_only` does not guard it."""
    ability: Ability | None = getattr(resolve(path).func, "ability", None)
    return ability


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """To the sign-in page, and back here after; a posted form is not repeated, so it leads nowhere."""
    back = request.get_full_path() if request.method in SAFE_METHODS else ""
    return HttpResponseRedirect(with_next(reverse("accounts:sign_in"), back))


def next_of(request: HttpRequest) -> str:
    """The page of this site to go to afterwards, as the address or the form asks; empty where unsafe."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if safe and len(asked) <= 2_000 else ""


def with_next(url: str, after: str) -> str:
    """`url`, remembering the page to go to afterwards."""
    return f"{url}?{urlencode({'next': after})}" if after else url


def person_of(request: HttpRequest) -> User:
    """Whoever is signed in, on a page that lets nobody else in."""
    assert isinstance(request.user, User)  # noqa: S101 - the page's decorator saw to it
    return request.user


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, None where a page is only opened: what a form is bound to."""
    return request.POST if request.method == "POST" else None
