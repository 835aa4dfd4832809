"""Mails that the accounts send by themselves, in the tenant's colours.

Everything else goes through the outbox (`notifications.actions.tell`), which keeps a copy.
"""

from __future__ import annotations

import re
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from tenants.current import get_tenant
from tenants.hosts import address_of
from themes.brand import brand_for
from themes.context import mail_site


def letter(
    recipient: str, *, subject: str, template: str, **context: Any
) -> EmailMultiAlternatives:
    """A mail made of `<template>.txt` and `<template>.html`, ready to be sent."""
    words = drawn(template, subject, **context)
    mail = EmailMultiAlternatives(
        subject=words["subject"],
        body=words["text"],
        from_email=sender(),
        to=[recipient],
        headers={"Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(words["html"], "text/html")
    return mail


def drawn(template: str, subject: str, **context: Any) -> dict[str, str]:
    """The words of a mail: `subject`, `text` of `<template>.txt`, `html` of `<template>.html`.

    The templates are given `context`, `site`, `tenant`, `site_address` and `subject`.
    """
    tenant = get_tenant()
    values = {
        **context,
        "subject": subject,
        "site": mail_site(),
        "tenant": tenant,
        "site_address": address_of(tenant),
    }
    return {
        "subject": on_one_line(subject),
        "text": render_to_string(f"{template}.txt", values),
        "html": render_to_string(f"{template}.html", values),
    }


def on_one_line(subject: str) -> str:
    """A subject without line ends, which a mail may not have; no-break spaces stay."""
    return re.sub(r"[ \t]*[\r\n]+[ \t]*", " ", subject).strip()


def sender() -> str:
    """The name the tenant chose for its mails, or its own, at the platform's address; always one line."""
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    tenant = get_tenant()
    name = brand_for(tenant).sender_name or tenant.name
    return formataddr((" ".join(name.split()), address))
