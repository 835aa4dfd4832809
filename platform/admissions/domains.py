"""Domains of addresses: `example.org` stands for itself, `*.example.org` for itself and all under it."""

from __future__ import annotations

import re

LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
UNDER = "*."


class NoDomain(ValueError):
    """What was typed is no domain that anybody could have an address in."""


def read_domain(typed: str) -> str:
    """A domain as it is kept, from what somebody typed ("@Lycée.example" too); NoDomain."""
    plain = typed.strip().lower().lstrip("@")
    under, name = (UNDER, plain[2:]) if plain.startswith(UNDER) else ("", plain)
    try:
        name = name.encode("idna").decode()
    except UnicodeError as wrong:
        raise NoDomain(typed) from wrong
    labels = name.split(".")
    whole = len(labels) > 1 and all(LABEL.fullmatch(label) for label in labels)
    if not whole or len(name) > 200 or labels[-1].isdigit():
        raise NoDomain(typed)
    return f"{under}{name}"


def domains_of(address: str) -> list[str]:
    """Every way in which a list of domains may name that of an address; none for what is no address."""
    _name, _at, typed = address.strip().lower().rpartition("@")
    try:
        domain = read_domain(typed)
    except NoDomain:
        return []
    labels = domain.split(".")
    above = [".".join(labels[place:]) for place in range(len(labels) - 1)]
    return [domain, *(f"{UNDER}{one}" for one in above)]
