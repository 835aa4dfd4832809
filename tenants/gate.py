"""What a site in each state lets through: one place for pages, forms and the API.

The database refuses the writes of a read-only tenant whatever the code does (`tenants.door`); this is
where people are told so, before they type, and where a suspended or closed site answers for itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from tenants.current import is_looking, may_write, peek_tenant, was_refused, writing_anyway
from tenants.http import is_for_programs, problem
from tenants.models import Tenant

SAFE = {"GET", "HEAD", "OPTIONS"}
State = Tenant.State
type View = Callable[..., HttpResponseBase]


def kept_open(view: View) -> View:
    """A page that a suspended site still owes people, and a read-only one too: it may write there.

    Signing in and out, one's own data, leaving, the contract, the copy of all data. Nothing else.
    """
    return _opened(view, {State.READ_ONLY, State.SUSPENDED})


def still_taken(view: View) -> View:
    """A form that a read-only site still takes: what the law asks of whoever shows texts to the public.

    Reporting a text, deciding about it, taking one's own back.
    """
    return _opened(view, {State.READ_ONLY})


def ends_a_visit(view: View) -> View:
    """The one form that whoever only looks may send: to stop looking. It writes nothing of the tenant's."""
    view.ends_a_visit = True  # type: ignore[attr-defined]
    return view


def _opened(view: View, states: set[State]) -> View:
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with writing_anyway():
            return view(request, *args, **kwargs)

    opened.open_when = states  # type: ignore[attr-defined]
    return opened


class GateMiddleware:
    """Stands behind everything that may stop a request, before the views."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        tenant = peek_tenant()
        if tenant is None:
            return None
        if tenant.is_closed:
            return told(request, tenant, 410)
        is_open = tenant.state in getattr(view, "open_when", ())
        if tenant.is_suspended and not (is_open or is_looking()):
            return told(request, tenant, 503)
        if request.method in SAFE or may_write() or getattr(view, "ends_a_visit", False):
            return None
        if is_looking() or not is_open:
            return told(request, tenant, 403)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page that would write while it is read: the database refused, nothing was changed."""
        tenant = peek_tenant()
        if tenant is None or not was_refused(error):
            return None
        return told(request, tenant, 403)


def told(request: HttpRequest, tenant: Tenant, status: int) -> HttpResponse:
    """Why the site does not do it, as a page or as the API's problem details."""
    title, text = _words(tenant, status)
    if is_for_programs(request):
        return problem(title, text, status)
    context = {
        "heading": title,
        "text": text,
        "looking": is_looking(),
        "code": status,
        "state": tenant.state,
    }
    return render(request, "tenants/state.html", context, status=status)


def _words(tenant: Tenant, status: int) -> tuple[str, str]:
    if status == 410:
        return _("This site is closed"), _("Its contents are no longer published here.")
    if status == 503:
        return _("This site is suspended"), _("It will be back once its team has settled it.")
    if is_looking():
        return _("You are only looking"), _("An operator’s visit changes nothing on a site.")
    return (
        _("This site can be read, not changed"),
        _(
            "Everything stays readable, but nothing new is taken for now. What you sent was not kept."
        ),
    )
