"""The accounts' jobs."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from accounts.mails import letter
from accounts.models import User
from accounts.speaking import speaking_to
from tenants.current import get_tenant, writing_anyway
from tenants.hosts import address_of
from tenants.jobs import tenant_job
from tenants.sessions import SessionStore
from tenants.tasks import in_every_tenant

UNPROVED = timedelta(days=2)


@tenant_job
def send_invitation(user_id: str, inviter: str) -> None:
    """Tell somebody that they are in the team, and where to sign in."""
    person = User.objects.filter(pk=user_id).first()
    if person is None:
        return
    with speaking_to(person.email):
        letter(
            person.email,
            subject=_("You are invited to the team of %(name)s") % {"name": get_tenant().name},
            template="accounts/mail/invitation",
            person=person,
            inviter=inviter,
            action_url=address_of(get_tenant(), reverse("accounts:sign_in")),
            action_text=_("Sign in"),
        ).send()


@app.periodic(cron="17 3 * * *")
@app.task(name="accounts.tasks.tidy_up", queueing_lock="accounts.tidy_up")
def tidy_up(timestamp: int) -> None:
    """Every night: forget addresses that nobody proved to hold, and sessions that are over."""
    in_every_tenant(remove_unproved)
    in_every_tenant(SessionStore.clear_expired)


def remove_unproved() -> int:
    """Remove, in the current tenant, accounts two days old that never signed in; how many.

    On a read-only site too: nobody asked it to keep them.
    """
    old = User.objects.filter(created_at__lt=timezone.now() - UNPROVED, last_login=None)
    with writing_anyway():
        return old.filter(terms_accepted_at=None, roles=[]).delete()[0]
