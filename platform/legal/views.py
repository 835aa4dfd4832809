"""The legal pages, for everybody; and telling of a barrier."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import get_or_post, posted
from accounts.throttle import Limit
from consultations.caching import same_for_visitors
from consultations.selectors import public_consultations
from legal import actions, publisher, selectors
from legal.forms import BarrierForm
from legal.models import TermsVersion
from legal.pages import OF_PLATFORM, OF_TENANT
from legal.sections import Page, Section

TOO_MANY_REQUESTS = 429
BARRIERS = Limit(name="barriers", most=20)


def page(key: str) -> Callable[[HttpRequest], HttpResponse]:
    """The view of a page of a tenant's site."""

    @require_safe
    @same_for_visitors
    def show(request: HttpRequest) -> HttpResponse:
        return _show(request, OF_TENANT[key], selectors.sections_of(key))

    return show


def platform_page(key: str) -> Callable[[HttpRequest], HttpResponse]:
    """The view of a page of the platform's own site; it names what nobody told yet."""

    @require_safe
    def show(request: HttpRequest) -> HttpResponse:
        sections = selectors.sections_of_platform(key)
        return _show(request, OF_PLATFORM[key], sections, unset=publisher.unset())

    return show


@require_safe
@same_for_visitors
def terms(request: HttpRequest, version: int | None = None) -> HttpResponse:
    """The terms in force, or a former version; before the first, the text as it would be published."""
    now = selectors.terms_in_force()
    shown = now if version is None else selectors.get_terms(version)
    sections = selectors.told_terms(shown) if shown else selectors.sections_of("terms")
    context = {"version": shown, "in_force": now, "former": _former(now)}
    return _show(request, OF_TENANT["terms"], sections, **context)


def _former(now: TermsVersion | None) -> range:
    """The numbers of the versions before the one in force."""
    return range(now.number - 1 if now else 0, 0, -1)


@require_safe
@same_for_visitors
def site_map(request: HttpRequest) -> HttpResponse:
    """Every page that a visitor may open, on one."""
    consultations = public_consultations(request.user)
    return render(request, "legal/site_map.html", {"consultations": consultations})


@never_cache
@get_or_post
def report_barrier(request: HttpRequest) -> HttpResponse:
    """Say what one could not do; without an account too."""
    form, status = BarrierForm(posted(request)), 200
    if form.is_valid():
        if form.is_from_a_machine:  # it is thanked like everyone, and nothing is kept
            return redirect("legal:accessibility")
        if not BARRIERS.is_reached(request):
            BARRIERS.count(request)
            made = actions.report_barrier(**form.told)
            return redirect("legal:barrier_reported", made.reference)
        words = _("Many reports came from this connection. Please try again in an hour.")
        form.add_error(None, words)
        status = TOO_MANY_REQUESTS
    return render(request, "legal/report_barrier.html", {"form": form}, status=status)


@never_cache
@require_safe
def barrier_reported(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of a report, for whoever has its reference."""
    report = selectors.get_barrier(reference)
    return render(request, "legal/barrier_reported.html", {"report": report})


def _show(request: HttpRequest, page: Page, sections: list[Section], **more: Any) -> HttpResponse:
    foreign = get_language() != "fr"  # teams write in French
    context = {"page": page, "sections": sections, "own_is_foreign": foreign, **more}
    return render(request, "legal/page.html", context)
