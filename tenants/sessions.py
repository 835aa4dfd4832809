"""Django's sessions in the database, which also a read-only site keeps: people still sign in and out."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession

from tenants.current import writing_anyway


class SessionStore(db.SessionStore):
    """Rows of the current tenant's `django_session`, or of the public schema's without a tenant."""

    def save(self, must_create: bool = False) -> None:
        with writing_anyway():
            super().save(must_create=must_create)

    def delete(self, session_key: str | None = None) -> None:
        with writing_anyway():
            super().delete(session_key)

    @classmethod
    def get_model_class(cls) -> type[AbstractBaseSession]:
        return db.SessionStore.get_model_class()

    @classmethod
    def clear_expired(cls, *args: Any) -> None:
        with writing_anyway():
            super().clear_expired()
