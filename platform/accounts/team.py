"""The pages where administrators look after the team."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions
from accounts.access import get_or_post, person_of, posted, staff_only
from accounts.forms import InvitationForm, RolesForm
from accounts.models import User
from accounts.roles import Ability, Role
from accounts.selectors import get_staff_member_for, staff_members
from tenants import limits

administrators_only = staff_only(Ability.MANAGE_SITE)


@require_http_methods(["GET", "HEAD"])
@administrators_only
def people(request: HttpRequest) -> HttpResponse:
    """Who is in the team, and as what."""
    return _page(request, InvitationForm())


@require_POST
@administrators_only
def invite(request: HttpRequest) -> HttpResponse:
    """Bring somebody into the team."""
    form = InvitationForm(request.POST)
    if form.is_valid():
        try:
            person = actions.invite(**form.cleaned_data, by=person_of(request))
        except actions.TeamFull as full:
            form.add_error(None, _full(full.limit))
        else:
            text = _("%(email)s is in the team. A mail tells them how to sign in.")
            messages.success(request, text % {"email": person.email})
            return redirect("accounts:people")
    return _page(request, form)


@get_or_post
@administrators_only
def person(request: HttpRequest, person: UUID) -> HttpResponse:
    """One member's roles."""
    member = get_staff_member_for(person_of(request), person)
    form = RolesForm(posted(request), person=member)
    if form.is_valid():
        try:
            actions.change_roles(member, form.cleaned_data["roles"], by=person_of(request))
        except actions.LastAdministrator:
            form.add_error("roles", _last())
        else:
            messages.success(
                request, _("The roles of %(person)s are saved.") % {"person": _name(member)}
            )
            return redirect("accounts:people")
    return render(request, "accounts/person.html", {"form": form, "person": member})


@require_POST
@administrators_only
def leave(request: HttpRequest, person: UUID) -> HttpResponse:
    """Take somebody out of the team: they stay a citizen of the site."""
    member = get_staff_member_for(person_of(request), person)
    try:
        actions.change_roles(member, [], by=person_of(request))
        messages.success(
            request, _("%(person)s is no longer in the team.") % {"person": _name(member)}
        )
    except actions.LastAdministrator:
        messages.error(request, _last())
    return redirect("accounts:people")


@require_POST
@administrators_only
def close(request: HttpRequest, person: UUID) -> HttpResponse:
    """Close somebody's account."""
    member = get_staff_member_for(person_of(request), person)
    try:
        actions.deactivate(member, by=person_of(request))
        messages.success(
            request, _("The account of %(person)s is closed.") % {"person": _name(member)}
        )
    except actions.LastAdministrator:
        messages.error(request, _last())
    return redirect("accounts:people")


@require_POST
@administrators_only
def reopen(request: HttpRequest, person: UUID) -> HttpResponse:
    """Open somebody's account again."""
    member = get_staff_member_for(person_of(request), person)
    try:
        actions.reactivate(member, by=person_of(request))
        messages.success(
            request, _("The account of %(person)s is open again.") % {"person": _name(member)}
        )
    except actions.TeamFull as full:
        messages.error(request, _full(full.limit))
    return redirect("accounts:people")


def _page(request: HttpRequest, form: InvitationForm) -> HttpResponse:
    members = list(staff_members())
    context = {
        "form": form,
        "members": members,
        "working": sum(member.is_active for member in members),
        "limit": limits.limit_of(limits.STAFF),
        "roles": Role,
    }
    return render(request, "accounts/people.html", context)


def _name(member: User) -> str:
    return member.display_name or member.email


def _last() -> str:
    return _("Somebody must look after the site: name another administrator first.")


def _full(limit: int) -> str:
    return ngettext(
        "Your plan allows one person in the team.",
        "Your plan allows %(limit)d people in the team, and all places are taken.",
        limit,
    ) % {"limit": limit}
