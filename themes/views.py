"""A tenant's colours and files, and the catalogue of components."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tenants.current import peek_tenant
from tenants.gate import kept_open
from themes.brand import brand_for
from themes.storage import PrivateStorage, TenantStorage
from themes.styleguide import samples

FOR_EVER = "public, max-age=31536000, immutable"
SHOWN = {  # what a browser may show by itself; anything else is downloaded
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".pdf": "application/pdf",
}


@kept_open
@require_safe
def colours(request: HttpRequest, digest: str) -> HttpResponse:
    """The stylesheet of the tenant's palette. Its address changes with it, so it never gets old.

    An old address (a page kept in a cache) leads to the colours of now.
    """
    if (tenant := peek_tenant()) is None:
        raise Http404
    brand = brand_for(tenant)
    if digest != brand.digest:
        return redirect("themes:colours", brand.digest)
    return HttpResponse(brand.css, content_type="text/css", headers={"Cache-Control": FOR_EVER})


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    """A file of this host's tenant, and of no other; none of its private ones."""
    if peek_tenant() is None:
        raise Http404
    storage = TenantStorage()
    try:
        if Path(storage.path(path)).is_relative_to(PrivateStorage().location):
            raise Http404
        file = storage.open(path)
    except (OSError, ValueError, SuspiciousFileOperation) as missing:
        raise Http404 from missing
    shown = SHOWN.get(Path(path).suffix.lower())
    response = FileResponse(
        file, as_attachment=shown is None, content_type=shown or "application/octet-stream"
    )
    response["Cache-Control"] = FOR_EVER  # names are never used twice
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component, for looking at and for testing. Not in production."""
    if settings.PRODUCTION:
        raise Http404
    return render(request, "themes/styleguide.html", samples(request))
