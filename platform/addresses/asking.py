"""What the DNS says of a host: whose it is, and whether it leads to the platform."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import dns.exception
import dns.nameserver
import dns.resolver
from django.conf import settings

from tenants.hosts import is_ours
from tenants.names import normalise_host

LABEL = "_citoyens-en-communs"  # beside the host: a name that is a CNAME may hold nothing else
SAYS = "citoyens-en-communs="  # what our texts begin with, among those of others
PATIENCE = 2.0  # seconds for one question


class NoAnswer(Exception):
    """Nobody who should know said yes or no: nothing can be concluded from it."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What one look at the DNS found. `tokens`: all of our texts beside the host, whoever's.

    `addresses`: where the host leads, in order; `is_pointed`: whether that is the platform, and nowhere else.
    """

    tokens: frozenset[str] = frozenset()
    addresses: tuple[str, ...] = ()
    is_pointed: bool = False


def look(host: str) -> Seen:
    """Ask the DNS about a host, three to five questions; NoAnswer where one of them stays open."""
    asked = _resolver()
    texts = _ask(asked, f"{LABEL}.{host}", "TXT")
    answers = [answer for kind in ("A", "AAAA") if (answer := _ask(asked, host, kind))]
    found = frozenset(str(row.address) for answer in answers for row in answer)
    names = {name for answer in answers for name in _aliases(answer)}
    is_pointed = bool(found) and (any(map(is_ours, names)) or found <= _our_addresses(asked))
    return Seen(
        tokens=frozenset(_tokens(texts)), addresses=tuple(sorted(found)), is_pointed=is_pointed
    )


def _tokens(texts: dns.resolver.Answer | None) -> Iterator[str]:
    for row in texts or ():
        said = b"".join(row.strings).decode("ascii", "replace").strip()
        if said.startswith(SAYS):
            yield said.removeprefix(SAYS)


def _aliases(answer: dns.resolver.Answer) -> Iterator[str]:
    """The names that a host's CNAMEs lead through."""
    for records in answer.chaining_result.cnames:
        for row in records:
            yield normalise_host(row.target.to_text())


def _our_addresses(asked: dns.resolver.Resolver) -> frozenset[str]:
    if settings.PLATFORM_ADDRESSES:
        return frozenset(settings.PLATFORM_ADDRESSES)
    answers = [_ask(asked, settings.PLATFORM_HOSTS[0], kind) for kind in ("A", "AAAA")]
    return frozenset(str(row.address) for answer in answers for row in answer or ())


def _ask(asked: dns.resolver.Resolver, name: str, kind: str) -> dns.resolver.Answer | None:
    """The answer, None where the DNS says that there is none; NoAnswer where it says nothing."""
    try:
        return asked.resolve(f"{name}.", kind, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return None
    except dns.exception.DNSException as silence:
        raise NoAnswer(f"{name} {kind}") from silence


def _resolver() -> dns.resolver.Resolver:
    """One that remembers nothing, so that whoever mends a domain need not wait for us."""
    asked = dns.resolver.Resolver(configure=not settings.DNS_SERVERS)
    if settings.DNS_SERVERS:
        asked.nameservers = [dns.nameserver.Do53Nameserver(*one) for one in settings.DNS_SERVERS]
    asked.lifetime = PATIENCE
    return asked
