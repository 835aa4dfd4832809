"""The jobs that tell people what became of what they wrote or supported."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.models import OfficialAnswer, OutcomeReport
from accounts.speaking import speaking_to
from consultations.following import followers_of, tell_of
from consultations.models import Consultation
from consultations.rooms import addresses_of
from contributions.circles import addresses_around
from notifications.actions import tell
from tenants.current import get_tenant
from tenants.hosts import address_of
from tenants.jobs import tenant_job


@tenant_job
def announce(answer_id: str) -> None:
    """Tell an answer to the author, then to whoever supports or follows the text, or is part of it.

    The outbox tells a contribution's outcome once an address: a run that starts again after a crash
    tells only those not yet told, and an author who supports their own text reads it once.
    """
    answers = OfficialAnswer.objects.select_related(
        "contribution__author", "contribution__phase", "contribution__consultation"
    )
    answer = answers.filter(pk=UUID(answer_id)).first()
    if answer is None:
        return
    for address, own in addresses_around([answer.contribution]):
        _tell(address, answer, is_author=own == answer.contribution)


@tenant_job
def announce_outcome(report_id: str) -> None:
    """Tell everybody who took part or follows that the outcome is published: once, also if run twice."""
    reports = OutcomeReport.objects.select_related("consultation")
    report = reports.filter(pk=UUID(report_id), published_at__isnull=False).first()
    if report is None or not report.consultation.is_public:
        return
    consultation = report.consultation
    for address in {*addresses_of(consultation), *followers_of(consultation)}:
        _tell_outcome(report, address)


def _tell_outcome(report: OutcomeReport, address: str) -> None:
    consultation = report.consultation
    tell_of(
        consultation,
        address,
        key=f"outcome-report:{report.pk}",
        subject=lambda: _("Outcome: %(title)s") % {"title": consultation.say("title")},
        template="accountability/mail/outcome",
        report=report,
        url=lambda: _page_of(consultation),
        text=gettext_lazy("Read the outcome"),
    )


def _page_of(consultation: Consultation) -> str:
    place = [consultation.slug]
    return reverse("accountability:outcome", urlconf=settings.TENANT_URLCONF, args=place)


def _tell(recipient: str, answer: OfficialAnswer, *, is_author: bool) -> None:
    text = answer.contribution
    with speaking_to(recipient, text.language if is_author else ""):
        subject = (
            _("Your contribution no. %s has an answer")
            if is_author
            else _("Contribution no. %s, which concerns you, has an answer")
        )
        tell(
            recipient,
            key=f"outcome:{text.pk}:{answer.outcome}",
            subject=subject % text.number,
            template="accountability/mail/answer",
            news=True,
            answer=answer,
            contribution=text,
            is_author=is_author,
            action_url=address_of(get_tenant(), text.get_absolute_url()),
            action_text=_("Read it on the site"),
        )
