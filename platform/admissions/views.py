"""Getting in: by a code, by the link of an invitation. Private pages: nothing of them is kept or listed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import get_or_post, posted, with_next
from accounts.models import User
from accounts.throttle import Limit
from admissions import actions
from admissions.forms import EnterForm
from admissions.selectors import get_invitation_by
from contributions.views import private
from notifications.choices import masked

WRONG_CODES = Limit(name="wrong-access-codes", most=20)
TOO_MANY = 429


@private
@get_or_post
def enter(request: HttpRequest) -> HttpResponse:
    """Type an access code. Without an account one signs in first, and comes back with the code."""
    form = EnterForm(posted(request), initial={"code": request.GET.get("code", "")[:40]})
    if not form.is_valid():
        return render(request, "admissions/enter.html", {"form": form})
    if not isinstance(request.user, User):
        page = f"{reverse('admissions:enter')}?code={form.cleaned_data['code']}"
        return redirect(with_next(reverse("accounts:sign_in"), page))
    if WRONG_CODES.is_reached(request):
        words = _("Too many wrong codes came from this connection. Please try again in an hour.")
        form.add_error(None, words)
        return render(request, "admissions/enter.html", {"form": form}, status=TOO_MANY)
    return _enter(request, form, request.user)


def _enter(request: HttpRequest, form: EnterForm, person: User) -> HttpResponse:
    try:
        consultation = actions.use_code(form.cleaned_data["code"], by=person)
    except actions.Unknown:
        WRONG_CODES.count(request)
        words = _(
            "This code opens nothing, or somebody used it already. Read it again, letter by letter."
        )
        form.add_error("code", words)
        return render(request, "admissions/enter.html", {"form": form})
    if not consultation.is_public:
        messages.success(request, _("Your code is taken. The consultation opens later: come back."))
        return redirect("home")
    messages.success(request, _("You are admitted: welcome."))
    return redirect(consultation)


@private
@require_safe
def invited(request: HttpRequest, invite: str) -> HttpResponse:
    """The link of an invitation: to the consultation for whoever signed in with that address."""
    invitation = get_invitation_by(invite)
    consultation = invitation.consultation
    is_theirs = isinstance(request.user, User) and request.user.email == invitation.email
    if is_theirs or not consultation.is_restricted:
        return redirect(consultation)
    context = {
        "consultation": consultation,
        "address": masked(invitation.email),
        "sign_in_url": with_next(reverse("accounts:sign_in"), request.path),
    }
    return render(request, "admissions/invited.html", context)
