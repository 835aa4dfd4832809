"""The address a site will have: what may be chosen, what is free, what to suggest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tenants.hosts import free_host
from tenants.models import Domain

SHORTEST, LONGEST = 3, 40  # characters
OFFERED = 4
_SHAPE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Words that tell the kind of an organisation: its name is known without them.
_KINDS = frozenset(
    {"region", "regional", "departement", "departemental", "conseil", "commune", "municipal"}
    | {"ville", "mairie", "communaute", "metropole", "agglomeration", "agglo", "association"}
)
_SMALL = frozenset({"le", "la", "les", "l", "de", "du", "des", "d", "et", "en", "a", "au", "aux"})


@cache
def reserved() -> frozenset[str]:
    """The words of `reserved.txt`."""
    lines = (Path(__file__).parent / "reserved.txt").read_text().splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def tidy(text: str) -> str:
    """What somebody typed, in lower case and without the platform's own ending."""
    typed = text.strip().lower().removeprefix("http://").removeprefix("https://").rstrip("/.")
    return typed.removesuffix(f".{settings.PLATFORM_HOSTS[0]}")


def problem_with(slug: str) -> str:
    """Why this address cannot be taken, in words; empty where it is free."""
    if not SHORTEST <= len(slug) <= LONGEST:
        return _("An address has 3 to 40 characters.")
    if not _SHAPE.fullmatch(slug):
        return _(
            "Only letters without accents, digits and single hyphens between them: "
            "no space, no capital, no dot."
        )
    if slug in reserved():
        return _("The platform keeps “%(slug)s” for itself.") % {"slug": slug}
    if is_taken(slug):
        return _("“%(slug)s” is already taken by another site.") % {"slug": slug}
    return ""


def is_taken(slug: str) -> bool:
    """Whether a site answers at this address."""
    return bool(Domain.objects.filter(domain=free_host(slug)).exists())


def suggestions(*names: str) -> list[str]:
    """At most four free addresses drawn from these names, the nearest to them first. One statement."""
    in_turn = zip(*(_drawn(name) for name in names), strict=True)
    drawn = [slug for turn in in_turn for slug in turn]
    ideas = list(dict.fromkeys(slug for slug in drawn if _is_sound(slug)))
    taken = _taken(ideas)
    return [slug for slug in ideas if slug not in taken][:OFFERED]


def _drawn(name: str) -> Iterator[str]:
    """region-hauts-de-france, hauts-de-france, hdf, then what nobody else is likely to have."""
    words = slugify(name).split("-")
    without_kind = _without_kind(words)
    yield _joined(words)
    yield _joined(without_kind)
    yield "".join(word[0] for word in without_kind if word)
    for ending in ("participe", "concertation", "citoyens"):
        yield _joined([*without_kind, ending])


def _without_kind(words: list[str]) -> list[str]:
    rest = list(words)
    while len(rest) > 1 and (rest[0] in _KINDS or rest[0] in _SMALL):
        rest = rest[1:]
    return rest


def _joined(words: Iterable[str]) -> str:
    """As many whole words as an address may hold; never ending with a small one."""
    kept: list[str] = []
    for word in words:
        if len("-".join([*kept, word])) > LONGEST:
            break
        kept.append(word)
    while kept and kept[-1] in _SMALL:
        kept.pop()
    return "-".join(kept)


def _is_sound(slug: str) -> bool:
    long_enough = SHORTEST <= len(slug) <= LONGEST
    return long_enough and bool(_SHAPE.fullmatch(slug)) and slug not in reserved()


def _taken(slugs: Iterable[str]) -> set[str]:
    hosts = {free_host(slug): slug for slug in slugs}
    found = Domain.objects.filter(domain__in=hosts).values_list("domain", flat=True)
    return {hosts[host] for host in found}
