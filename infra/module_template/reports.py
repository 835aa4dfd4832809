"""What the team learns from a phase: figures, the file to download, what is missing before publication."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.models import Phase
from consultations.module import Figure, Missing
from modules.newmodule.selectors import published_in


def figures(phase: Phase) -> list[Figure]:
    """One number, for one statement: the public page has few to spare."""
    count = published_in(phase).count()
    return [Figure(value=count, caption=ngettext("message left", "messages left", count))]


def readiness(phase: Phase) -> list[Missing]:
    """An introduction, so that people know what is asked of them."""
    if phase.introduction.strip():
        return []
    page = reverse("workspace:edit_phase", args=[phase.consultation.slug, phase.slug])
    words = _("Say in “%s” what people are asked to write about.") % phase.title
    return [Missing(message=words, url=f"{page}#id_introduction")]


def rows(phase: Phase) -> Iterator[list[Any]]:
    """What was published, without its authors."""
    for one in published_in(phase).order_by("number").iterator(chunk_size=500):
        yield [one.number, timezone.localdate(one.created_at).isoformat(), one.body]
