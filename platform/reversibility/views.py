"""The administrators' page of copies, and the download."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.access import get_or_post, person_of, staff_only
from accounts.roles import Ability
from reversibility import actions, copying, selectors
from tenants.current import get_tenant, is_looking
from tenants.gate import kept_open


@kept_open
@never_cache
@get_or_post
@staff_only(Ability.MANAGE_SITE)
def copies(request: HttpRequest) -> HttpResponse:
    """Ask for a copy of all data, follow it, download it."""
    if request.method == "POST":
        return _ask(request)
    listed = list(selectors.copies_for(person_of(request)))
    under_way = {archive.pk for archive in selectors.under_way()}
    rows = [
        {
            "archive": archive,
            "is_under_way": archive.pk in under_way,
            "is_ready": copying.file_of(archive) is not None,
        }
        for archive in listed
    ]
    context = {"rows": rows, "under_way": bool(under_way), "days": copying.KEPT.days}
    return render(request, "reversibility/copies.html", context)


@kept_open
@never_cache
@require_GET
@staff_only(Ability.MANAGE_SITE)
def download(request: HttpRequest, archive: UUID) -> HttpResponseBase:
    """The file, for its week; not for an operator on a visit."""
    if is_looking():
        raise PermissionDenied
    found = selectors.get_copy_for(person_of(request), archive)
    file = copying.file_of(found)
    if file is None:
        return render(request, "reversibility/over.html", status=410)
    actions.downloaded(found, by=person_of(request))
    name = f"{slugify(get_tenant().name) or 'site'}-{found.asked_at:%Y-%m-%d}.zip"
    return FileResponse(
        file.open("rb"), as_attachment=True, filename=name, content_type="application/zip"
    )


def _ask(request: HttpRequest) -> HttpResponse:
    try:
        actions.ask(by=person_of(request))
    except actions.UnderWay:
        messages.info(request, _("A copy is being written already."))
    except actions.TooMany:
        words = _("%(most)d copies are kept already: download one of them, or wait until one ends.")
        messages.error(request, words % {"most": actions.MOST})
    else:
        messages.success(
            request, _("The copy is asked for: a mail will tell you when it is ready.")
        )
    return redirect("reversibility:copies")
