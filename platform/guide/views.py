"""The guide in the workspace: its shelf and what a search finds in it, a page, all of it for paper."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from accounts.access import person_of, staff_only
from accounts.roles import Ability
from guide.reading import Page, Section, read
from guide.search import LONGEST, find
from guide.shelf import TOUR, Entry, entries, explaining, shelves
from guide.tour import tour_for
from guide.ways import Ways
from themes.context import NavItem

team_only = staff_only(Ability.ENTER_WORKSPACE)


@require_safe
@team_only
def index(request: HttpRequest) -> HttpResponse:
    """The shelf; with `?q=`, the sections in which its words stand."""
    person = person_of(request)
    question = request.GET.get("q", "").strip()[:LONGEST]
    first = read(entries()[TOUR])
    context = {
        "question": question,
        "longest": LONGEST,
        "found": find(question),
        "first": first,
        "tour": tour_for(person, first, Ways(person).consultation),
        "shelves": [(one.title, [read(entry) for entry in one.entries]) for one in shelves()],
    }
    return render(request, "guide/index.html", context)


@require_safe
@team_only
def page(request: HttpRequest, chapter: str) -> HttpResponse:
    """One page, and the ones before and after it; the tour with what of it is done."""
    entry = entries().get(chapter)
    if entry is None:
        raise Http404
    person, shown = person_of(request), read(entry)
    ways = Ways(person)
    context = {"page": shown, "ways": ways, **_neighbours(entry)}
    if chapter == TOUR:
        tour = tour_for(person, shown, ways.consultation)
        steps = [(stop, stop.section.html(ways)) for stop in tour.stops]
        return render(request, "guide/tour.html", context | {"tour": tour, "steps": steps})
    return render(request, "guide/page.html", context | {"texts": _texts(shown, ways)})


@require_safe
@team_only
def whole(request: HttpRequest) -> HttpResponse:
    """All pages one below the other, to be printed."""
    ways = Ways(person_of(request))
    pages = [(one, _texts(one, ways)) for one in map(read, entries().values())]
    return render(request, "guide/whole.html", {"pages": pages, "ways": ways})


def help_on(request: HttpRequest) -> NavItem | None:
    """The page of the guide that explains the one asked for; None where no page does."""
    asked = request.resolver_match
    try:
        entry = explaining(asked.view_name if asked else "")
    except KeyError:
        return None
    return NavItem(read(entry).title, reverse("guide:page", args=[entry.slug]))


def _texts(page: Page, ways: Ways) -> list[tuple[Section, SafeString]]:
    """Its sections with what stands below each title, for one reader."""
    return [(one, one.html(ways)) for one in page.sections]


def _neighbours(entry: Entry) -> dict[str, Page | None]:
    order = list(entries().values())
    place = order.index(entry)
    before, after = order[max(place - 1, 0)], order[min(place + 1, len(order) - 1)]
    return {
        "before": read(before) if before != entry else None,
        "after": read(after) if after != entry else None,
    }
