"""How a consultation and the pages within it show elsewhere: search engines, social networks, feeds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.models import Consultation, Phase
from consultations.pages import Told
from themes.context import NavItem
from themes.head import Head


def head_of_site(title: str, description: str, *, trail: Sequence[NavItem] = ()) -> Head:
    """For the pages above all consultations."""
    feed = NavItem(_("Consultations, their outcomes, and news"), reverse("sharing:feed"))
    picture = reverse("sharing:site_picture")
    return Head(title=title, description=description, picture=picture, feed=feed, trail=trail)


def head_of(told: Told, trail: Sequence[NavItem]) -> Head:
    """For a consultation's own page."""
    consultation = told.consultation
    title, summary = str(consultation.say("title")), str(consultation.say("summary"))
    description = summary or str(consultation.say("why"))
    return head_within(consultation, title, description, trail=trail, temporalCoverage=_span(told))


def head_within(
    consultation: Consultation,
    title: str,
    description: str,
    *,
    trail: Sequence[NavItem] = (),
    **facts: Any,
) -> Head:
    """For a page of a consultation, with its picture and its feed; what is not for everyone has neither.

    `facts` are schema.org's on the page, as Head takes them.
    """
    feed, picture = None, ""
    if consultation.is_for_everyone:
        picture = reverse("sharing:picture", args=[consultation.slug])
        feed_url = reverse("sharing:consultation_feed", args=[consultation.slug])
        feed = NavItem(str(consultation.say("title")), feed_url)
    published = consultation.published_at
    told = {"datePublished": published.isoformat() if published else "", **facts}
    return Head(
        title=title, description=description, picture=picture, feed=feed, trail=trail, facts=told
    )


def head_of_phase(phase: Phase, title: str = "", description: str = "", **facts: Any) -> Head:
    """For a module's page: a stage's own, or with a title one within it."""
    consultation = phase.consultation
    trail = [
        NavItem(_("Consultations"), reverse("consultations:index")),
        NavItem(consultation.say("title"), consultation.get_absolute_url()),
        NavItem(phase.say("title"), phase.get_absolute_url()),
        *([NavItem(title, "")] if title else []),
    ]
    named = title or f"{phase.say('title')!s} – {consultation.say('title')!s}"
    told = description or str(phase.say("introduction") or consultation.say("summary"))
    return head_within(consultation, named, told, trail=trail, **facts)


def _span(told: Told) -> str:
    """From the first opening to the last closing, as ISO 8601 writes an interval."""
    if not told.phases or told.ended_at is None:
        return ""
    first = min(phase.opens_at for phase in told.phases)
    return f"{first.date().isoformat()}/{told.ended_at.date().isoformat()}"
