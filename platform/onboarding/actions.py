"""What a sign-up does: it tells who, where and how, then opens a site, once."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from accounts.roles import Role
from audit.actions import record
from billing.actions import start_trial
from consultations import starters
from legal.actions import accept
from legal.models import Duties
from onboarding.addresses import is_taken
from onboarding.models import SignUp
from tenants import provisioning
from tenants.current import use
from tenants.hosts import forget, free_host
from tenants.models import Domain, Spare, Tenant
from themes.brand import get_branding
from themes.logos import Logo


class NotReady(Exception):
    """A step is missing: the address is not proved, or no site was asked for."""


class Taken(Exception):
    """Somebody else's site answers at this address since it was chosen."""


def tell_who(sign_up: SignUp | None, **who: Any) -> SignUp:
    """Begin a sign-up, or change who it is for. Another e-mail address must be proved anew."""
    sign_up = sign_up or SignUp()
    if who["email"] != sign_up.email:
        sign_up.email_verified_at = sign_up.code_sent_at = None
        sign_up.code_fingerprint = ""
    for name, value in who.items():
        setattr(sign_up, name, value)
    sign_up.save()
    return sign_up


def choose_address(sign_up: SignUp, slug: str) -> None:
    """Keep the address wished for. It is nobody's before the site is opened."""
    sign_up.slug = slug
    sign_up.save(update_fields=["slug"])


def choose_look(sign_up: SignUp, **look: Any) -> None:
    """Keep what was chosen among `colour`, `starter` and `logo` (None takes it away)."""
    for name, value in look.items():
        setattr(sign_up, name, value)
    sign_up.save()


def confirm(sign_up: SignUp) -> None:
    """The person asked for the site: from now on it may be opened."""
    sign_up.confirmed_at = timezone.now()
    sign_up.save(update_fields=["confirmed_at"])


def open_site(sign_up: SignUp) -> Tenant:
    """Open the site of a sign-up; the same one where it is open already.

    The schema is claimed first, in a transaction of its own. Then one transaction of the public schema
    makes the tenant known; inside it, one of the tenant's furnishes its schema. The public one is
    committed last: killed anywhere, the site does not exist, and what was written lies in a claimed
    schema that `tenants.provisioning.sweep` drops.

    Raises NotReady, Taken (the address is to be chosen again) or NoSpare (try again in a second).
    """
    if sign_up.tenant is not None:
        return sign_up.tenant
    if sign_up.confirmed_at is None or sign_up.email_verified_at is None or not sign_up.slug:
        raise NotReady
    spare = provisioning.claim()
    try:
        tenant, is_new = _open_in(spare, sign_up)
    except Taken:
        _give_back(spare)
        raise
    if not is_new:
        _give_back(spare)
    forget()
    return tenant


def _open_in(spare: Spare, sign_up: SignUp) -> tuple[Tenant, bool]:
    """The site of the sign-up, and whether it was opened in this spare: a second click finds the first's."""
    with transaction.atomic(using="platform"):
        held = SignUp.objects.select_for_update(of=("self",)).get(pk=sign_up.pk)
        if held.tenant is not None:
            return held.tenant, False
        if is_taken(held.slug):
            raise Taken
        tenant = _make_known(held, spare)
        # Whatever the wizard's language: a site begins in the reference.
        with use(tenant), override(settings.LANGUAGE_CODE), transaction.atomic():
            _furnish(held)
    return tenant, True


def _make_known(sign_up: SignUp, spare: Spare) -> Tenant:
    """The tenant's rows in the public schema. Two who want one host: the second waits, then is Taken."""
    tenant = Tenant(
        id=spare.id,
        schema_name=spare.schema_name,
        name=sign_up.name,
        kind=sign_up.kind,
        identifier=sign_up.identifier,
    )
    tenant.save(force_insert=True)
    try:
        with transaction.atomic(using="platform"):
            Domain.objects.create(tenant=tenant, domain=free_host(sign_up.slug), is_primary=True)
    except IntegrityError as clash:
        raise Taken from clash
    start_trial(tenant)
    sign_up.tenant, sign_up.opened_at = tenant, timezone.now()
    sign_up.save(update_fields=["tenant", "opened_at"])
    return tenant


def _furnish(sign_up: SignUp) -> None:
    """The first administrator, the look and the first draft, in the tenant's own schema."""
    administrator = _first_administrator(sign_up)
    _dress(sign_up, sign_up.logo)
    Duties.objects.create(legal_name=sign_up.name)
    accept(administrator)
    record("site.opened", _("opened this site"), by=administrator)
    if starter := starters.starter_of(sign_up.starter):
        starters.plant(starter, by=administrator)


def _first_administrator(sign_up: SignUp) -> User:
    user = User.objects.create_user(
        sign_up.email,
        display_name=sign_up.person_name,
        roles=[Role.ADMINISTRATOR.value],
        terms_accepted_at=timezone.now(),
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _dress(sign_up: SignUp, logo: Logo | None) -> None:
    branding = get_branding()
    branding.main_colour = sign_up.colour
    if logo:
        branding.wear(logo)
    branding.save()


def _give_back(spare: Spare) -> None:
    """Nothing was written in it: it is ready for the next one."""
    spare.state, spare.claimed_at = Spare.State.READY, None
    spare.save(update_fields=["state", "claimed_at"])
