"""What the workspace's pages share: who may open them, the consultation they stand on, its tabs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib import messages
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import person_of, staff_only
from accounts.roles import Ability
from consultations.actions import InUse
from consultations.models import Consultation
from consultations.selectors import get_consultation_for
from languages.offered import others

managers_only = staff_only(Ability.MANAGE_CONSULTATIONS)
team_only = staff_only(Ability.ENTER_WORKSPACE)
administrators_only = staff_only(Ability.MANAGE_SITE)


def on_a_consultation[**P](
    view: Callable[Concatenate[HttpRequest, Consultation, P], HttpResponse],
) -> Callable[..., HttpResponseBase]:
    """For managers: the view gets the consultation itself. A closed one is read, not changed."""

    @managers_only
    @wraps(view)
    def found(
        request: HttpRequest, consultation: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        one = get_consultation_for(request.user, consultation)
        if request.method == "POST" and one.state == Consultation.State.CLOSED:
            messages.error(
                request, _("This consultation is closed: nothing in it changes any more.")
            )
            return redirect("workspace:consultation", one.slug)
        return view(request, one, *args, **kwargs)

    return found


def say_in_use(request: HttpRequest, _in_use: InUse, to: str) -> HttpResponseRedirect:
    """Tell that something stays because people's words depend on it."""
    messages.error(request, _("People wrote something there: it cannot be removed."))
    return HttpResponseRedirect(to)


def frame(request: HttpRequest, consultation: Consultation) -> dict[str, Any]:
    """What the head of each of a consultation's pages needs."""
    return {
        "consultation": consultation,
        "tabs": _tabs(request, consultation),
        "is_closed": consultation.state == Consultation.State.CLOSED,
    }


def _tabs(request: HttpRequest, consultation: Consultation) -> list[dict[str, str]]:
    if not person_of(request).may(Ability.MANAGE_CONSULTATIONS):
        return []
    pages = {
        "workspace:consultation": _("Overview"),
        "workspace:edit": _("Texts"),
        "workspace:phases": _("Stages"),
        "workspace:themes": _("Themes"),
        "workspace:partners": _("Partners"),
        "workspace:documents": _("Documents"),
        "admissions:index": _("Who it is for"),
        "statuses:index": _("Statuses"),
        **({"workspace:translations": _("Translations")} if others() else {}),
        "workspace:journal": _("Journal"),
    }
    tabs = []
    for name, label in pages.items():
        more = others()[:1] if name == "workspace:translations" else ()
        url = reverse(name, args=[consultation.slug, *more])
        below = name != "workspace:consultation" and request.path.startswith(url)
        current = "page" if request.path == url else "true" if below else ""
        tabs.append({"label": label, "url": url, "current": current})
    return tabs
