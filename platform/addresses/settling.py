"""What follows from what the DNS said: an address is served, waits, is set aside, or comes back.

The platform's transaction holds the journals': killed anywhere, the address and what is told of it agree.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Ability
from accounts.selectors import able
from accounts.speaking import speaking_to
from addresses.asking import Seen
from addresses.hosts import readable
from audit.actions import inside, record
from notifications.actions import tell
from tenants import claims, life
from tenants.hosts import address_of
from tenants.models import Claim

# Three daily checks in a row: what fails less long was a mistake in a zone, soon mended.
PATIENCE = timedelta(days=2) - timedelta(hours=1)

# What a change is told as: in the journals, after whoever did it; and on top of the administrators' mail.
SENTENCES: dict[str, str | Promise] = {
    "served": gettext_lazy("proved the address %(host)s: it opens the site"),
    "back": gettext_lazy("put the address %(host)s back in service: its DNS is right again"),
    "quarantined": gettext_lazy(
        "put the address %(host)s in quarantine: its DNS has failed for days"
    ),
    "taken": gettext_lazy("took the address %(host)s back: its owner proved it for another site"),
}
SUBJECTS: dict[str, str | Promise] = {
    "served": gettext_lazy("%(host)s opens your site"),
    "back": gettext_lazy("%(host)s opens your site again"),
    "quarantined": gettext_lazy("%(host)s does not open your site any more"),
    "taken": gettext_lazy("%(host)s does not open your site any more"),
}


def settle(claim: Claim, seen: Seen | None, *, by: User | None = None) -> Claim | None:
    """Write down what was seen (None: nobody answered) and do what follows; None for a claim let go meanwhile.

    `by` asked for the check; without, it was a job, and the team is told of what changed by mail.
    """
    with transaction.atomic(using="platform"):
        held = Claim.objects.select_for_update().filter(pk=claim.pk).first()
        if held is None:
            return None
        _note(held, seen)
        if seen is not None:  # where nobody answered, nothing can be concluded
            _follow(held, seen, by)
        held.save()
    return held


def _note(claim: Claim, seen: Seen | None) -> None:
    claim.checked_at, claim.is_answered = timezone.now(), seen is not None
    if seen is not None:
        claim.is_proven = claim.token in seen.tokens
        claim.is_pointed = seen.is_pointed
        claim.found = ", ".join(seen.addresses)[:300]


def _follow(claim: Claim, seen: Seen, by: User | None) -> None:
    is_right = claim.is_proven and claim.is_pointed
    if is_right and claim.is_served:
        claim.failing_since = None
    elif is_right:
        _serve(claim, seen, by)
    elif claim.is_served:
        claim.failing_since = claim.failing_since or timezone.now()
        if timezone.now() - claim.failing_since >= PATIENCE:
            claims.set_aside(claim)
            _tell(claim, "quarantined", by)


def _serve(claim: Claim, seen: Seen, by: User | None) -> None:
    """Its owner names this site in the DNS. Another site there stays if it is named as well, and only then."""
    _make_room(claim, seen)
    how = "served" if claim.state == Claim.State.WAITING else "back"
    try:
        claims.serve(claim)
    except claims.Held:
        return
    _tell(claim, how, by)


def _make_room(claim: Claim, seen: Seen) -> None:
    served = Claim.objects.select_for_update().filter(host=claim.host, state=Claim.State.SERVED)
    other = served.exclude(pk=claim.pk).first()
    if other is not None and other.token not in seen.tokens:
        other.is_proven = False
        claims.set_aside(other)
        _tell(other, "taken", None)


def _tell(claim: Claim, how: str, by: User | None) -> None:
    """Both journals, and a mail to the administrators of what nobody of them asked for."""
    with inside(claim.tenant):
        said = str(SENTENCES[how]) % {"host": readable(claim.host)}
        record(f"address.{how}", said, by=by, about=claim.pk)
        life.note(
            claim.tenant, f"address.{how}", said, actor=str(by) if by else settings.PLATFORM_NAME
        )
        if by is None:
            _mail(claim, how)


def _mail(claim: Claim, how: str) -> None:
    host, own = readable(claim.host), claims.own_host(claim.tenant)
    for person in able(Ability.MANAGE_SITE):
        with speaking_to(person.email):
            tell(
                person.email,
                key=f"address:{claim.pk.hex}:{how}:{timezone.now():%Y%m%d%H%M}",
                subject=str(SUBJECTS[how]) % {"host": host},
                template="addresses/mail/changed",
                how=how,
                host=host,
                own=own,
                was_main=claim.is_chosen,
                action_url=address_of(claim.tenant, reverse("addresses:show", args=[claim.pk])),
                action_text=_("See the address"),
            )
