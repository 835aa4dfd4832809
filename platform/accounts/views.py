"""Signing in and out, and one's own account."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import actions, sign_in
from accounts.access import get_or_post, members_only, next_of, posted, with_next
from accounts.forms import AddressForm, CodeForm, ProfileForm, TermsForm, WelcomeForm
from accounts.models import User
from tenants.gate import kept_open

TOO_MANY_REQUESTS = 429
UNAVAILABLE = 503


@kept_open
@never_cache
@get_or_post
def start(request: HttpRequest) -> HttpResponse:
    """The address: the same page and the same answer whether it is known or not."""
    after = next_of(request)
    if request.user.is_authenticated:
        return redirect(after or "home")
    form, status = AddressForm(posted(request)), 200
    if form.is_valid():
        try:
            sign_in.begin(request, form.cleaned_data["email"])
            return redirect(with_next(reverse("accounts:code"), after))
        except sign_in.TooMany:
            form.add_error(
                None, _("Too many codes were asked for. Wait a quarter of an hour, then try again.")
            )
            status = TOO_MANY_REQUESTS
        except sign_in.NotSent:
            form.add_error(None, _("The mail could not be sent. Please try again in a moment."))
            status = UNAVAILABLE
    return render(request, "accounts/sign_in.html", {"form": form, "next": after}, status=status)


@kept_open
@never_cache
@get_or_post
def code(request: HttpRequest) -> HttpResponse:
    """The code: right, wrong, too old, or tried too often."""
    after = next_of(request)
    if request.user.is_authenticated:
        return redirect(after or "home")
    had_begun = sign_in.has_begun(request)
    asked = sign_in.code_asked(request)
    if asked is None:
        return _begin_again(request, after, had_begun)
    form = CodeForm(posted(request))
    if form.is_valid():
        if asked.is_right(form.cleaned_data["code"]):
            return asked.finish(after)
        if not asked.attempts_left:
            messages.error(
                request,
                _("Too many wrong codes: that code is worth nothing any more. Ask for another."),
            )
            return redirect(with_next(reverse("accounts:sign_in"), after))
        form.add_error("code", _wrong(asked.attempts_left))
    context = {"form": form, "asked": asked, "next": after, "minutes": sign_in.minutes_valid()}
    return render(request, "accounts/code.html", context)


@kept_open
@require_POST
def resend(request: HttpRequest) -> HttpResponse:
    """Another code, to the same address."""
    after = next_of(request)
    had_begun = sign_in.has_begun(request)
    asked = sign_in.code_asked(request)
    if asked is None:
        return _begin_again(request, after, had_begun)
    try:
        asked.send_again(request)
        messages.success(request, _("A new code is on its way. The former one no longer works."))
    except sign_in.TooMany:
        messages.error(
            request, _("Too many codes were asked for. Wait a quarter of an hour, then try again.")
        )
    except sign_in.NotSent:
        messages.error(request, _("The mail could not be sent. Please try again in a moment."))
    return redirect(with_next(reverse("accounts:code"), after))


@kept_open
@never_cache
@get_or_post
def welcome(request: HttpRequest) -> HttpResponse:
    """The end of the first sign-in."""
    person = sign_in.newcomer(request)
    if person is None:
        return redirect("accounts:sign_in")
    form = WelcomeForm(posted(request), initial={"display_name": person.display_name})
    if form.is_valid():
        actions.welcome(person, display_name=form.cleaned_data["display_name"])
        return sign_in.enter(request)
    return render(request, "accounts/welcome.html", {"form": form, "email": person.email})


@never_cache
@get_or_post
def terms(request: HttpRequest) -> HttpResponse:
    """The end of a sign-in under new terms."""
    person = sign_in.asked_for_terms(request)
    if person is None:
        return redirect("accounts:sign_in")
    form = TermsForm(posted(request))
    if form.is_valid():
        actions.accept_terms(person)
        return sign_in.enter_with_terms(request)
    return render(request, "accounts/terms.html", {"form": form})


@kept_open
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; no message, which would need a new one."""
    logout(request)
    return redirect("home")


@never_cache
@get_or_post
@members_only
def profile(request: HttpRequest) -> HttpResponse:
    """One's own account."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - the decorator saw to it
    initial = {
        "display_name": user.display_name,
        "language": user.language or settings.LANGUAGE_CODE,
    }
    form = ProfileForm(posted(request), initial=initial)
    if form.is_valid():
        actions.change_profile(user, **form.cleaned_data)
        messages.success(request, _("Your account is saved."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form})


def _begin_again(request: HttpRequest, after: str, had_begun: bool) -> HttpResponseRedirect:
    if had_begun:
        sign_in.give_up(request)
        messages.warning(request, _("That code is too old. Ask for another one."))
    return redirect(with_next(reverse("accounts:sign_in"), after))


def _wrong(left: int) -> str:
    return ngettext(
        "This is not the code. One attempt is left.",
        "This is not the code. %(left)d attempts are left.",
        left,
    ) % {"left": left}
