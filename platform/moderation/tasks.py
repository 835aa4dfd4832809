"""The job that reminds moderators of what waits."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app

from accounts.models import User
from accounts.roles import Ability
from accounts.selectors import able
from accounts.speaking import speaking_to
from moderation.selectors import Counts, appeals_to_settle, counts
from notifications.actions import tell
from tenants.current import get_tenant
from tenants.hosts import address_of
from tenants.tasks import in_every_tenant


@app.periodic(cron="0 5 * * 1-5")
@app.task(name="moderation.tasks.remind_moderators", queueing_lock="moderation.remind")
def remind_moderators(timestamp: int) -> None:
    """On working days, early (UTC): one mail to each moderator for whom something waits."""
    in_every_tenant(remind)


def remind() -> int:
    """Tell the current tenant's moderators what waits, once a day each; how many were told."""
    now, told = counts(), 0
    for person in able(Ability.MODERATE):
        told += _remind(person, now, appeals_to_settle(person).count())
    return told


def _remind(person: User, now: Counts, appeals: int) -> bool:
    if not (now.waiting or appeals):
        return False
    with speaking_to(person.email):
        lines = _lines(now, appeals)
        message = tell(
            person.email,
            key=f"moderation-reminder:{timezone.localdate()}",
            subject=_("To moderate: %s") % ", ".join(lines),
            template="moderation/mail/reminder",
            work=True,
            lines=lines,
            oldest=now.oldest,
            action_url=address_of(get_tenant(), reverse("moderation:queue")),
            action_text=_("Open the queue"),
        )
    return message is not None


def _lines(now: Counts, appeals: int) -> list[str]:
    texts = ngettext("%d text awaits moderation", "%d texts await moderation", now.waiting)
    reported = ngettext("%d of them is reported", "%d of them are reported", now.reported)
    contested = ngettext("%d appeal awaits an answer", "%d appeals await an answer", appeals)
    told = [(texts, now.waiting), (reported, now.reported), (contested, appeals)]
    return [words % count for words, count in told if count]
