"""The site maps for search engines: every page that everybody may read, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from accountability.models import OutcomeReport
from consultations.models import Consultation, Phase
from contributions.models import Contribution
from sharing import selectors
from sharing.robots import is_private
from showcase.models import News
from showcase.selectors import news_for
from tenants.current import peek_tenant
from themes.context import Site

MOST = 5_000  # addresses a file; search engines take ten times more


class Pages(Sitemap):  # type: ignore[type-arg] # Django's takes no parameters when it runs
    """The pages that the menus of the site lead to, the platform's own as well."""

    protocol = settings.PLATFORM_SCHEME

    def items(self) -> Sequence[str]:
        site = Site(None, peek_tenant())
        menus = [site.home_url, *(item.url for item in (*site.nav, *site.footer_links))]
        return [url for url in dict.fromkeys(menus) if not is_private(url)]

    def location(self, item: str) -> str:
        return item


class Rows(Sitemap):  # type: ignore[type-arg] # as above
    """The pages of some rows, `limit` a file."""

    protocol, limit = settings.PLATFORM_SCHEME, MOST

    def get_latest_lastmod(self) -> None:
        """The index does not tell: Django would read every row for it."""


class Consultations(Rows):
    def items(self) -> QuerySet[Consultation]:
        return selectors.consultations()

    def lastmod(self, item: Consultation) -> datetime | None:
        return item.closed_at or item.published_at


class Stages(Rows):
    def items(self) -> QuerySet[Phase]:
        return selectors.phases()


class Outcomes(Rows):
    def items(self) -> QuerySet[OutcomeReport]:
        return selectors.outcomes()

    def location(self, item: OutcomeReport) -> str:
        return reverse("accountability:outcome", args=[item.consultation.slug])

    def lastmod(self, item: OutcomeReport) -> datetime | None:
        return item.changed_at or item.published_at


class Texts(Rows):
    def items(self) -> QuerySet[Contribution]:
        return selectors.texts().defer("search", "body")

    def lastmod(self, item: Contribution) -> datetime:
        return item.updated_at


class AllNews(Rows):
    def items(self) -> QuerySet[News]:
        return news_for(selectors.VISITOR)

    def lastmod(self, item: News) -> date:
        return item.day


OF_TENANTS = {
    "pages": Pages,
    "concertations": Consultations,
    "etapes": Stages,
    "bilans": Outcomes,
    "actualites": AllNews,
    "contributions": Texts,
}
OF_THE_PLATFORM = {"pages": Pages}
