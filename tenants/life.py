"""The life of a tenant: trial, active, read-only, suspended, closed. Who changes it says why."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.hosts import forget
from tenants.models import Event, Removal, Tenant

State = Tenant.State
NEXT: Mapping[str, tuple[State, ...]] = {
    State.TRIAL: (State.ACTIVE, State.READ_ONLY, State.SUSPENDED, State.CLOSED),
    State.ACTIVE: (State.READ_ONLY, State.SUSPENDED, State.CLOSED),
    State.READ_ONLY: (State.ACTIVE, State.SUSPENDED, State.CLOSED),
    State.SUSPENDED: (State.ACTIVE, State.READ_ONLY, State.CLOSED),
    State.CLOSED: (State.READ_ONLY, State.ACTIVE),  # one may change one's mind, until it is deleted
}

# What each state means, to citizens first, then to the team: told wherever a state is shown or changed.
MEANS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    State.TRIAL: (
        gettext_lazy("Citizens read and take part as usual."),
        gettext_lazy("The team does everything, until the trial ends."),
    ),
    State.ACTIVE: (
        gettext_lazy("Citizens read and take part as usual."),
        gettext_lazy("The team does everything that the plan allows."),
    ),
    State.READ_ONLY: (
        gettext_lazy(
            "Citizens read everything and write nothing; they can still take back their texts,"
            " take their data and leave."
        ),
        gettext_lazy(
            "The team reads everything, still moderates reported texts, and can ask for a copy"
            " of all data."
        ),
    ),
    State.SUSPENDED: (
        gettext_lazy(
            "Citizens see that the site is suspended, and nothing else; they can still take their"
            " data and leave."
        ),
        gettext_lazy(
            "The team signs in to see the subscription and to ask for a copy of all data."
        ),
    ),
    State.CLOSED: (
        gettext_lazy("Everybody sees that the site is closed."),
        gettext_lazy(
            "All data is kept for thirty days, to change one’s mind, then deleted for good."
        ),
    ),
}


class NotNext(Exception):
    """A tenant does not go from its state to the one asked for."""


class NoReason(Exception):
    """A state is never changed without saying why."""


@transaction.atomic(using="platform")
def change_state(tenant: Tenant, state: str, *, reason: str, actor: str) -> Tenant:
    """Put a tenant in another state, written down with who and why; NotNext or NoReason otherwise.

    Takes effect at once in this process, and within half a minute in the others (`tenants.hosts`).
    """
    reason = " ".join(reason.split())
    held = Tenant.objects.select_for_update().get(pk=tenant.pk)
    if state not in NEXT[held.state] or Removal.objects.filter(tenant_id=held.pk).exists():
        raise NotNext
    if not reason:
        raise NoReason
    held.state, held.state_reason, held.state_since = state, reason[:300], timezone.now()
    held.save(update_fields=["state", "state_reason", "state_since"])
    words = _("put the site in the state “%(state)s”: %(reason)s")
    sentence = words % {"state": State(state).label, "reason": reason}
    note(held, f"state.{state}", sentence, actor=actor)
    transaction.on_commit(forget, using="platform")
    tenant.refresh_from_db()
    return tenant


def note(tenant: Tenant, verb: str, sentence: str, *, actor: str) -> Event:
    """Write one sentence in a tenant's timeline; it reads on after the actor's name."""
    return Event.objects.create(
        tenant_id=tenant.pk,
        tenant_name=tenant.name,
        verb=verb,
        sentence=sentence[:500],
        actor=actor[:120],
    )
