"""What staff learn from a phase of proposals: figures, the export, what is missing before publication."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.models import Phase
from consultations.module import Figure, Missing
from contributions.statuses import status_said
from modules.proposals.selectors import published_in, totals_of


def figures(phase: Phase) -> list[Figure]:
    """Proposals, supports, comments, and answers once there are some."""
    totals = totals_of(phase)
    told = [
        (totals.proposals, ngettext("proposal", "proposals", totals.proposals)),
        (totals.supports, ngettext("support", "supports", totals.supports)),
        (totals.comments, ngettext("comment", "comments", totals.comments)),
    ]
    if totals.answered:
        told.append((totals.answered, ngettext("answer", "answers", totals.answered)))
    return [Figure(value=value, caption=caption) for value, caption in told]


def readiness(phase: Phase) -> list[Missing]:
    """An introduction, and themes where one has to be chosen."""
    missing = []
    if not phase.introduction.strip():
        missing.append(_("Say in a few words what people may propose in “%s”.") % phase.title)
    if phase.setting("theme_required") and not phase.consultation.themes.exists():
        missing.append(
            _("Proposals in “%s” need a theme, and the consultation has none.") % phase.title
        )
    return [Missing(message=message, url=_workshop(phase)) for message in missing]


def rows(phase: Phase) -> Iterator[list[Any]]:
    """The published proposals without their authors: number, day, origin, texts, counts, outcome."""
    proposals = published_in(phase).select_related("theme", "official_answer").order_by("number")
    for one in proposals.iterator(chunk_size=500):
        answer = getattr(one, "official_answer", None)
        yield [
            one.number,
            timezone.localdate(one.created_at).isoformat(),
            one.get_origin_display(),
            one.theme.title if one.theme else "",
            one.title,
            one.body,
            one.place,
            one.latitude,
            one.longitude,
            one.on_behalf_of,
            one.supports_count,
            one.comments_count,
            status_said(one),
            answer.body if answer else "",
        ]


def _workshop(phase: Phase) -> str:
    """Where a phase is prepared: its page in the workspace."""
    place = [phase.consultation.slug, phase.slug]
    try:
        return reverse("workspace:phase", args=place)
    except NoReverseMatch:
        return reverse("proposals_manage:index", args=place)
