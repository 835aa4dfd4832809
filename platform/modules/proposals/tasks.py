"""The job that tells the team, and those concerned, that a proposal is owed an answer."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import Ability
from accounts.selectors import able
from accounts.speaking import speaking_to
from contributions.circles import addresses_around
from modules.proposals.models import Reached
from notifications.actions import tell
from tenants.current import get_tenant
from tenants.hosts import address_of
from tenants.jobs import tenant_job


@tenant_job
def announce_reached(reached_id: str) -> None:
    """Tell it once an address: to whoever of the team answers, then to its author and its circle."""
    found = Reached.objects.select_related("contribution__consultation", "contribution__phase")
    reached = found.filter(pk=UUID(reached_id)).first()
    if reached is None:
        return
    text = reached.contribution
    for member in able(Ability.ANSWER):
        _tell(member.email, "team", reached, reverse("instruction:dossier", args=[text.pk]))
    for address, own in addresses_around([text]):
        _tell(address, "author" if own == text else "reader", reached, text.get_absolute_url())


def _tell(address: str, reader: str, reached: Reached, path: str) -> None:
    text = reached.contribution
    with speaking_to(address, text.language if reader == "author" else ""):
        subject = _("Proposal no. %(number)s has %(supports)s supports: an answer is due")
        tell(
            address,
            key=f"reached:{reached.pk}",
            subject=subject % {"number": text.number, "supports": reached.supports},
            template="proposals/mail/reached",
            news=reader != "team",
            reached=reached,
            proposal=text,
            reader=reader,
            action_url=address_of(get_tenant(), path),
            action_text=_("Answer it") if reader == "team" else _("Read it on the site"),
        )
