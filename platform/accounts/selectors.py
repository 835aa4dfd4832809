"""Finding people."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.http import Http404

from accounts.models import User
from accounts.roles import Ability


def person_at(email: str) -> User | None:
    """Whoever has an account at this address, in any case of letters."""
    people = User.objects.alias(address=Lower("email"))
    return people.filter(address=email.strip().lower()).first()


def staff_members() -> QuerySet[User]:
    """Everyone with a role, closed accounts included, by name."""
    return User.objects.exclude(roles=[]).order_by("-is_active", "display_name", "email")


def working() -> QuerySet[User]:
    """Those who take a place in the team: with a role, and an account that is open."""
    return staff_members().filter(is_active=True)


def able(ability: Ability) -> list[User]:
    """Those of the team who may do this, by name; one statement."""
    return [person for person in working() if person.may(ability)]


def get_staff_member_for(user: User, person: UUID) -> User:
    """A team member that `user` may manage; Http404 otherwise."""
    found = staff_members().filter(pk=person).first() if user.may(Ability.MANAGE_SITE) else None
    if found is None:
        raise Http404
    return found
