"""Which host a team may claim, and how one is written for people."""

from __future__ import annotations

import re
from ipaddress import ip_address

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from addresses.asking import LABEL
from tenants.hosts import is_ours
from tenants.names import normalise_host

LONGEST = 253 - len(f"{LABEL}.")  # characters: the name beside it must be one too
# Names that mean nothing outside of a house, and that no certificate can be had for (RFC 6761, 6762, 7686).
_NOWHERE = frozenset({"arpa", "home", "internal", "invalid", "lan", "local", "localhost", "onion"})
_SCHEME = re.compile(r"^[a-z]+://", re.IGNORECASE)


def tidy(typed: str) -> str:
    """The host in what somebody typed or copied from a browser, normalised; empty where there is none."""
    return normalise_host(re.split(r"[/?#]", _SCHEME.sub("", typed.strip()), maxsplit=1)[0])


def check_host(host: str) -> None:
    """ValidationError, in words, for what is no host that a site could be given."""
    if not host or len(host) > LONGEST:
        raise ValidationError(_("This is no domain name: write it as participate.my-town.org."))
    if _is_address(host):
        raise ValidationError(_("This is the address of a machine: a site needs a name."))
    if is_ours(host):
        raise ValidationError(_("The names below the platform’s own are the platform’s."))
    if "." not in host or host.rpartition(".")[2] in _NOWHERE:
        raise ValidationError(_("This name cannot be reached from the Internet."))


def readable(host: str) -> str:
    """The host with its accents, where it has any: what people read, never what is compared."""
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return host.rpartition(".")[2].isdigit()
    return True
