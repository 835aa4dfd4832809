"""What everyone may know of what consultations led to: one outcome, and the account of all."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accountability import selectors
from accountability.account import by_consultation, in_all
from accountability.models import OutcomeReport
from commitments.selectors import groups_of, how_kept, public_commitments
from consultations.caching import same_for_visitors
from consultations.heads import head_of_site, head_within
from themes.context import NavItem
from themes.figures import bars
from themes.head import Head

PAGE = 80  # titles: more would weigh over 60 KiB


@require_safe
@same_for_visitors
def outcome(request: HttpRequest, slug: str) -> HttpResponse:
    """What was received, heard, decided and retained, and what comes next."""
    report = selectors.get_outcome_for(request.user, slug)
    consultation = report.consultation
    tally = selectors.tally(consultation)
    page = Paginator(selectors.retained(consultation), PAGE).get_page(request.GET.get("page"))
    is_seen: bool = report.is_seen  # type: ignore[attr-defined]
    crumbs = [
        NavItem(consultation.say("title"), consultation.get_absolute_url() if is_seen else ""),
        NavItem(_("Outcome of the consultation"), ""),
    ]
    context = {
        "consultation": consultation,
        "page_head": _head(report, crumbs),
        "report": report,
        "tally": tally,
        "bars": bars(tally.outcomes, total=tally.published),
        "page": page,
        "themes": selectors.by_theme(page),
        "commitments": public_commitments(request.user).filter(consultation=consultation),
        "crumbs": crumbs,
    }
    return render(request, "accountability/outcome.html", context)


@require_safe
@same_for_visitors
def account(request: HttpRequest) -> HttpResponse:
    """What came of all consultations: answers and their delay, commitments and how they are kept."""
    commitments = list(public_commitments(request.user))
    kept = how_kept(commitments)
    crumbs = [NavItem(_("Home"), reverse("home")), NavItem(_("Follow-up"), "")]
    what = _("What was answered, how soon, what was undertaken, and how it is kept.")
    context = {
        "page_head": head_of_site(_("Follow-up"), what, trail=crumbs),
        "given": by_consultation(request.user),
        "total": in_all(request.user),
        "kept": kept,
        "bars": bars(kept.rows, total=kept.all),
        "groups": groups_of(commitments),
        "crumbs": crumbs,
    }
    return render(request, "accountability/account.html", context)


def _head(report: OutcomeReport, trail: list[NavItem]) -> Head:
    title = _("Outcome: %(title)s") % {"title": report.consultation.say("title")}
    published = report.published_at.isoformat() if report.published_at else ""
    facts = {"@type": "Report", "headline": title, "datePublished": published}
    return head_within(report.consultation, title, str(report.say("summary")), trail=trail, **facts)
