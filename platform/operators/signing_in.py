"""An operator signs in: a password, then a code of the telephone."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial, wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.access import get_or_post, posted
from operators import accesses, second_factor, throttle
from operators.accesses import What
from operators.forms import CodeForm, SignInForm
from operators.models import Operator

A_WORKING_DAY = 8 * 60 * 60  # seconds: how long an operator stays signed in
BETWEEN = 10 * 60  # seconds from the password to the code
BACKEND = "operators.backends.OperatorBackend"
LAST = 10  # things at the door that an operator sees of their own
_PENDING = "operators.pending"


def operator_of(request: HttpRequest) -> Operator | None:
    """The operator who is signed in; None for everybody else."""
    user: object = request.user
    return user if isinstance(user, Operator) else None


def operators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever is no operator signs in first; a tenant's people never are. Nothing is cached."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if operator_of(request) is None:
            back = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
            query = f"?{urlencode({'next': back})}" if back else ""
            return redirect(f"{reverse('operators:sign_in')}{query}")
        return view(request, *args, **kwargs)

    return guarded


@never_cache
@get_or_post
def sign_in(request: HttpRequest) -> HttpResponse:
    """An operator's address and password; nothing tells which of the two was wrong."""
    if operator_of(request) is not None:
        return redirect(_next(request))
    form, status = SignInForm(posted(request)), 200
    if form.is_valid():
        if throttle.is_closed(request, form.cleaned_data["email"]):
            form.add_error(None, _too_many())
            status = 429
        elif _begin(request, **form.cleaned_data):
            return redirect("operators:code")
        else:
            form.add_error(None, _("The address or the password is wrong."))
    context = {"form": form, "next": _next(request)}
    return render(request, "operators/sign_in.html", context, status=status)


@never_cache
@get_or_post
def code(request: HttpRequest) -> HttpResponse:
    """The code of the telephone; the first time, the telephone is made known."""
    pending = _pending(request)
    known = Operator.objects.filter(is_active=True)
    operator = known.filter(pk=pending["id"]).first() if pending else None
    if operator is None:
        return redirect("operators:sign_in")
    is_new = not operator.factor_seed
    form = CodeForm(posted(request))
    passed, status = _try(request, operator, form, partial(_passes, operator, pending))
    if passed:
        return _enter(request, operator, pending["next"], is_new=is_new)
    seed = operator.factor_seed or pending["seed"]
    if request.method == "GET":
        second_factor.leave_in_inbox(operator, seed)
    context: dict[str, object] = {"form": form, "is_new": is_new}
    if is_new:
        context["picture"] = second_factor.picture_of(operator, seed)
        context["secret"] = second_factor.secret_of(seed)
    return render(request, "operators/code.html", context, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the operator's session."""
    operator = operator_of(request)
    if operator is not None:
        accesses.note(operator, What.OUT)
    logout(request)
    return redirect("operators:sign_in")


@get_or_post
@operators_only
def access(request: HttpRequest) -> HttpResponse:
    """An operator's own way in: how many recovery codes are left, and new ones against a code."""
    operator = operator_of(request)
    assert operator is not None  # noqa: S101 - the decorator saw to it
    form = CodeForm(posted(request))
    passed, status = _try(request, operator, form, partial(second_factor.accept, operator))
    if passed:
        accesses.note(operator, What.NEW_CODES)
        return _show_recovery(request, operator, reverse("operators:access"))
    context = {
        "form": form,
        "left": len(operator.recovery),
        "accesses": accesses.of(operator)[:LAST],
    }
    return render(request, "operators/access.html", context, status=status)


def _try(
    request: HttpRequest, operator: Operator, form: CodeForm, passes: Callable[[str], bool]
) -> tuple[bool, int]:
    """Whether the code that was sent is right, and the status of the page that says no."""
    if not form.is_valid():
        return False, 200
    if throttle.is_closed(request, operator.email):
        form.add_error("code", _too_many())
        return False, 429
    if passes(form.cleaned_data["code"]):
        return True, 200
    throttle.count_failure(request, operator.email)
    accesses.note(operator, What.WRONG_CODE)
    form.add_error("code", _("This code is wrong, or was used already."))
    return False, 200


def _begin(request: HttpRequest, *, email: str, password: str) -> bool:
    operator = authenticate(request, operator=email, password=password)
    if operator is None:
        throttle.count_failure(request, email)
        accesses.note_wrong_password(email)
        return False
    request.session.cycle_key()
    request.session[_PENDING] = {
        "id": operator.pk.hex,
        "until": int(time.time()) + BETWEEN,
        "seed": second_factor.new_seed(),
        "next": _next(request),
    }
    return True


def _pending(request: HttpRequest) -> dict[str, Any]:
    pending: dict[str, Any] = request.session.get(_PENDING) or {}
    return pending if pending.get("until", 0) > time.time() else {}


def _passes(operator: Operator, pending: dict[str, Any], typed: str) -> bool:
    if operator.factor_seed:
        return second_factor.accept(operator, typed)
    return second_factor.enrol(operator, pending["seed"], typed)


def _enter(request: HttpRequest, operator: Operator, after: str, *, is_new: bool) -> HttpResponse:
    del request.session[_PENDING]
    had = len(operator.recovery)
    operator.refresh_from_db()  # the session is sealed with the telephone that is known now
    signing_in: Any = operator  # the stubs know one model of users
    login(request, signing_in, backend=BACKEND)
    request.session.set_expiry(A_WORKING_DAY)
    left = len(operator.recovery)
    if is_new:
        accesses.note(operator, What.ENROLLED)
        return _show_recovery(request, operator, after)
    accesses.note(operator, What.RECOVERED if left < had else What.IN)
    if left < had:
        words = ngettext(
            "That was a recovery code: %(left)d is left.",
            "That was a recovery code: %(left)d are left.",
            left,
        )
        messages.warning(request, words % {"left": left})
    return redirect(after)


def _show_recovery(request: HttpRequest, operator: Operator, after: str) -> HttpResponse:
    """Shown once, in the answer itself: nothing but fingerprints is kept."""
    context = {"codes": second_factor.new_recovery_codes(operator), "after": after}
    return render(request, "operators/recovery.html", context)


def _too_many() -> str:
    return _("Too many attempts. Wait a quarter of an hour.")


def _next(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if safe and len(asked) <= 2_000 else reverse("operators:tenants")
