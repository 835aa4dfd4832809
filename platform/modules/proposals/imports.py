"""Taking an export's proposals into a consultation: every row accounted for, and none twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import batched

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from audit.actions import record
from consultations.models import Phase, Theme
from contributions.models import Contribution
from modules.proposals.decidim import Row

BATCH = 200


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What an import would do: rows to write, how many are there already, themes to make."""

    phase: Phase
    new: list[Row]
    known: int
    themes: list[str]


def plan(phase: Phase, rows: list[Row]) -> Plan:
    """Compare rows with what the consultation holds; nothing is written."""
    consultation = phase.consultation
    known = set(_imported(phase).values_list("reference", flat=True))
    new = [row for row in rows if row.reference not in known]
    slugs = set(consultation.themes.values_list("slug", flat=True))
    wanted = dict.fromkeys(row.category for row in new if row.category)
    return Plan(
        phase=phase,
        new=new,
        known=len(rows) - len(new),
        themes=[title for title in wanted if _slug(title) not in slugs],
    )


@transaction.atomic
def carry_out(what: Plan, done: Callable[[int], None]) -> int:
    """Write a plan, all or nothing; how many proposals. `done` is told how many after each batch.

    Dates and votes are the export's; nobody is mailed. The origin is `import`.
    """
    phase = what.phase
    themes = _themes(what)
    number = phase.consultation.contributions.aggregate(last=Max("number"))["last"] or 0
    rows = sorted(what.new, key=lambda row: row.created_at)
    for batch in batched(enumerate(rows, number + 1), BATCH):
        Contribution.objects.bulk_create(
            _contribution(phase, place, row, themes.get(_slug(row.category)))
            for place, row in batch
        )
        done(len(batch))
    if rows:
        record(
            "proposals.imported",
            _("imported %s proposals") % len(rows),
            by=None,
            about=phase.consultation_id,
        )
    return len(rows)


def _contribution(phase: Phase, number: int, row: Row, theme: Theme | None) -> Contribution:
    return Contribution(
        consultation=phase.consultation,
        phase=phase,
        theme=theme,
        kind="proposal",
        number=number,
        origin=Contribution.Origin.IMPORT,
        reference=row.reference,
        title=row.title,
        body=row.body,
        moderation=Contribution.Moderation.PUBLISHED,
        imported_supports=row.votes,
        supports_count=row.votes,
        created_at=row.created_at,
        published_at=row.created_at,
    )


def _themes(what: Plan) -> dict[str, Theme]:
    consultation = what.phase.consultation
    last = consultation.themes.aggregate(last=Max("position"))["last"] or 0
    Theme.objects.bulk_create(
        Theme(consultation=consultation, slug=_slug(title), title=title, position=place)
        for place, title in enumerate(what.themes, last + 1)
    )
    return {theme.slug: theme for theme in consultation.themes.all()}


def _slug(title: str) -> str:
    return slugify(title)[:80]


def _imported(phase: Phase) -> QuerySet[Contribution]:
    return phase.consultation.contributions.filter(kind="proposal").exclude(reference="")
