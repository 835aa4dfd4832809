"""The workspace's pages about the public duties, for administrators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from accounts.access import get_or_post, person_of, posted, staff_only
from accounts.roles import Ability
from legal import actions, selectors
from legal.about import about_tenant
from legal.forms import (
    AccessibilityForm,
    AnswerForm,
    PrivacyForm,
    PublisherForm,
    TermsForm,
    WordsForm,
)
from legal.models import BarrierReport
from legal.pages import OF_TENANT
from legal.readiness import missing_of, must_renew
from legal.sections import Section

A_PAGE = 50
administrators_only = staff_only(Ability.MANAGE_SITE)
PARTS: dict[str, tuple[str | Promise, Any]] = {
    "duties": (gettext_lazy("Who publishes"), PublisherForm),
    "duties_privacy": (gettext_lazy("Personal data"), PrivacyForm),
    "duties_accessibility": (gettext_lazy("Accessibility"), AccessibilityForm),
}
OTHERS: dict[str, str | Promise] = {
    "wordings": gettext_lazy("Texts"),
    "terms_versions": pgettext_lazy("of use", "Terms"),
    "barriers": gettext_lazy("Barriers"),
}
SHOWN_AT = {
    "duties": "legal:notice",
    "duties_privacy": "legal:privacy",
    "duties_accessibility": "legal:accessibility",
}


def part(key: str) -> Callable[..., HttpResponseBase]:
    """The view of one part of the form."""

    @get_or_post
    @administrators_only
    def fill_in(request: HttpRequest) -> HttpResponse:
        duties = selectors.get_duties()
        form = PARTS[key][1](posted(request), instance=duties)
        if form.is_valid():
            actions.declare(form.save(commit=False), by=person_of(request))
            messages.success(request, _("Kept. The pages of the site say it from now on."))
            return redirect(f"legal:{key}")
        stored = (
            selectors.get_duties()
        )  # what is missing is told of what is kept, not of what is typed
        context = {
            "form": form,
            "part": PARTS[key][0],
            "public_url": reverse(SHOWN_AT[key]),
            "missing": list(missing_of(stored)),
            "must_renew": must_renew(stored, timezone.localdate()),
        }
        return _page(request, key, "legal/manage/part.html", **context)

    return fill_in


@require_safe
@administrators_only
def wordings(request: HttpRequest) -> HttpResponse:
    """The pages whose texts may be completed or reworded."""
    return _page(request, "wordings", "legal/manage/wordings.html", pages=OF_TENANT.values())


@get_or_post
@administrators_only
def wording(request: HttpRequest, page: str) -> HttpResponse:
    """The team's own words on one page, section by section."""
    if page not in OF_TENANT:
        raise Http404
    form = WordsForm(posted(request), sections=_sections(page))
    if form.is_valid():
        actions.word(page, form.cleaned_data, by=person_of(request))
        messages.success(request, _worded(page))
        return redirect("legal:terms_versions" if page == "terms" else "legal:wordings")
    context = {"form": form, "page": OF_TENANT[page]}
    return _page(request, "wordings", "legal/manage/wording.html", **context)


def _sections(page: str) -> list[Section]:
    """Our text and the team's of every section, neither hiding the other."""
    own = selectors.own_words(page)
    about = about_tenant(selectors.get_duties())
    found = OF_TENANT[page].sections(about)
    return [replace(section, own=own.get(section.key, "")) for section in found]


def _worded(page: str) -> str:
    if page == "terms" and actions.has_changed():
        return _("Kept. Members see it once you publish a new version of the terms.")
    return _("Kept. The page says it from now on.")


@get_or_post
@administrators_only
def terms_versions(request: HttpRequest) -> HttpResponse:
    """The versions of the terms, and a new one."""
    form = TermsForm(posted(request))
    if form.is_valid():
        try:
            version = actions.publish_terms(by=person_of(request), **form.cleaned_data)
        except actions.NothingNew:
            messages.warning(request, _("Nothing changes: these terms are in force already."))
        else:
            words = _("Version %s is in force. Members accept it when they next sign in.")
            messages.success(request, words % version.number)
        return redirect("legal:terms_versions")
    context = {
        "form": form,
        "versions": selectors.versions(),
        "has_changed": actions.has_changed(),
    }
    return _page(request, "terms_versions", "legal/manage/terms.html", **context)


@require_safe
@administrators_only
def acceptances(request: HttpRequest, version: int) -> HttpResponse:
    """Who accepted a version, and when."""
    found = selectors.get_terms(version)
    accepted = Paginator(selectors.acceptances_for(person_of(request), found), A_PAGE)
    context = {"version": found, "page": accepted.get_page(request.GET.get("page"))}
    return _page(request, "terms_versions", "legal/manage/acceptances.html", **context)


@require_safe
@administrators_only
def barriers(request: HttpRequest) -> HttpResponse:
    """What people could not do, what waits first."""
    found = Paginator(selectors.barriers_for(person_of(request)), A_PAGE)
    shown = found.get_page(request.GET.get("page"))
    return _page(request, "barriers", "legal/manage/barriers.html", page=shown)


@get_or_post
@administrators_only
def barrier(request: HttpRequest, barrier: UUID) -> HttpResponse:
    """One of them, and its answer."""
    report = selectors.get_barrier_for(person_of(request), barrier)
    form = AnswerForm(posted(request)) if report.waits or request.method == "POST" else None
    if form and form.is_valid():
        return _answer(request, report, form)
    return _page(request, "barriers", "legal/manage/barrier.html", report=report, form=form)


def _answer(request: HttpRequest, report: BarrierReport, form: AnswerForm) -> HttpResponse:
    try:
        actions.answer_barrier(report, **form.cleaned_data, by=person_of(request))
    except actions.AnsweredAlready:
        messages.warning(request, _("Somebody of the team answered before you."))
        return redirect("legal:barrier", report.pk)
    messages.success(request, _("The barrier %s is answered.") % report.reference)
    return redirect("legal:barriers")


def _page(request: HttpRequest, key: str, template: str, **context: Any) -> HttpResponse:
    labels = {**{name: told[0] for name, told in PARTS.items()}, **OTHERS}
    tabs = []
    for name, label in labels.items():
        url = reverse(f"legal:{name}")
        current = ("page" if request.path == url else "true") if name == key else ""
        tabs.append({"label": label, "url": url, "current": current})
    return render(request, template, {"tabs": tabs, **context})
