"""Where django-allauth meets our people, mails and addresses."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.mails import letter


class AccountAdapter(DefaultAccountAdapter):
    """Our way of doing what allauth leaves open."""

    def get_login_stages(self) -> list[str]:
        """First the code, then, once in a lifetime, the welcome page; then the terms, where they are new."""
        return [
            "allauth.account.stages.LoginByCodeStage",
            "accounts.sign_in.WelcomeStage",
            "accounts.sign_in.TermsStage",
        ]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send the code at once and keep no copy: the outbox is for what may be read again."""
        if template_prefix != "account/email/login_code":
            raise NotImplementedError(f"We send no {template_prefix!r}.")
        code = context["code"]
        subject = _("Your sign-in code: %(code)s") % {"code": f"{code[:3]} {code[3:]}"}
        letter(email, subject=subject, template="accounts/mail/code", code=code).send()

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened; allauth's own sentences stay out."""

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Told only to somebody who holds the mailbox: they typed its code."""
        messages.error(
            request, _("This account has been closed. Write to us if you think that is a mistake.")
        )
        return HttpResponseRedirect(reverse("accounts:sign_in"))
