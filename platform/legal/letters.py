"""The mails about accessibility barriers: to the team, and to whoever reported one."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.speaking import speaking_to
from languages.offered import current
from legal.models import BarrierReport
from legal.selectors import get_duties
from notifications.actions import tell
from tenants.current import get_tenant
from tenants.hosts import address_of


def tell_team(report: BarrierReport) -> None:
    """The site's contact learns of a barrier; nobody, where there is none yet: the workspace counts it."""
    with speaking_to(get_duties().contact_email):
        tell(
            get_duties().contact_email,
            key=f"barrier-team:{report.pk}",
            subject=_("Accessibility: barrier %s was reported") % report.reference,
            template="legal/mail/barrier_team",
            report=report,
            action_url=address_of(get_tenant(), reverse("legal:barrier", args=[report.pk])),
            action_text=_("Read and answer"),
        )


def tell_reporter_received(report: BarrierReport) -> None:
    """Confirm a report with its reference."""
    with speaking_to(report.contact, current()):
        tell(
            report.contact,
            key=f"barrier:{report.pk}",
            subject=_("Your report %s has been received") % report.reference,
            template="legal/mail/barrier_received",
            report=report,
            action_url=_follow(report),
            action_text=_("Follow your report"),
        )


def tell_reporter_answered(report: BarrierReport) -> None:
    """Tell what was done."""
    with speaking_to(report.contact):
        tell(
            report.contact,
            key=f"barrier-answered:{report.pk}",
            subject=_("Your report %s has been dealt with") % report.reference,
            template="legal/mail/barrier_answered",
            report=report,
            action_url=_follow(report),
            action_text=_("Follow your report"),
        )


def _follow(report: BarrierReport) -> str:
    return address_of(get_tenant(), reverse("legal:barrier_reported", args=[report.reference]))
