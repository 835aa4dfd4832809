"""The page that reads texts of the team: sent by a form as it stands, or pasted into the page itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import Truncator
from django.views.decorators.cache import never_cache

from accounts.access import get_or_post, staff_only
from accounts.roles import Ability
from wording import reading

FIELDS = 30  # texts read at once
PASTED = "texte"


@never_cache
@get_or_post
@staff_only(Ability.ANSWER)  # whoever writes in public
def read(request: HttpRequest) -> HttpResponse:
    """Hints on the fields that `relire` names. Nothing is kept; `part` asks for the hints alone."""
    names = request.POST.getlist("relire")[:FIELDS]
    texts = [request.POST.get(name, "")[: reading.MOST].strip() for name in names]
    if "part" in request.POST:
        found = reading.read(texts[0]) if texts else None
        return render(request, "wording/hints.html", {"reading": found})
    context = {
        "pasted": request.POST.get(PASTED, "")[: reading.MOST] if names == [PASTED] else "",
        "read": [(Truncator(text).words(9), reading.read(text)) for text in texts if text],
        "asked": bool(names),
        "field": PASTED,
        "most": reading.MOST,
    }
    return render(request, "wording/read.html", context)
