"""The job that tells how commitments go to those whose words they come from."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.speaking import speaking_to
from commitments.models import Commitment, News
from contributions.circles import addresses_around
from notifications.actions import tell
from tenants.current import get_tenant
from tenants.hosts import address_of
from tenants.jobs import tenant_job

SUBJECTS = {
    "made": gettext_lazy("A commitment comes from what you said: %s"),
    "news": gettext_lazy("News of a commitment: %s"),
    "kept": gettext_lazy("A commitment is kept: %s"),
    "given_up": gettext_lazy("A commitment is given up: %s"),
}


@tenant_job
def announce(commitment_id: str, event: str, news_id: str = "") -> None:
    """Tell one event (a key of SUBJECTS) to the authors and supporters of its contributions.

    Once an address, however many of their texts led to it, also where the job runs twice.
    """
    commitment = Commitment.objects.filter(pk=UUID(commitment_id)).first()
    news = News.objects.filter(pk=UUID(news_id)).first() if news_id else None
    if commitment is None or (news_id and news is None):
        return
    for address in _addresses(commitment):
        with speaking_to(address):
            tell(
                address,
                key=f"commitment:{commitment.pk}:{event}:{news_id}",
                subject=str(SUBJECTS[event]) % commitment.title,
                template="commitments/mail/told",
                news=True,
                event=event,
                commitment=commitment,
                told=news,
                action_url=address_of(get_tenant(), commitment.get_absolute_url()),
                action_text=_("See the commitment"),
            )


def _addresses(commitment: Commitment) -> Iterator[str]:
    """Authors first, with an account or not, then supporters and followers."""
    for address, _own in addresses_around(commitment.contributions.all()):
        yield address
