"""The pages of whoever reports a text, and the charter: open to everyone."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import get_or_post, posted
from accounts.throttle import Limit
from consultations.caching import same_for_visitors
from legal.pages import OF_TENANT
from legal.selectors import sections_of
from moderation import actions, figures, selectors
from moderation.charter import RULES
from moderation.forms import ReportForm
from tenants.gate import still_taken
from themes.figures import bars

TOO_MANY_REQUESTS = 429
TWO_DAYS = 48  # hours: from there on days say it better
REPORTS = Limit(name="reports", most=20)


@still_taken
@never_cache
@get_or_post
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what is wrong with a published text; without an account too."""
    text = selectors.get_text_to_report_for(request.user, pk)
    form, status = ReportForm(posted(request), person=request.user), 200
    if form.is_valid():
        if form.is_from_a_machine:  # it is thanked like everyone, and nothing is kept
            return redirect(text.get_absolute_url())
        if not REPORTS.is_reached(request):
            REPORTS.count(request)
            values = {
                name: form.cleaned_data.get(name, "") for name in ("reason", "text", "contact")
            }
            made = actions.report(text, by=request.user, **values)
            return redirect("moderation:reported", made.reference)
        form.add_error(
            None, _("Many reports came from this connection. Please try again in an hour.")
        )
        status = TOO_MANY_REQUESTS
    context = {"form": form, "text": text, "rules": RULES}
    return render(request, "moderation/report.html", context, status=status)


@never_cache
@require_safe
def reported(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of a report, for whoever has its reference. It tells nothing of people or texts."""
    found = selectors.get_report(reference)
    return render(request, "moderation/reported.html", {"report": found})


@require_safe
@same_for_visitors
def charter(request: HttpRequest) -> HttpResponse:
    """The reasons for which a text may be refused, and what moderation did in a year."""
    told = figures.public_figures()
    context = {
        "page": OF_TENANT["charter"],
        "sections": sections_of("charter"),
        "rules": RULES,
        "figures": told,
        "bars": bars(told.reasons),
        "caption": _("In the last twelve months"),
        "head": [_("What"), pgettext("figures", "Number")],
        "rows": _rows(told),
    }
    return render(request, "moderation/charter.html", context)


def _rows(told: figures.PublicFigures) -> list[tuple[str, str]]:
    return [
        (_("Texts published by moderators"), str(told.published)),
        (_("Texts refused or hidden"), str(told.removed)),
        (_("Half of the texts were read within"), _hours(told.to_read)),
        (_("Reports received"), str(told.reports)),
        (_("Half of the reports were answered within"), _hours(told.to_report)),
        (_("Decisions contested"), str(told.appeals)),
        (_("of which taken back"), str(told.granted)),
    ]


def _hours(hours: int | None) -> str:
    if hours is None:
        return "—"
    if hours < TWO_DAYS:
        return ngettext("%d hour", "%d hours", hours) % hours
    days = round(hours / 24)
    return ngettext("%d day", "%d days", days) % days
