"""All results, for the team: charts, filters, cross tables, own words, files, exports."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, F, Func
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import get_or_post, person_of
from consultations.models import Phase
from consultations.permissions import may
from contributions.models import Contribution
from modules.surveys.document import Question
from modules.surveys.exporting import ask
from modules.surveys.forms import TagForm
from modules.surveys.models import Export
from modules.surveys.permissions import EXPORT
from modules.surveys.results import (
    Filter,
    completion_of,
    crossed,
    groups_of,
    is_worded,
    results_of,
)
from modules.surveys.selectors import (
    Versions,
    exports_of,
    get_export_for,
    get_text_for,
    texts_of,
    versions_of,
)
from modules.surveys.staff import builders_only, of_survey, page, readers_only, to
from modules.surveys.tagging import file_under
from themes.storage import PrivateStorage

TEXTS_A_PAGE = 30
MOST_FILES = 20


@require_safe
@readers_only
@of_survey
def results(request: HttpRequest, survey: Phase) -> HttpResponse:
    """All results, of everybody or of those whom the filter lets through."""
    versions = versions_of(survey)
    among = _filter(request)
    groups = [one for one in versions.asked.values() if groups_of(one)]
    by = versions.asked.get(request.GET.get("by", ""))
    found = results_of(survey, versions, among)
    context: dict[str, Any] = {
        "results": found,
        "completion": completion_of(survey, versions),
        "groups": [(one, groups_of(one)) for one in groups],
        "crossable": groups,
        "among": among,
        "by": by,
        "crossed": _crossed(request, survey, versions, by, among),
        "of": request.GET.get("of", ""),
        "origins": Contribution.Origin.choices,
    }
    return page(request, survey, "results", context)


@require_safe
@readers_only
@of_survey
def report(request: HttpRequest, survey: Phase) -> HttpResponse:
    """The results to print: every chart with its table, nothing to click."""
    found = results_of(survey, versions_of(survey), _filter(request))
    return page(request, survey, "report", {"results": found})


def _filter(request: HttpRequest) -> Filter:
    question, _sep, value = request.GET.get("among", "").partition("=")
    origin = request.GET.get("origin", "")
    known = origin in Contribution.Origin.values
    return Filter(question=question[:40], value=value[:40], origin=origin if known else "")


def _crossed(
    request: HttpRequest, survey: Phase, versions: Versions, by: Question | None, among: Filter
) -> Any:
    of = versions.asked.get(request.GET.get("of", ""))
    return crossed(survey, of, by, among) if of and by and of.key != by.key else None


@require_safe
@readers_only
@of_survey
def texts(request: HttpRequest, survey: Phase, question: str) -> HttpResponse:
    """What people wrote to one question, newest first: to search, and to file under tags."""
    found = _text_question(survey, question)
    words, tag = request.GET.get("q", "")[:200], request.GET.get("tag", "")[:40]
    pages = Paginator(texts_of(survey, question, words, tag), TEXTS_A_PAGE)
    context = {
        "question": found,
        "page": pages.get_page(request.GET.get("page")),
        "words": words,
        "tag": tag,
        "tags": _tags(survey, question),
        "is_file": found.kind == "file",
    }
    return page(request, survey, "texts", context)


def _tags(survey: Phase, question: str) -> list[tuple[str, int]]:
    one = Func(F("tags"), function="unnest")
    one.set_returning = True
    tagged = texts_of(survey, question).annotate(one=one).values_list("one")
    return list(tagged.annotate(n=Count("*")).order_by("-n", "one"))


@require_POST
@builders_only
@of_survey
def tag(request: HttpRequest, survey: Phase, question: str, sheet: UUID) -> HttpResponse:
    """File a text under tags."""
    _text_question(survey, question)
    text, form = get_text_for(survey, question, sheet), TagForm(request.POST)
    if form.is_valid():
        file_under(text, form.cleaned_data["tags"], by=request.user)
    back = redirect("surveys_manage:texts", survey.consultation.slug, survey.slug, question)
    back["Location"] += f"?{request.GET.urlencode()}#t{sheet.hex}"
    return back


@require_safe
@readers_only
@of_survey
def joined(request: HttpRequest, survey: Phase, question: str, sheet: UUID) -> FileResponse:
    """A file that somebody joined: downloaded, never shown by the browser."""
    if _text_question(survey, question).kind != "file":
        raise Http404
    return _handed_out(get_text_for(survey, question, sheet).text)


def _text_question(survey: Phase, key: str) -> Question:
    """A question that people answered in words or with a file, or Http404."""
    found = versions_of(survey).asked.get(key)
    if found is None or not (is_worded(found) or found.kind == "file"):
        raise Http404
    return found


# --- Exports -----------------------------------------------------------------------------------------


@never_cache
@get_or_post
@readers_only
@of_survey
def exports(request: HttpRequest, survey: Phase) -> HttpResponse:
    """Ask for a file of all answers, and see how far those asked for are."""
    may_export = may(request.user, EXPORT, survey)
    if request.method == "POST":
        if not may_export:
            raise PermissionDenied
        if (wanted := request.POST.get("format", "")) in Export.Format.values:
            ask(survey, wanted, by=person_of(request))
        return to(survey, "exports")
    files = exports_of(survey)[:MOST_FILES]
    context = {"files": files, "may_export": may_export}
    return page(request, survey, "exports", context)


@require_safe
@readers_only
@of_survey
def export(request: HttpRequest, survey: Phase, file: UUID) -> FileResponse:
    """One of these files, once it is whole."""
    return _handed_out(get_export_for(survey, file).path)


def _handed_out(path: str) -> FileResponse:
    """A private file: downloaded, never shown by the browser."""
    try:
        file = PrivateStorage().open(path)
    except OSError as gone:
        raise Http404 from gone
    answer = FileResponse(file, as_attachment=True, content_type="application/octet-stream")
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
