"""What happens to people's accounts."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import terms
from accounts.models import User
from accounts.roles import Ability, Role
from accounts.selectors import person_at
from accounts.tasks import send_invitation
from audit.actions import record
from languages.offered import current
from tenants import limits


class LastAdministrator(Exception):
    """Nobody could look after the site any more."""


class TeamFull(Exception):
    """The contract allows no more people in the team; `limit` is how many."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


def account_for(email: str) -> User:
    """The account of an address, made where there is none; nobody is signed in by that."""
    found = person_at(email)
    if found:
        return found
    try:
        with transaction.atomic():
            return User.objects.create_user(email)
    except IntegrityError:  # made by somebody else in between
        return User.objects.get(email=email.strip().lower())


@transaction.atomic
def welcome(user: User, *, display_name: str) -> None:
    """The first sign-in: a name, the terms accepted, and "15 or older" declared with them.

    Mails will be in the language of the page where that was done.
    """
    user.display_name = display_name
    user.language = current()
    user.terms_accepted_at = timezone.now()
    user.save(update_fields=["display_name", "language", "terms_accepted_at"])
    terms.accept(user)


@transaction.atomic
def accept_terms(user: User) -> None:
    """Somebody who has an account accepts a new version of the terms."""
    terms.accept(user)


def change_profile(user: User, *, display_name: str, language: str | None = None) -> None:
    """A person's own choices; no language is no change. Texts keep the name they were signed with."""
    user.display_name = display_name
    user.language = language or user.language
    user.save(update_fields=["display_name", "language"])


@transaction.atomic
def invite(email: str, roles: Iterable[str], *, by: User) -> User:
    """Give somebody roles, with or without an account yet, and tell them; TeamFull past the contract."""
    _check(by)
    person = account_for(email)
    if not _is_in_team(person):
        _check_room()
    person.roles = _in_order({*person.roles, *roles})
    person.is_active = True
    person.save(update_fields=["roles", "is_active"])
    sentence = _("invited %(person)s into the team: %(roles)s")
    record("person.invited", sentence % _named(person), by=by, about=person.pk)
    send_invitation.defer(user_id=str(person.pk), inviter=str(by))
    return person


@transaction.atomic
def change_roles(person: User, roles: Iterable[str], *, by: User) -> None:
    """Set a team member's roles; without any they are a citizen again. LastAdministrator where it is."""
    _check(by)
    person = User.objects.select_for_update().get(pk=person.pk)
    chosen = _in_order(set(roles))
    if Role.ADMINISTRATOR not in chosen:
        _check_another_administrator(person)
    person.roles = chosen
    person.save(update_fields=["roles"])
    if chosen:
        sentence = _("changed the roles of %(person)s: %(roles)s")
    else:
        sentence = _("took %(person)s out of the team")
    record("person.roles_changed", sentence % _named(person), by=by, about=person.pk)


@transaction.atomic
def deactivate(person: User, *, by: User) -> None:
    """Close somebody's account at once, their open sessions included. LastAdministrator where it is."""
    _check(by)
    _check_another_administrator(person)
    _set_active(person, False)
    sentence = _("closed the account of %(person)s")
    record("person.deactivated", sentence % _named(person), by=by, about=person.pk)


@transaction.atomic
def reactivate(person: User, *, by: User) -> None:
    """Open a closed account again; TeamFull past the contract."""
    _check(by)
    _check_room()
    _set_active(person, True)
    sentence = _("opened the account of %(person)s again")
    record("person.reactivated", sentence % _named(person), by=by, about=person.pk)


def _check(by: User) -> None:
    if not by.may(Ability.MANAGE_SITE):
        raise PermissionDenied


def _is_in_team(person: User) -> bool:
    return person.is_active and bool(person.roles)


def _check_room() -> None:
    use = limits.use_of(limits.STAFF)
    if use.is_full and use.limit is not None:
        raise TeamFull(use.limit)


def _check_another_administrator(person: User) -> None:
    """Two administrators who take each other out wait for one another here: one of them stays."""
    administrators = User.objects.filter(roles__contains=[Role.ADMINISTRATOR], is_active=True)
    held = {found.pk for found in administrators.order_by("pk").select_for_update()}
    if held <= {person.pk}:
        raise LastAdministrator


def _set_active(person: User, active: bool) -> None:
    person.is_active = active
    person.save(update_fields=["is_active"])


def _in_order(roles: set[str]) -> list[str]:
    return [str(role) for role in Role if role in roles]


def _named(person: User) -> dict[str, str]:
    return {"person": person.display_name or person.email, "roles": ", ".join(person.role_names)}
