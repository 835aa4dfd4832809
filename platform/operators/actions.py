"""What operators do to a tenant. Each deed stands in its timeline and in the tenant's own journal.

The platform's transaction holds the tenant's: killed anywhere, both tell of the deed or neither does
(what the tenant's outbox holds may then be sent for nothing, never the other way round).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from accounts.roles import Role
from accounts.speaking import speaking_to
from audit.actions import inside, record
from billing.limits import NAMES
from consultations.module import module_of
from notifications.actions import tell
from operators.models import Operator
from tenants import hosts, life
from tenants.hosts import address_of
from tenants.ids import uuid7
from tenants.models import Entitlement, Tenant

type Wanted = Mapping[str, tuple[bool, int | None]]  # by key: whether it is allowed, and how much


@dataclass(frozen=True)
class Outsider:
    """An operator as the tenant's journal names them."""

    pk: UUID
    name: str

    def __str__(self) -> str:
        return f"{self.name} ({settings.PLATFORM_NAME})"


def outsider(operator: Operator) -> Outsider:
    """The operator as an actor of the tenant's journal."""
    return Outsider(operator.pk, operator.name)


def change_state(tenant: Tenant, state: str, *, reason: str, by: Operator | None) -> None:
    """Put a site in another state, tell its journal and its administrators; see `tenants.life`.

    `by` is None where the platform does it by itself. NotNext or NoReason change nothing.
    """
    actor = by.name if by else settings.PLATFORM_NAME
    with override(settings.LANGUAGE_CODE), transaction.atomic(using="platform"):
        life.change_state(tenant, state, reason=reason, actor=actor)
        with inside(tenant):
            words = _("put the site in the state “%(state)s”: %(reason)s")
            sentence = words % {"state": Tenant.State(state).label, "reason": tenant.state_reason}
            record("site.state", sentence, by=outsider(by) if by else None)
            tell_administrators(
                tenant,
                f"site.state:{uuid7().hex}",
                "operators/mail/state",
                lambda: _("Your site is now in the state “%s”") % Tenant.State(state).label,
                state=Tenant.State(state).label,
                reason=tenant.state_reason,
                citizens=life.MEANS[state][0],
                team=life.MEANS[state][1],
            )


def change_contract(
    tenant: Tenant, wanted: Wanted, *, trial_ends: date | None, reason: str, by: Operator
) -> list[str]:
    """What the contract allows, and the last day of the trial; what changed, in words."""
    with override(settings.LANGUAGE_CODE), transaction.atomic(using="platform"):
        changed = [*_entitle(tenant, wanted), *_prolong(tenant, trial_ends)]
        if changed:
            what = ", ".join(changed)
            sentence = _("changed what the contract allows (%(what)s): %(reason)s")
            said = sentence % {"what": what, "reason": reason}
            life.note(tenant, "contract.changed", said, actor=by.name)
            with inside(tenant):
                record("site.contract", said, by=outsider(by))
                tell_administrators(
                    tenant,
                    f"site.contract:{uuid7().hex}",
                    "operators/mail/contract",
                    lambda: _("What your contract allows has changed"),
                    changed=changed,
                    reason=reason,
                )
        transaction.on_commit(hosts.forget, using="platform")
    return changed


def verify(tenant: Tenant, *, by: Operator) -> None:
    """The organisation is who it says it is: written down once."""
    with override(settings.LANGUAGE_CODE), transaction.atomic(using="platform"):
        held = Tenant.objects.select_for_update().get(pk=tenant.pk)
        if held.verified_at is not None:
            return
        held.verified_at = timezone.now()
        held.save(update_fields=["verified_at"])
        said = _("verified who the organisation is")
        life.note(held, "tenant.verified", said, actor=by.name)
        with inside(tenant):
            record("site.verified", said, by=outsider(by))


def tell_administrators(
    tenant: Tenant, key: str, template: str, subject: Callable[[], str], **context: Any
) -> None:
    """One mail to each administrator, in their language. Call it `inside` the tenant."""
    for person in User.objects.filter(roles__contains=[Role.ADMINISTRATOR], is_active=True):
        with speaking_to(person.email):
            tell(
                person.email,
                key=key,
                subject=subject(),
                template=template,
                **context,
                **_way_in(tenant),
            )


def _way_in(tenant: Tenant) -> dict[str, Any]:
    """Where to go on; nowhere on a site that is closed."""
    if tenant.is_closed:
        return {}
    return {
        "action_url": address_of(tenant, reverse("billing:subscription")),
        "action_text": _("See the subscription"),
    }


def _entitle(tenant: Tenant, wanted: Wanted) -> Iterator[str]:
    held = {one.key: one for one in tenant.entitlements.select_for_update()}
    for key, (allowed, limit) in wanted.items():
        one = held.get(key) or Entitlement(tenant=tenant, key=key, allowed=False)
        if (one.allowed, one.limit) != (allowed, limit):
            one.allowed, one.limit = allowed, limit
            one.save()
            yield say_entitlement(one)


def _prolong(tenant: Tenant, trial_ends: date | None) -> Iterator[str]:
    if trial_ends and trial_ends != tenant.trial_ends:
        tenant.trial_ends = trial_ends
        tenant.save(update_fields=["trial_ends"])
        yield _("trial until %s") % date_format(trial_ends, "j F Y")


def say_entitlement(one: Entitlement) -> str:
    """One entitlement as its tenant reads it."""
    module = module_of(one.key)
    name = module.name if module else NAMES.get(one.key, one.key)
    if not one.allowed:
        return _("%(what)s: no") % {"what": name}
    if one.key not in NAMES:
        return _("%(what)s: yes") % {"what": name}
    if one.limit is None:
        return _("%(what)s: without limit") % {"what": name}
    return _("%(what)s: %(limit)s") % {"what": name, "limit": one.limit}
