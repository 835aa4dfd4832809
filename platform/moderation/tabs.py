"""The drawers of moderation, the same above each of its pages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from moderation.selectors import Counts


def tabs(counts: Counts, current: str) -> list[dict[str, object]]:
    """The drawers, `current` (a key) marked. Only what waits is counted: the others ask for nothing."""
    queue = reverse("moderation:queue")
    drawers: list[tuple[str, str, str, int | None]] = [
        ("", _("To moderate"), queue, counts.waiting),
        ("recours", _("Appeals"), reverse("moderation:appeals"), counts.appeals),
        ("publies", pgettext("texts", "Published"), f"{queue}?etat=publies", None),
        ("retires", _("Refused or hidden"), f"{queue}?etat=retires", None),
        ("decisions", _("Decisions"), reverse("moderation:history"), None),
        ("suspensions", _("Suspensions"), reverse("moderation:blocks"), None),
        ("regles", _("Rules"), reverse("moderation:rules"), None),
    ]
    return [
        {"label": label, "url": url, "count": count, "current": "page" if key == current else ""}
        for key, label, url, count in drawers
    ]
