"""Atom feeds: what a site asks, decides and tells, and what people say in one consultation.

Entries are known by the keys of their rows, so that a reader never sees one twice, whatever becomes of its
title or address. No author is named: a feed travels far, and a name beside an opinion stays on its page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time
from heapq import merge
from itertools import islice
from uuid import uuid5

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accountability.models import OutcomeReport
from consultations.models import Consultation
from consultations.selectors import get_consultation_for
from contributions.models import Contribution
from sharing.selectors import VISITOR, consultations, outcomes, texts
from showcase.models import News
from showcase.selectors import news_for
from tenants.current import get_tenant

MOST = 50  # entries: what a reader who comes once a week has missed
EXCERPT = 1_000  # characters of a text
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
type Entry = Consultation | OutcomeReport | Contribution | News


class TenantFeed(Feed):  # type: ignore[type-arg] # Django's takes no parameters when it runs
    """What the two feeds have in common."""

    feed_type = Atom1Feed

    def author_name(self) -> str:
        return clean(get_tenant().name)

    def item_title(self, item: Entry) -> str:
        return clean(_title(item))

    def item_description(self, item: Entry) -> str:
        return linebreaks(clean(Truncator(_text(item)).chars(EXCERPT)), autoescape=True)

    def item_link(self, item: Entry) -> str:
        return _link(item)

    def item_guid(self, item: Entry) -> str:
        return item.pk.urn

    def item_pubdate(self, item: Entry) -> datetime:
        return _published(item)

    def item_updateddate(self, item: Entry) -> datetime:
        changed = item.changed_at if isinstance(item, OutcomeReport) else None
        return changed or _published(item)


class SiteFeed(TenantFeed):
    """The consultations of a site, their outcomes and its news."""

    link = "/"

    def title(self) -> str:
        return clean(get_tenant().name)

    def subtitle(self) -> str:
        return _("Consultations, their outcomes, and news")

    def feed_guid(self) -> str:
        return uuid5(get_tenant().id, "feed").urn

    def items(self) -> list[Entry]:
        return _latest(consultations()[:MOST], outcomes()[:MOST], news_for(VISITOR)[:MOST])


class ConsultationFeed(TenantFeed):
    """What people wrote in a consultation, its news, and what came of it."""

    def get_object(self, request: HttpRequest, consultation: str) -> Consultation:
        return get_consultation_for(VISITOR, consultation)

    def title(self, obj: Consultation) -> str:
        return clean(f"{obj.say('title')!s} – {get_tenant().name}")

    def subtitle(self, obj: Consultation) -> str:
        return clean(str(obj.say("summary")))

    def link(self, obj: Consultation) -> str:
        return obj.get_absolute_url()

    def feed_guid(self, obj: Consultation) -> str:
        return uuid5(obj.pk, "feed").urn

    def items(self, obj: Consultation) -> list[Entry]:
        rows = (outcomes(), texts(), news_for(VISITOR))
        return _latest(*(one.filter(consultation=obj)[:MOST] for one in rows))


def clean(text: str) -> str:
    """Text without the signs that XML cannot carry."""
    return NOT_XML.sub("", text)


def _latest(*sorted_rows: Iterable[Entry]) -> list[Entry]:
    return list(islice(merge(*sorted_rows, key=_published, reverse=True), MOST))


def _published(item: Entry) -> datetime:
    if isinstance(item, News):  # it has a day, and no hour
        return timezone.make_aware(datetime.combine(item.day, time.min))
    return item.published_at or datetime.min.replace(tzinfo=UTC)


def _title(item: Entry) -> str:
    if isinstance(item, OutcomeReport):
        return _("Outcome: %(title)s") % {"title": item.consultation.say("title")}
    return item.title if isinstance(item, Contribution) else str(item.say("title"))


def _text(item: Entry) -> str:
    if isinstance(item, Contribution):
        return item.body
    return str(item.say("body" if isinstance(item, News) else "summary"))


def _link(item: Entry) -> str:
    if isinstance(item, OutcomeReport):
        return reverse("accountability:outcome", args=[item.consultation.slug])
    return item.get_absolute_url()
