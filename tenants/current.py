"""Which tenant the code that runs now works for.

The tenant is held in a ContextVar: each thread and each async task has its own, and asgiref hands it
from one to the other. Nothing set means nothing may be read: `get_tenant` raises.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import get_urlconf, set_urlconf
from psycopg.errors import ReadOnlySqlTransaction

if TYPE_CHECKING:
    from tenants.models import Tenant

_current: ContextVar[Tenant | None] = ContextVar("tenant", default=None)
_looking: ContextVar[bool] = ContextVar("looking_only", default=False)
_anyway: ContextVar[bool] = ContextVar("writing_anyway", default=False)


class NoTenant(RuntimeError):
    """A tenant's data was asked for where no tenant is set. A bug: never answered with other rows."""


def get_tenant() -> Tenant:
    """The current tenant, or NoTenant."""
    tenant = _current.get()
    if tenant is None:
        raise NoTenant(
            "No tenant is set here: wrap the work in `with tenants.current.use(tenant):`."
        )
    return tenant


def peek_tenant() -> Tenant | None:
    """The current tenant, or None on the platform's own host."""
    return _current.get()


def enter(tenant: Tenant | None) -> Token[Tenant | None]:
    """Set the tenant; give the token back to `leave`. Prefer `use`."""
    return _current.set(tenant)


def leave(token: Token[Tenant | None]) -> None:
    """Undo the `enter` that gave this token."""
    _current.reset(token)


@contextmanager
def use(tenant: Tenant | None) -> Iterator[None]:
    """Work for `tenant` inside the block, then for whoever was current before.

    `reverse` gives the addresses of that tenant's site meanwhile: a job, a command and the public
    site's wizard name them in mails without any request on it.
    """
    token, addresses = enter(tenant), get_urlconf()
    set_urlconf(settings.TENANT_URLCONF if tenant else None)
    try:
        yield
    finally:
        set_urlconf(addresses)
        leave(token)


# --- Who may write ----------------------------------------------------------------------------------


def may_write() -> bool:
    """Whether the current tenant's rows may be changed here: asked by the door before each cursor.

    Whoever only looks writes nothing, not even what a frozen site owes people.
    """
    if _looking.get():
        return False
    return _anyway.get() or get_tenant().is_writable


def was_refused(error: Exception) -> bool:
    """Whether the database refused to write for a tenant that may not."""
    return isinstance(error.__cause__, ReadOnlySqlTransaction)


@contextmanager
def looking_only() -> Iterator[None]:
    """Change nothing inside the block, whatever the tenant's state: an operator who looks around."""
    token = _looking.set(True)
    try:
        yield
    finally:
        _looking.reset(token)


def is_looking() -> bool:
    """Whether this is an operator's visit, which changes nothing."""
    return _looking.get()


@contextmanager
def writing_anyway() -> Iterator[None]:
    """Write inside the block on a site that is read-only: sessions, the journal, leaving, the export.

    Each use is a decision about what a frozen site still owes people; everything else is refused. Begin
    it outside of a transaction: one that has read cannot become writable.
    """
    token = _anyway.set(True)
    try:
        yield
    finally:
        _anyway.reset(token)
