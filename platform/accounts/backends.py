"""Which sessions are those of a tenant's people."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from accounts.models import User
from tenants.current import peek_tenant


class PersonBackend(AuthenticationBackend):
    """People of a tenant, who sign in by a code: nobody by a password, and nobody on the platform's host."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        """No password opens anything here."""

    def get_user(self, user_id: UUID) -> User | None:
        """The active person of this session; None on the platform's host, without asking any database."""
        if peek_tenant() is None:
            return None
        return super().get_user(user_id)  # type: ignore[no-any-return]
