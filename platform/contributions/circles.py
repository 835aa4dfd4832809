"""Who is concerned by a text: those who wrote it, and those who support or follow it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from consultations.models import Consultation
from consultations.selectors import consultations_for
from contributions.models import Contribution, Follow, Support


def addresses_around(texts: Iterable[Contribution]) -> Iterator[tuple[str, Contribution | None]]:
    """Where to tell what becomes of texts: authors first, each with what they wrote, then the others.

    What was merged into them counts as they do. An address may come twice: the outbox tells it once. Whoever no
    longer sees the consultation is told of nobody's text but their own.
    """
    listed = list(texts)
    keys = [text.pk for text in listed]
    reserved = {text.consultation for text in listed if not text.consultation.is_for_everyone}
    written = Contribution.objects.filter(_within("", keys)).select_related("author")
    for text in written.defer("search", "body").order_by("number"):
        if address := text.author_address:
            yield address, text
    for person in interested_in(keys).order_by("pk").iterator():
        if not reserved or _sees(person, reserved):
            yield person.email, None


def _sees(person: User, consultations: Collection[Consultation]) -> bool:
    keys = [consultation.pk for consultation in consultations]
    return consultations_for(person).filter(pk__in=keys).count() == len(keys)


def interested_in(texts: Iterable[Any]) -> QuerySet[User]:
    """The members who support or follow these texts, or what was merged into them, and want news."""
    around = _within("contribution__", list(texts))
    supporting = Support.objects.filter(around).values("user")
    following = Follow.objects.filter(around).values("user")
    wanted = User.objects.filter(is_active=True)
    return wanted.filter(Q(pk__in=supporting) | Q(pk__in=following))


def _within(path: str, keys: list[Any]) -> Q:
    return Q(**{f"{path}pk__in": keys}) | Q(**{f"{path}merged_into__in": keys})
