"""The pages where citizens find a consultation. Nothing here is asked of them, so no cookie is set."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from consultations.caching import same_for_visitors
from consultations.heads import head_of, head_of_site, head_within
from consultations.pages import scale_of, shelve, tell
from consultations.permissions import is_admitted
from consultations.selectors import (
    get_consultation_for,
    get_document_of,
    get_page_for,
    public_consultations,
)
from themes.context import NavItem
from themes.documents import KINDS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

A_PAGE = 12  # finished consultations shown


@require_safe
@same_for_visitors
def index(request: HttpRequest) -> HttpResponse:
    """All consultations; the finished ones by pages."""
    shelves = shelve(tell(public_consultations(request.user)))
    page = Paginator(shelves.finished, A_PAGE).get_page(request.GET.get("page"))
    crumbs = [_home(), _all()]
    head = head_of_site(
        _("Consultations"),
        _("What is open now, what is coming, and what became of what people said."),
        trail=crumbs,
    )
    context = {
        "shelves": shelves,
        "finished": page,
        "page": page,
        "crumbs": crumbs,
        "page_head": head,
    }
    return render(request, "consultations/index.html", context)


@require_safe
@same_for_visitors
def show(request: HttpRequest, consultation: str) -> HttpResponse:
    """One consultation: the question, the promise, how to take part, and what became of it."""
    found = get_page_for(request.user, consultation)
    [told] = tell([found])
    crumbs = [_home(), _all(), NavItem(found.say("title"), "")]
    context = {
        "consultation": found,
        "told": told,
        "scale": scale_of(found),
        "is_admitted": isinstance(request.user, User) and is_admitted(request.user, found),
        "crumbs": crumbs,
        "page_head": head_of(told, crumbs),
    }
    return render(request, "consultations/show.html", context)


@require_safe
@same_for_visitors
def documents(request: HttpRequest, consultation: str) -> HttpResponse:
    """All that the team gives to read."""
    found = get_consultation_for(request.user, consultation)
    crumbs = [
        _home(),
        _all(),
        NavItem(found.say("title"), found.get_absolute_url()),
        NavItem(_("Documents"), ""),
    ]
    title = _("Documents")
    head = head_within(
        found, f"{title} – {found.say('title')!s}", str(found.say("summary")), trail=crumbs
    )
    context = {
        "consultation": found,
        "documents": found.documents.all(),
        "crumbs": crumbs,
        "page_head": head,
    }
    return render(request, "consultations/documents.html", context)


@require_safe
def document(request: HttpRequest, consultation: str, document: UUID) -> FileResponse:
    """One of them, to keep: for those who may see its consultation."""
    found = get_document_of(get_consultation_for(request.user, consultation), document)
    try:
        file = found.file.open()
    except OSError as gone:
        raise Http404 from gone
    response = FileResponse(
        file,
        as_attachment=True,
        filename=found.filename,
        content_type=KINDS[found.kind].content_type,
    )
    response["Cache-Control"] = "private, max-age=60"  # out of sight with its consultation
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _home() -> NavItem:
    return NavItem(_("Home"), reverse("home"))


def _all() -> NavItem:
    return NavItem(_("Consultations"), reverse("consultations:index"))
