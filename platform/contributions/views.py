"""One's own contributions; receipts, which are private: neither kept by caches nor found by search engines."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import get_or_post, members_only, person_of, posted
from accounts.models import User
from consultations.selectors import consultations_followed_by
from contributions import actions, receipts
from contributions.attachments import get_attachment_for, open_file
from contributions.forms import CodeForm
from contributions.models import Attachment, Contribution
from contributions.selectors import (
    drafts_of,
    followed_by,
    get_own_text_for,
    supported_by,
    texts_of,
)
from contributions.thanks import take_thanks
from contributions.throttle import WRONG_CODES
from tenants.gate import still_taken

type View = Callable[..., HttpResponse]

PAGE = 20
NOT_FOUND, TOO_MANY = 404, 429


def private(view: View) -> View:
    """Only for whoever holds the address: kept nowhere, listed nowhere, told to no other site."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"
        return response

    return guarded


@private
@get_or_post
def find(request: HttpRequest) -> HttpResponse:
    """Type a receipt's code."""
    form = CodeForm(posted(request))
    if form.is_valid() and not WRONG_CODES.is_reached(request):
        if receipts.find(form.cleaned_data["code"]):
            return redirect("receipts:show", form.cleaned_data["code"])
        WRONG_CODES.count(request)
        form.add_error("code", _("No contribution has this code. Read it again, letter by letter."))
    return _ask(request, form)


@private
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """What became of the contribution whose receipt has this code."""
    text = _at(request, code)
    if text is None:
        return _not_there(request, code)
    module = text.phase.module
    context = {"text": text, "code": code, "reply": module.reply(text.pk) if module else ""}
    return render(request, "contributions/receipt.html", context)


@still_taken
@private
@get_or_post
def withdraw_by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Take a text back without an account: the code is the proof."""
    text = _at(request, code)
    if text is None:
        return _not_there(request, code)
    if request.method == "POST":
        _take_back(request, text, by=None)
        return redirect("receipts:show", code)
    return render(request, "contributions/withdraw.html", {"text": text, "code": code})


@private
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Thanks, with the code: shown once."""
    found = take_thanks(request)
    if found is None:
        is_member = isinstance(request.user, User)
        return redirect("contributions:mine" if is_member else "receipts:find")
    return render(request, "contributions/thanks.html", {"text": found.text, "code": found.code})


@never_cache
@require_safe
@members_only
def mine(request: HttpRequest) -> HttpResponse:
    """Everything one wrote, began and supports."""
    user = person_of(request)
    context = {
        "page": Paginator(texts_of(user), PAGE).get_page(request.GET.get("page")),
        "drafts": drafts_of(user)[:PAGE],
        "supported": supported_by(user)[: 2 * PAGE],
        "followed": followed_by(user)[: 2 * PAGE],
        "consultations": consultations_followed_by(user)[: 2 * PAGE],
    }
    return render(request, "contributions/mine.html", context)


@still_taken
@never_cache
@get_or_post
@members_only
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take one's own text back, or delete a draft."""
    user = person_of(request)
    text = get_own_text_for(user, pk)
    if request.method != "POST":
        return render(request, "contributions/withdraw.html", {"text": text})
    if text.is_draft:
        actions.discard(text, by=user)
        messages.success(request, _("The draft is deleted."))
    else:
        _take_back(request, text, by=user)
    return redirect("contributions:mine")


@require_safe
def attachment(request: HttpRequest, attachment: UUID, width: int = 0) -> FileResponse:
    """A picture beside a text, or a file to download: for those who may read the text."""
    found = get_attachment_for(request.user, attachment)
    is_file = found.kind == Attachment.Kind.FILE
    response = FileResponse(
        open_file(found, width),
        as_attachment=is_file,
        filename=f"{slugify(found.title) or 'document'}.pdf" if is_file else "",
        content_type="application/pdf" if is_file else "image/webp",
    )
    response["Cache-Control"] = "private, max-age=60"  # hidden with its text, a minute later
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _take_back(request: HttpRequest, text: Contribution, *, by: User | None) -> None:
    if actions.withdraw(text, by=by):
        messages.success(request, _("Your contribution is withdrawn: nobody sees it any more."))
    else:
        messages.error(request, _("This contribution can no longer be withdrawn."))


def _at(request: HttpRequest, code: str) -> Contribution | None:
    """The text at a code, for a connection that has not guessed too often."""
    return None if WRONG_CODES.is_reached(request) else receipts.find(code)


def _not_there(request: HttpRequest, code: str) -> HttpResponse:
    form = CodeForm({"code": code[:50]})
    if form.is_valid() and not WRONG_CODES.is_reached(request):
        form.add_error("code", _("No contribution has this code. Read it again, letter by letter."))
    WRONG_CODES.count(request)
    return _ask(request, form, status=NOT_FOUND)


def _ask(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    if WRONG_CODES.is_reached(request) and form.is_bound:
        form.add_error(None, _("Too many wrong codes from your connection. Try again in an hour."))
        status = TOO_MANY
    return render(request, "contributions/find.html", {"form": form}, status=status)
