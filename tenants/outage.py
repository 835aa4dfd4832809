"""While the database does not answer: a calm page, and when to come back. Nothing in it asks the database."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views import defaults

from tenants.http import is_for_programs, problem

RETRY_AFTER = 20  # seconds


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500: 503 where the database is away, has no connection left or gave up; else 500.

    Such a fault passes by itself: a restarted server, a crowd, a table held for a moment. What was being
    written was not kept, as in every error.
    """
    if not isinstance(sys.exception(), OperationalError | InterfaceError):
        return defaults.server_error(request)
    response = _told(request)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    add_never_cache_headers(response)
    return response


def _told(request: HttpRequest) -> HttpResponse:
    if is_for_programs(request):
        detail = _("The data cannot be reached for now: ask again after the time of Retry-After.")
        return problem(_("Back in a moment"), detail, 503)
    again = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
    page = loader.get_template("503.html")
    return HttpResponse(page.render({"again": again}), status=503)
