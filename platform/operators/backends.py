"""Which sessions are an operator's, and the first half of how an operator proves to be one.

A password, behind a throttle (`operators.throttle`); then a code (`operators.second_factor`), without
which there is no session.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from operators.models import Operator
from tenants.current import peek_tenant


class OperatorBackend:
    """Operators, on the platform's own host only: a tenant's site knows none of them."""

    def authenticate(
        self,
        request: HttpRequest | None,
        operator: str = "",
        password: str = "",
        **credentials: Any,
    ) -> Operator | None:
        """The active operator with this address and password, or None, after the same time either way."""
        if peek_tenant() is not None or not operator or not password:
            return None
        found = Operator.objects.filter(email=operator.strip().lower()).first()
        if found is None:
            Operator().set_password(
                password
            )  # as slow as a wrong password: an address is not told apart
            return None
        return found if found.check_password(password) and found.is_active else None

    def get_user(self, user_id: UUID) -> Operator | None:
        """The active operator of this session; None on every tenant's site."""
        if peek_tenant() is not None:
            return None
        known = Operator.objects.exclude(factor_seed="")
        return known.filter(pk=user_id, is_active=True).first()
