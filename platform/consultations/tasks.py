"""The jobs of consultations."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from consultations.following import followers_of, tell_of
from consultations.models import Consultation, Extension, Phase
from consultations.rooms import addresses_of
from consultations.selectors import closing_within
from tenants.jobs import tenant_job
from tenants.tasks import in_every_tenant

SOON = timedelta(days=3)


@tenant_job
def announce_extension(extension_id: str) -> None:
    """Tell everybody who took part or follows that there is more time: one mail a person, also if run twice."""
    extensions = Extension.objects.select_related("phase__consultation")
    extension = extensions.filter(pk=UUID(extension_id)).first()
    if extension is None:  # the phase was removed in between
        return
    consultation = extension.phase.consultation
    for address in {*addresses_of(consultation), *followers_of(consultation)}:
        _announce(extension, address)


def _announce(extension: Extension, address: str) -> None:
    consultation = extension.phase.consultation
    tell_of(
        consultation,
        address,
        key=f"extension:{extension.pk}",
        subject=lambda: _("More time to take part: %(title)s") % _titled(consultation),
        template="consultations/mail/extension",
        extension=extension,
        phase=extension.phase,
    )


@app.periodic(cron="30 6 * * *")
@app.task(name="consultations.tasks.announce_closings", queueing_lock="consultations.closings")
def announce_closings(timestamp: int) -> None:
    """Every morning (UTC): followers are told of what closes within three days, in every tenant."""
    in_every_tenant(announce_closing)


def announce_closing() -> None:
    """Tell the current tenant's followers, once for each closing, also where several stages share it."""
    for phases in closing_within(SOON):
        for address in followers_of(phases[0].consultation):
            _tell_closing(phases, address)


def _tell_closing(phases: list[Phase], address: str) -> None:
    consultation, closes_at = phases[0].consultation, phases[0].closes_at
    tell_of(
        consultation,
        address,
        key=f"closing:{consultation.pk}:{closes_at:%Y%m%d%H%M}",
        subject=lambda: _("Last days to take part: %(title)s") % _titled(consultation),
        template="consultations/mail/closing",
        phases=phases,
        closes_at=closes_at,
    )


def _titled(consultation: Consultation) -> dict[str, str]:
    return {"title": str(consultation.say("title"))}
