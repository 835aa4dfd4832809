"""Signing in by a code sent by e-mail: the one file that knows django-allauth's stages.

allauth offers signing in by code through its own views only. We want its machinery (the code, its
age, its attempts, the pending sign-in kept in the session) under one page of ours for people known
and unknown alike, so we start and resume its process here. What it keeps is in the session, on the
tenant's own schema: nobody is signed in before the last stage is passed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from smtplib import SMTPException
from typing import TYPE_CHECKING

from allauth.account import app_settings
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY, clear_login
from allauth.account.stages import LoginByCodeStage, LoginStage, LoginStageController
from allauth.core.internal.cryptokit import compare_user_code
from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts import terms
from accounts.actions import account_for

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)


class TooMany(Exception):
    """Too many codes were asked for, from this connection or for this address."""


class NotSent(Exception):
    """The mail server did not take the code."""


class WelcomeStage(LoginStage):
    """The first sign-in ends with a name and the terms: until then nobody is signed in."""

    key = "welcome"
    urlname = "accounts:welcome"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if self.login.user.is_welcome:
            return None, True
        return HttpResponseRedirect(reverse(self.urlname)), True


class TermsStage(LoginStage):
    """Whoever did not accept the terms in force is asked to: until then nobody is signed in."""

    key = "terms"
    urlname = "accounts:terms"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if terms.are_accepted_by(self.login.user):
            return None, True
        return HttpResponseRedirect(reverse(self.urlname)), True


class CodeAsked:
    """A code that was sent, and waits for whoever asked for it."""

    def __init__(self, process: LoginCodeVerificationProcess) -> None:
        self._process = process

    @property
    def email(self) -> str:
        return str(self._process.state["email"])

    @property
    def attempts_left(self) -> int:
        """0 once a sign-in was given up after too many wrong codes."""
        return int(self._process.max_attempts - self._process.state["failed_attempts"])

    @property
    def can_resend(self) -> bool:
        return bool(self._process.can_resend)

    def is_right(self, code: str) -> bool:
        """Whether `code` is the one sent; a wrong one costs an attempt, the last ends the sign-in."""
        if compare_user_code(actual=code, expected=self._process.code):
            return True
        self._process.record_invalid_attempt()
        return False

    def finish(self, after: str) -> HttpResponse:
        """Sign in, or lead to the welcome page first; then on to `after`."""
        answer: HttpResponse = self._process.finish(after or reverse("home"))
        return answer

    def send_again(self, request: HttpRequest) -> None:
        """Send a fresh code, the former being worth nothing any more; TooMany or NotSent."""
        if not self.can_resend:
            raise TooMany
        _spend(request, self.email)
        _posted(self._process.resend)


def begin(request: HttpRequest, email: str) -> None:
    """Send a code to an address, known or not; TooMany or NotSent."""
    _spend(request, email)
    user = account_for(email)
    _posted(
        lambda: LoginCodeVerificationProcess.initiate(request=request, user=user, email=user.email)
    )


def has_begun(request: HttpRequest) -> bool:
    """Whether this browser asked for a code, were it too old by now."""
    return LOGIN_SESSION_KEY in request.session


def code_asked(request: HttpRequest) -> CodeAsked | None:
    """The code this browser waits for, or None: never asked, expired, or too many attempts."""
    stage = LoginStageController.enter(request, LoginByCodeStage.key)
    process = LoginCodeVerificationProcess.resume(stage) if stage else None
    return CodeAsked(process) if process and process.user else None


def newcomer(request: HttpRequest) -> User | None:
    """Who proved to be behind their address and is still to be welcomed, in this browser."""
    return _waiting_at(request, WelcomeStage)


def asked_for_terms(request: HttpRequest) -> User | None:
    """Who proved to be behind their address and is still to accept the terms, in this browser."""
    return _waiting_at(request, TermsStage)


def enter(request: HttpRequest) -> HttpResponse:
    """Sign the welcomed newcomer in, and lead to the page they came for."""
    return _go_on(request, WelcomeStage)


def enter_with_terms(request: HttpRequest) -> HttpResponse:
    """Sign in whoever just accepted the terms, and lead to the page they came for."""
    return _go_on(request, TermsStage)


def give_up(request: HttpRequest) -> None:
    """Forget the sign-in that this browser began."""
    clear_login(request)


def minutes_valid() -> int:
    """How long a code is good for."""
    return int(app_settings.LOGIN_BY_CODE_TIMEOUT) // 60


def _waiting_at(request: HttpRequest, step: type[LoginStage]) -> User | None:
    stage = LoginStageController.enter(request, step.key)
    return stage.login.user if stage else None


def _go_on(request: HttpRequest, step: type[LoginStage]) -> HttpResponse:
    stage = LoginStageController.enter(request, step.key)
    return stage.exit()  # type: ignore[no-any-return]


def _spend(request: HttpRequest, email: str) -> None:
    if not consume(request, action="request_login_code", key=email.strip().lower()):
        raise TooMany


def _posted(send: Callable[[], object]) -> None:
    try:
        send()
    except (OSError, SMTPException) as failure:
        logger.warning("A sign-in code could not be sent: %s", failure)
        raise NotSent from failure
