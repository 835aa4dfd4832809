"""The job that tells who asked that there is an answer."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.speaking import speaking_to
from modules.questions.models import Answer
from notifications.actions import tell
from tenants.current import get_tenant
from tenants.hosts import address_of
from tenants.jobs import tenant_job


@tenant_job
@transaction.atomic
def announce_answer(answer_id: str) -> None:
    """One mail to whoever asked, if they left an address: they asked for it, so it is owed."""
    found = Answer.objects.select_related(
        "contribution__author", "contribution__phase", "contribution__consultation"
    )
    answer = found.filter(pk=UUID(answer_id)).first()
    if answer is None:
        return
    question = answer.contribution
    address = question.author_address
    with speaking_to(address, question.language):
        tell(
            address,
            key=f"question:{question.pk}",
            subject=_("Your question no. %s has an answer") % question.number,
            template="questions/mail/answer",
            question=question,
            answer=answer,
            action_url=address_of(get_tenant(), question.get_absolute_url()),
            action_text=_("Read it on the site"),
        )
