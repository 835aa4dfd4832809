"""The job that tells the news of a consultation to those who follow it."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.following import followers_of, tell_of
from consultations.models import Consultation
from showcase.models import News
from tenants.jobs import tenant_job


@tenant_job
def announce_news(news_id: str) -> None:
    """One mail a follower, in their own rhythm, also if run twice; nothing of what was taken back meanwhile."""
    found = News.objects.select_related("consultation").filter(pk=UUID(news_id)).first()
    if found is None or found.consultation is None or not found.is_published:
        return
    for address in followers_of(found.consultation):
        _tell(found, found.consultation, address)


def _tell(news: News, consultation: Consultation, address: str) -> None:
    tell_of(
        consultation,
        address,
        key=f"news:{news.pk}",
        subject=lambda: f"{consultation.say('title')!s}{_(': ')}{news.say('title')!s}",
        template="showcase/mail/news",
        news_item=news,
        url=news.get_absolute_url,
        text=gettext_lazy("Read the news"),
    )
