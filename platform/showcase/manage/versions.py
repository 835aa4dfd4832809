"""The versions of the look: who published what and when, and the way back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_of
from consultations.manage.common import administrators_only
from showcase import actions
from showcase.manage.common import publish_draft, show
from showcase.selectors import get_draft, get_version, tell_versions, versions
from themes.brand import get_branding

A_PAGE = 20


@require_safe
@administrators_only
def index(request: HttpRequest) -> HttpResponse:
    """The draft and what it changes, then every published look, the latest first."""
    found = versions()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    latest, draft = found.first(), get_draft()
    told = tell_versions(list(page), worn=latest.pk if latest else None)
    changes = actions.changed_parts(get_branding().look, draft.look) if draft else []
    return show(request, "versions", page=page, told=told, changes=changes)


@require_POST
@administrators_only
def publish(request: HttpRequest) -> HttpResponse:
    """Show the draft to everybody."""
    publish_draft(request)
    return redirect("showcase:versions")


@require_POST
@administrators_only
def discard(request: HttpRequest) -> HttpResponse:
    """Throw the draft away."""
    actions.discard(by=person_of(request))
    messages.success(request, _("The draft is thrown away: the site stays as it is."))
    return redirect("showcase:look")


@require_POST
@administrators_only
def go_back(request: HttpRequest, look: UUID) -> HttpResponse:
    """As before, in one click."""
    if actions.go_back(get_version(look), by=person_of(request)):
        messages.success(request, _("The site looks as it did then. You can undo this, too."))
    else:
        messages.info(request, _("The site looks like this already."))
    return redirect("showcase:versions")
