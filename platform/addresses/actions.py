"""What a team does with its site's addresses: claims a host, has it checked, leads with it, lets it go."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Ability
from addresses.asking import NoAnswer, look
from addresses.hosts import check_host, readable
from addresses.settling import settle
from audit.actions import record
from tenants import claims, life
from tenants.current import get_tenant
from tenants.models import Claim, Tenant

MOST = 5  # claims of one site: each is looked up every day
APART = timedelta(seconds=15)  # between two checks of one claim that people ask for


class TooSoon(Exception):
    """It was checked a moment ago: the DNS says the same."""


class NotServed(Exception):
    """Only an address that opens the site can be its main one."""


def claim(host: str, *, by: User) -> Claim:
    """Ask for a normalised host; ValidationError, in words, for one that cannot be asked for.

    Nothing is said of other sites that ask for it, nor of one that has it: only the DNS's owner learns that.
    """
    _check_may(by)
    check_host(host)
    with transaction.atomic(using="platform"):
        tenant = Tenant.objects.select_for_update().get(pk=get_tenant().pk)
        if tenant.claims.filter(host=host).exists() or tenant.domains.filter(domain=host).exists():
            raise ValidationError(_("This address is already in your list."))
        if tenant.claims.count() >= MOST:
            words = _("A site has at most %(most)d addresses of its own: let one go first.")
            raise ValidationError(words % {"most": MOST})
        claimed = Claim.objects.create(tenant=tenant, host=host, token=secrets.token_urlsafe(24))
        _tell("claimed", _("asked for the address %(host)s, still to be proven"), claimed, by)
    return claimed


def check(claim: Claim, *, by: User) -> Claim | None:
    """Look the claim up in the DNS now; as it is then, None where it was let go meanwhile.

    TooSoon where it was looked up a moment ago.
    """
    _check_may(by)
    recent = timezone.now() - APART
    mine = Claim.objects.filter(Q(checked_at=None) | Q(checked_at__lt=recent), pk=claim.pk)
    if not mine.update(checked_at=timezone.now()):  # of two at the same moment, one changes the row
        raise TooSoon
    return look_up(claim, by=by)


def look_up(claim: Claim, *, by: User | None = None) -> Claim | None:
    """Ask the DNS, outside of any transaction, then settle what follows from its answer."""
    try:
        seen = look(claim.host)
    except NoAnswer:
        seen = None
    return settle(claim, seen, by=by)


def choose(claim: Claim | None, *, by: User) -> None:
    """Make a served address the main one (None: the site's own, below the platform's); NotServed otherwise."""
    _check_may(by)
    with transaction.atomic(using="platform"):
        tenant = Tenant.objects.select_for_update().get(pk=get_tenant().pk)
        held = tenant.claims.filter(pk=claim.pk).first() if claim else None
        if claim is not None and (held is None or not held.is_served):
            raise NotServed
        claims.choose(tenant, held)
        host = held.host if held else claims.own_host(tenant)
        said = _("made %(host)s the main address of the site") % {"host": readable(host)}
        record("address.chosen", said, by=by)
        life.note(tenant, "address.chosen", said, actor=str(by))


def release(claim: Claim, *, by: User) -> None:
    """Let a host go: it opens nothing any more, and claiming it again begins with another token."""
    _check_may(by)
    with transaction.atomic(using="platform"):
        held = Claim.objects.select_for_update().filter(pk=claim.pk).first()
        if held is not None:
            _tell("released", _("let the address %(host)s go"), held, by)
            claims.release(held)


def _check_may(by: User) -> None:
    if not by.may(Ability.MANAGE_SITE):
        raise PermissionDenied


def _tell(verb: str, sentence: str, claim: Claim, by: User) -> None:
    said = sentence % {"host": readable(claim.host)}
    record(f"address.{verb}", said, by=by, about=claim.pk)
    life.note(claim.tenant, f"address.{verb}", said, actor=str(by))
