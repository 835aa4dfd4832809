"""The job that tells the news of a consultation to those who follow it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.speaking import speaking_to
from consultations.following import followers_of, tell_of
from showcase.models import News
from tenants.jobs import tenant_job

EXCERPT = 600  # characters of a text told by mail


@tenant_job
def announce_news(news_id: str) -> None:
    """One mail a follower, in their own rhythm, also if run twice; nothing of what was taken back meanwhile."""
    found = News.objects.select_related("consultation").filter(pk=UUID(news_id)).first()
    if found is None or found.consultation is None or not found.is_published:
        return
    for address in followers_of(found.consultation):
        _tell(found, address)


@transaction.atomic
def _tell(news: News, address: str) -> None:
    assert news.consultation is not None  # noqa: S101 - the job saw to it
    with speaking_to(address):
        tell_of(
            news.consultation,
            address,
            key=f"news:{news.pk}",
            subject=f"{news.consultation.say('title')!s}{_(': ')}{news.say('title')!s}",
            template="showcase/mail/news",
            news_item=news,
            excerpt=Truncator(str(news.say("body"))).chars(EXCERPT),
            url=news.get_absolute_url(),
            text=_("Read the news"),
        )
