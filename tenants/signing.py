"""Signed values that are worth nothing on another tenant's site."""

from datetime import timedelta
from typing import Any

from django.core import signing
from django.utils.crypto import salted_hmac

from tenants.current import get_tenant


def sign(value: Any, *, purpose: str) -> str:
    """A signed, URL-safe text of a JSON-able value, for the current tenant and this purpose only."""
    return signing.dumps(value, salt=_salt(purpose))


def unsign(text: str, *, purpose: str, max_age: timedelta | None = None) -> Any:
    """The value that `sign` was given; django.core.signing.BadSignature if forged, foreign or expired."""
    return signing.loads(text, salt=_salt(purpose), max_age=max_age)


def fingerprint(value: str, *, purpose: str) -> str:
    """A keyed SHA-256 of a secret, in hexadecimal: to look a code up without storing it.

    Codes given before a tenant was restored from an archive are found after it, on the same installation.
    """
    salt = f"{get_tenant().fingerprints_of.hex}:{purpose}"
    return salted_hmac(salt, value, algorithm="sha256").hexdigest()


def platform_fingerprint(value: str, *, purpose: str) -> str:
    """`fingerprint` for the public schema, where no tenant stands yet: worth nothing on any tenant's."""
    return salted_hmac(f"platform:{purpose}", value, algorithm="sha256").hexdigest()


def _salt(purpose: str) -> str:
    return f"{get_tenant().id.hex}:{purpose}"
