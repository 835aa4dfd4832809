"""Colours, logo, shapes, and the name that mails come from."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from accounts.access import get_or_post, posted
from consultations.manage.common import administrators_only
from showcase import actions
from showcase.forms import IdentityForm
from showcase.manage.common import keep, show


@get_or_post
@administrators_only
def identity(request: HttpRequest) -> HttpResponse:
    """Read and change the look; while one types, `trying` shows what comes of it."""
    look = actions.look_in_hand()
    form = IdentityForm(posted(request), request.FILES or None, instance=look)
    if form.is_valid():
        return keep(request, form, "showcase:look")
    return show(request, "look", form=form)
