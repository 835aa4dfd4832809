"""The jobs of consultations."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.speaking import speaking_to
from consultations.models import Extension
from consultations.rooms import addresses_of
from notifications.actions import tell
from tenants.current import get_tenant
from tenants.hosts import address_of
from tenants.jobs import tenant_job


@tenant_job
def announce_extension(extension_id: str) -> None:
    """Tell everybody who took part that there is more time: one mail a person, also if run twice."""
    extensions = Extension.objects.select_related("phase__consultation")
    extension = extensions.filter(pk=UUID(extension_id)).first()
    if extension is None:  # the phase was removed in between
        return
    for address in addresses_of(extension.phase.consultation):
        _announce(extension, address)


@transaction.atomic
def _announce(extension: Extension, address: str) -> None:
    consultation = extension.phase.consultation
    with speaking_to(address):
        tell(
            address,
            key=f"extension:{extension.pk}",
            subject=_("More time to take part: %(title)s") % {"title": consultation.say("title")},
            template="consultations/mail/extension",
            news=True,
            extension=extension,
            phase=extension.phase,
            consultation=consultation,
            action_url=_address("consultations:show", consultation.slug),
            action_text=_("See the consultation"),
        )


def _address(name: str, *args: str) -> str:
    """A page of the tenant's site; a worker stands on no site, so it is told which."""
    return address_of(get_tenant(), reverse(name, urlconf=settings.TENANT_URLCONF, args=args))
