"""Everyone's right to a copy of their data, and to leave."""

from __future__ import annotations

import json

from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import get_or_post, members_only, person_of, posted
from privacy import actions
from privacy.collecting import everything_about
from privacy.forms import LeaveForm
from tenants.gate import kept_open


@kept_open
@never_cache
@require_safe
@members_only
def export(request: HttpRequest) -> HttpResponse:
    """One's own data, as a JSON file to keep."""
    data = everything_about(person_of(request))
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": f'attachment; filename="{_("my-data")}.json"'}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)


@kept_open
@never_cache
@get_or_post
@members_only
def leave(request: HttpRequest) -> HttpResponse:
    """Delete one's account."""
    user = person_of(request)
    form = LeaveForm(posted(request))
    if form.is_valid() and not user.roles:
        actions.leave(user, keep_texts=form.keep_texts)
        logout(request)
        return redirect("privacy:gone")
    return render(request, "privacy/leave.html", {"form": form})


@kept_open
@require_safe
def gone(request: HttpRequest) -> HttpResponse:
    """The account is deleted; whoever has one still is in the wrong place."""
    if request.user.is_authenticated:
        return redirect("accounts:profile")
    return render(request, "privacy/gone.html")
