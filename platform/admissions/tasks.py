"""The job that writes to those who are invited."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.speaking import speaking_to
from admissions.models import Invitation
from admissions.selectors import link_token
from consultations.models import Consultation
from notifications.actions import tell
from tenants.current import get_tenant
from tenants.hosts import address_of
from tenants.jobs import tenant_job


@tenant_job
def send_invitations(consultation_id: str) -> None:
    """Write to every address of a consultation that was not written to: one mail each, also if run twice."""
    consultation = Consultation.objects.filter(pk=UUID(consultation_id)).first()
    if consultation is None or not consultation.is_public:
        return
    unsent = Invitation.objects.filter(consultation=consultation, sent_at=None)
    for key in list(unsent.values_list("pk", flat=True)):
        _send(consultation, key)


@transaction.atomic
def _send(consultation: Consultation, key: UUID) -> None:
    waiting = Invitation.objects.select_for_update(skip_locked=True)
    invitation = waiting.filter(pk=key, sent_at=None).first()
    if invitation is None:  # another run was faster, or it was withdrawn
        return
    now = timezone.now()
    with speaking_to(invitation.email):
        link = reverse(
            "admissions:invited", urlconf=settings.TENANT_URLCONF, args=[link_token(invitation)]
        )
        tell(
            invitation.email,
            key=f"invitation:{invitation.pk}:{now.isoformat()}",
            subject=_("You are invited: %(title)s") % {"title": consultation.say("title")},
            template="admissions/mail/invitation",
            consultation=consultation,
            address=invitation.email,
            action_url=address_of(get_tenant(), link),
            action_text=_("Take part"),
        )
    invitation.sent_at = now
    invitation.save(update_fields=["sent_at"])
