"""The code that proves an e-mail address before a site exists.

Six digits, good for a quarter of an hour and five attempts. Only a keyed fingerprint is kept.
"""

from __future__ import annotations

import logging
import secrets
from smtplib import SMTPException

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from onboarding.models import SignUp
from tenants.signing import platform_fingerprint
from themes.context import mail_site

MINUTES = 15
ATTEMPTS = 5
WAIT = 60  # seconds before another may be sent

logger = logging.getLogger(__name__)


class NotSent(Exception):
    """The mail server did not take the code."""


class Refused(Exception):
    """The code does not open; says why, in words."""


def may_send(sign_up: SignUp) -> bool:
    """Whether the last code was sent more than a minute ago."""
    return not sign_up.is_within(sign_up.code_sent_at, WAIT)


def send(sign_up: SignUp) -> None:
    """Send a fresh code, the former being worth nothing any more; NotSent where the mail fails."""
    code = f"{secrets.randbelow(1_000_000):06d}"
    sign_up.code_fingerprint = _fingerprint(sign_up, code)
    sign_up.code_sent_at, sign_up.code_attempts = timezone.now(), 0
    sign_up.save(update_fields=["code_fingerprint", "code_sent_at", "code_attempts"])
    try:
        _letter(sign_up, code).send()
    except (OSError, SMTPException) as failure:
        logger.warning("A sign-up's code could not be sent: %s", failure)
        SignUp.objects.filter(pk=sign_up.pk).update(code_sent_at=None)
        raise NotSent from failure


def check(sign_up: SignUp, typed: str) -> None:
    """Prove the address; Refused otherwise. Each wrong code costs one of the five attempts.

    The row is held meanwhile: attempts sent at the same moment are counted one by one.
    """
    with transaction.atomic(using="platform"):
        row = SignUp.objects.select_for_update().get(pk=sign_up.pk)
        problem = _judge(row, "".join(typed.split()))
        row.save(update_fields=["code_attempts", "code_fingerprint", "email_verified_at"])
    if problem:
        raise Refused(problem)


def _judge(row: SignUp, code: str) -> str:
    if row.email_verified_at:
        return ""
    if not row.is_within(row.code_sent_at, MINUTES * 60) or not row.code_fingerprint:
        return _("This code is more than a quarter of an hour old. Ask for another below.")
    if row.code_attempts >= ATTEMPTS:
        return _("Too many wrong codes. Ask for another below.")
    if not constant_time_compare(_fingerprint(row, code), row.code_fingerprint):
        row.code_attempts += 1
        return _wrong(ATTEMPTS - row.code_attempts)
    row.email_verified_at, row.code_fingerprint = timezone.now(), ""
    return ""


def _wrong(left: int) -> str:
    if left == 0:
        return _("Too many wrong codes. Ask for another below.")
    if left == 1:
        return _("This is not the code that we sent. One attempt is left.")
    return _("This is not the code that we sent. %(left)s attempts are left.") % {"left": left}


def _fingerprint(sign_up: SignUp, code: str) -> str:
    return platform_fingerprint(f"{sign_up.pk.hex}:{code}", purpose="sign-up")


def _letter(sign_up: SignUp, code: str) -> EmailMultiAlternatives:
    subject = _("Your code to open your site: %(code)s") % {"code": f"{code[:3]} {code[3:]}"}
    values = {"site": mail_site(), "sign_up": sign_up, "code": code, "subject": subject}
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string("onboarding/mail/code.txt", values),
        to=[sign_up.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string("onboarding/mail/code.html", values), "text/html")
    return mail
