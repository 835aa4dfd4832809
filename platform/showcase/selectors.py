"""What the home page and the news show, and who may see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import JSONObject
from django.http import Http404

from accounts.models import User
from accounts.roles import Ability
from audit.models import Entry
from consultations.permissions import Person
from consultations.selectors import consultations_for
from contributions.models import Contribution
from showcase.models import News, Version
from tenants.memory import remembered

BESIDE = 3  # news shown on a consultation's page


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What a site gathered where everybody sees it: published contributions, supports, and answers given."""

    contributions: int
    supports: int
    answers: int


@remembered
def tally() -> Tally:
    """The figures of the current tenant: one statement, then none for half a minute."""
    published = Q(moderation=Contribution.Moderation.PUBLISHED)
    # A comment is a contribution with a parent; people count what they proposed or answered.
    shown = consultations_for(AnonymousUser())
    texts = Contribution.objects.filter(published, parent=None, consultation__in=shown)
    counted = texts.aggregate(
        contributions=Count("pk"),
        supports=Sum("supports_count", default=0),
        answers=Count("official_answer"),
    )
    return Tally(**counted)


def news_for(person: Person) -> QuerySet[News]:
    """The news that `person` may read, with their consultations: the published ones of the site and of
    what they may see, and for those who write them all."""
    every = News.objects.select_related("consultation")
    if isinstance(person, User) and person.may(Ability.MANAGE_CONSULTATIONS):
        return every
    seen = Q(consultation=None) | Q(consultation__in=consultations_for(person))
    return every.filter(seen, is_published=True)


def of_its_consultation(person: Person) -> ArraySubquery:
    """The latest published news of a consultation, to be selected with it; `read_news` makes them rows."""
    news = News.objects.filter(consultation=OuterRef("pk"), is_published=True)
    columns = {name: name for name in ("slug", "title", "day", "translations")}
    return ArraySubquery(news.values(told=JSONObject(**columns))[:BESIDE])


def read_news(told: Iterable[Mapping[str, Any]]) -> list[News]:
    """Unsaved copies of what `of_its_consultation` selected."""
    return [News(**{**one, "day": date.fromisoformat(one["day"])}) for one in told]


def get_news_for(person: Person, slug: str) -> News:
    """The news at `slug` that `person` may read, or Http404."""
    found = news_for(person).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def get_draft() -> Version | None:
    """The look that the team prepares, where there is one."""
    return Version.objects.filter(is_draft=True).first()


def get_version(pk: UUID) -> Version:
    """A published look, or Http404."""
    found = Version.objects.filter(is_draft=False, pk=pk).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, kw_only=True)
class Told:
    """A published look with what the journal says of it; `entry` is None where that is forgotten."""

    version: Version
    entry: Entry | None
    worn: bool


def versions() -> QuerySet[Version]:
    """The published looks, the latest first: the one that is worn."""
    return Version.objects.filter(is_draft=False)


def tell_versions(page: list[Version], *, worn: UUID | None) -> list[Told]:
    """These versions with who published them and what changed: one statement."""
    entries = Entry.objects.filter(about_id__in=[one.pk for one in page]).order_by("-at")
    latest = {entry.about_id: entry for entry in entries}  # the earliest stays: its publication
    return [Told(version=one, entry=latest.get(one.pk), worn=one.pk == worn) for one in page]
