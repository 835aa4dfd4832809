"""The pages where people follow a consultation, signed in or by the link of a mail."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts.access import get_or_post, posted
from accounts.models import User
from accounts.throttle import Limit
from consultations import following
from consultations.forms import FollowForm
from consultations.models import Consultation
from consultations.selectors import get_public_for
from notifications.choices import masked
from notifications.readers import reader_at
from tenants.gate import kept_open

ASKED = Limit(name="follow", most=10)


@never_cache
@get_or_post
def follow(request: HttpRequest, consultation: str) -> HttpResponse:
    """What is told, and to whom: a button for members, a form for an address."""
    found = get_public_for(request.user, consultation)
    if isinstance(request.user, User):
        return _member(request, found, request.user)
    form = FollowForm(posted(request))
    asked = form.is_valid() and _ask(request, found, form)
    context = {"consultation": found, "form": form, "asked": asked}
    return render(request, "consultations/follow.html", context)


def _member(request: HttpRequest, consultation: Consultation, user: User) -> HttpResponse:
    reader = reader_at(user.email)
    if request.method == "POST":
        if request.POST.get("follow") == "no":
            following.unfollow(consultation, reader)
            messages.success(request, _("You no longer follow this consultation."))
        else:
            following.follow(consultation, reader)
            messages.success(request, _("You follow this consultation: you are told by mail."))
        return redirect(consultation)
    followed = following.is_followed(consultation, reader)
    context = {"consultation": consultation, "is_followed": followed, "is_known": True}
    return render(request, "consultations/follow.html", context)


def _ask(request: HttpRequest, consultation: Consultation, form: FollowForm) -> str:
    """Send the link; the address as it was typed, empty where this connection asked too often."""
    if ASKED.is_reached(request):
        form.add_error(None, _("Your connection asked for many mails: try again in an hour."))
        return ""
    ASKED.count(request)
    address: str = form.cleaned_data["address"]
    following.ask(consultation, address)
    return address


@kept_open
@never_cache
@csrf_exempt  # the link is the proof: no other site knows it
@get_or_post
def by_link(request: HttpRequest, consultation: str, following_link: str) -> HttpResponse:
    """Follow or stop without signing in. Opening it changes nothing: machines open the links of mails."""
    found, reader = following.get_by_link(consultation, following_link)
    done = request.method == "POST"
    if done and request.POST.get("follow") == "no":
        following.unfollow(found, reader)
    elif done:
        following.follow(found, reader)
    context = {
        "consultation": found,
        "is_followed": following.is_followed(found, reader),
        "is_known": True,
        "address": masked(reader.address),
        "done": done,
    }
    response = render(request, "consultations/follow.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
