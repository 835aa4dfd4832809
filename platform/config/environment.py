"""Typed readers of the environment: each says loudly what is missing."""

import os
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The value of `name`; without it and without a default, ImproperlyConfigured."""
    value = os.environ.get(name, default)
    if value is None or (value == "" and default is None):
        raise ImproperlyConfigured(f"Set the environment variable {name} (see README, 'Settings').")
    return value


def flag(name: str, default: bool = False) -> bool:
    """True for 1/true/yes/on, False for 0/false/no/off or the default; anything else is refused."""
    value = os.environ.get(name, "").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value:
        raise ImproperlyConfigured(f"{name} is a switch: write 1 or 0, not {value!r}.")
    return default


def number(name: str, default: int) -> int:
    """A whole number."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is a whole number, not {value!r}.") from None


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, without empty items."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def addresses(name: str) -> list[str]:
    """A comma-separated list of IP addresses, each in its shortest form."""
    try:
        return [str(ip_address(word)) for word in words(name)]
    except ValueError as wrong:
        raise ImproperlyConfigured(f"{name} lists IP addresses: {wrong}.") from None


def servers(name: str, port: int) -> list[tuple[str, int]]:
    """A comma-separated list of `address` or `address:port`, IPv6 in brackets; `port` where none is given."""
    found = []
    for word in words(name):
        try:
            parts = urlsplit(f"//{word}")
            found.append((str(ip_address(parts.hostname or "")), parts.port or port))
        except ValueError:
            raise ImproperlyConfigured(f"{name} lists IP addresses, not {word!r}.") from None
    return found


def folder(name: str, default: Path) -> Path:
    """A folder's path, absolute."""
    return Path(text(name, str(default))).expanduser().resolve()


def database(url: str) -> dict[str, Any]:
    """Django's connection settings from `postgresql://user:password@host:port/name?option=value`.

    A `host` option names a Unix socket's folder. Anything but PostgreSQL is refused.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("The database must be PostgreSQL: postgresql://user@host/name")
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or options.pop("password", "")),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
    }
