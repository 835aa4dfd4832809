"""The people of one tenant. Each collectivity is its own data controller: nobody is shared."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.roles import Ability, Role, abilities_of
from tenants.current import get_tenant
from tenants.ids import uuid7


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, **fields: Any) -> User:
        """Somebody who signs in by a code sent to `email` (compared without case); no password."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody with an account on one tenant's site: a citizen, or staff by their roles."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254)
    display_name = models.CharField(
        _("display name"), max_length=60, blank=True, help_text=_("Shown beside what you write.")
    )
    roles = ArrayField(
        models.CharField(max_length=20, choices=Role.choices), default=list, blank=True
    )
    language = models.CharField(
        _("language"), max_length=10, blank=True, help_text=_("Of the mails you receive.")
    )
    is_active = models.BooleanField(default=True)
    blocked_until = models.DateTimeField(
        null=True, help_text="Takes no part until then; the moderators' room says why"
    )
    terms_accepted_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="one_user_an_email")]

    def __str__(self) -> str:
        return self.display_name or str(_("Somebody"))

    def get_full_name(self) -> str:
        return str(self)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's seal on a session, made with the tenant too: a copied row opens no other site."""
        salt = f"accounts.User.session:{get_tenant().id.hex}"
        return salted_hmac(salt, self.password, secret=secret, algorithm="sha256").hexdigest()

    @property
    def role_names(self) -> list[str]:
        """The roles in words, in the order of `Role`."""
        return [str(role.label) for role in Role if role in self.roles]

    @property
    def is_welcome(self) -> bool:
        """Whether the first sign-in was finished: a name chosen, the terms accepted."""
        return self.terms_accepted_at is not None and bool(self.display_name)

    @property
    def is_blocked(self) -> bool:
        """Whether moderators keep this person from taking part now; it ends by itself."""
        return self.blocked_until is not None and self.blocked_until > timezone.now()

    @cached_property
    def abilities(self) -> frozenset[Ability]:
        """What this person may do as staff; computed once a request."""
        return abilities_of(self.roles) if self.is_active else frozenset()

    def may(self, ability: Ability) -> bool:
        return ability in self.abilities

    @property
    def is_staff(self) -> bool:
        """Whether the staff workspace opens for this person."""
        return self.may(Ability.ENTER_WORKSPACE)
