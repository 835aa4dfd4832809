"""The page where people choose how often they are told: signed in, or by the link of a mail."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts.access import get_or_post, members_only, posted
from accounts.models import User
from notifications import readers
from notifications.forms import ChoiceForm
from notifications.models import Reader, Topic
from tenants.gate import kept_open

ONE_CLICK = ("List-Unsubscribe", "One-Click")  # what RFC 8058 has the reader's program post


@kept_open
@never_cache
@get_or_post
@members_only
def mine(request: HttpRequest) -> HttpResponse:
    """One's own choice."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - the decorator saw to it
    reader = readers.reader_at(user.email)
    form = ChoiceForm(reader, posted(request))
    if form.is_valid():
        readers.choose(reader, **form.cleaned_data)
        messages.success(request, _("Your choice is kept."))
        return redirect("mails:mine")
    return render(request, "notifications/choices.html", {"form": form})


@kept_open
@never_cache
@csrf_exempt  # the link is the proof: no other site knows it, and a mail program has no cookie
@get_or_post
def by_link(request: HttpRequest, mail: str) -> HttpResponse:
    """The choice of whoever holds a mail's link, without signing in. Opening it changes nothing: machines
    open the links of mails. A POST without a form's fields is the one click of RFC 8058."""
    reader, topic = readers.get_reader_by(mail)
    name, value = ONE_CLICK
    if request.POST.get(name) == value:
        readers.leave(reader, topic)
        return _by_link(request, ChoiceForm(reader), reader, topic, done="left")
    form = ChoiceForm(reader, posted(request))
    if form.is_valid():
        readers.choose(reader, **form.cleaned_data)
        return _by_link(request, form, reader, topic, done="kept")
    return _by_link(request, form, reader, topic)


def _by_link(
    request: HttpRequest, form: ChoiceForm, reader: Reader, topic: Topic, done: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "address": masked(reader.address),
        "topic": topic,
        "done": done,
        "one_click": ONE_CLICK,
    }
    response = render(request, "notifications/choices.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


def masked(address: str) -> str:
    """An address that its owner recognises, and a stranger who was forwarded the mail does not learn."""
    name, _at, host = address.partition("@")
    return f"{name[:1]}…@{host}"
