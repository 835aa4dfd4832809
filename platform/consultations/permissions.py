"""The one permission rule.

An action is allowed where the role allows it ∧ the phase is open ∧ the phase's kind allows it ∧ the
module is on for this tenant (allowed by its contract ∧ enabled by the tenant) ∧, for what citizens do, the
consultation is for everyone or the person was admitted to it.
"""

from __future__ import annotations

from enum import Enum
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Ability
from audit.actions import record
from consultations.models import Consultation, ModuleChoice, Phase
from consultations.module import Action, Module, all_modules
from consultations.rooms import admits
from tenants.current import get_tenant
from tenants.memory import remembered

type Person = User | AnonymousUser


class Verdict(Enum):
    """Whether somebody may act, and if not, why: in the order in which they are checked."""

    ALLOWED = "allowed"
    MODULE_OFF = "module_off"
    NOT_HERE = "not_here"
    NOT_YOUR_ROLE = "not_your_role"
    NOT_YET = "not_yet"
    OVER = "over"
    SIGN_IN = "sign_in"
    BLOCKED = "blocked"
    NOT_ADMITTED = "not_admitted"

    def __bool__(self) -> bool:
        return self is Verdict.ALLOWED


class Refused(PermissionDenied):
    """Raised by `check`; `verdict` says why."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.value)
        self.verdict = verdict


def judge(person: Person, action: Action, phase: Phase) -> Verdict:
    """Whether `person` may do `action` in `phase` now."""
    if phase.module is None or not is_on(phase.module):
        return Verdict.MODULE_OFF
    if phase.kind is None or action not in phase.kind.allows:
        return Verdict.NOT_HERE
    if action.ability is not None and not _has(person, action):
        return Verdict.NOT_YOUR_ROLE
    if action.while_open and not phase.is_open():
        return Verdict.NOT_YET if phase.is_upcoming else Verdict.OVER
    if action.ability is None:
        return _of_citizens(person, action, phase)
    is_closed = phase.consultation.state == Consultation.State.CLOSED
    return Verdict.OVER if is_closed and not action.reads else Verdict.ALLOWED


def may(person: Person, action: Action, phase: Phase) -> bool:
    """`judge`, as yes or no."""
    return bool(judge(person, action, phase))


def check(person: Person, action: Action, phase: Phase) -> None:
    """Raise Refused unless `person` may do `action` in `phase` now. Every write begins with it."""
    verdict = judge(person, action, phase)
    if not verdict:
        raise Refused(verdict)


def is_admitted(person: User, consultation: Consultation) -> bool:
    """Whether it is for everyone, or `person` was admitted to it: asked once a request, the staff too."""
    if not consultation.is_restricted:
        return True
    known = _known_of(person)
    if consultation.pk not in known:
        admitting = Consultation.objects.filter(admits(person), pk=consultation.pk)
        known[consultation.pk] = admitting.exists()
    return known[consultation.pk]


def remember_admission(person: User, consultation: Consultation, admitted: bool) -> None:
    """Spare `is_admitted` its statement, where another one told already."""
    _known_of(person)[consultation.pk] = admitted


def _known_of(person: User) -> dict[UUID, bool]:
    known: dict[UUID, bool] = vars(person).setdefault("_admitted_to", {})
    return known


def abilities(person: Person, phase: Phase) -> dict[str, bool]:
    """What `person` may do in `phase`, by action key: computed once, for templates and API alike."""
    kinds = phase.module.kinds if phase.module else ()
    actions = {action for kind in kinds for action in kind.allows}
    return {action.key: may(person, action, phase) for action in actions}


def is_on(module: Module) -> bool:
    """Whether the tenant runs this module: allowed by its contract ∧ not switched off by its staff."""
    tenant = get_tenant()
    return module.key in tenant.allowed and module.key not in _switched_off()


def modules_on() -> list[Module]:
    """The modules that the tenant may run now."""
    return [module for module in all_modules().values() if is_on(module)]


@remembered
def _switched_off() -> frozenset[str]:
    return frozenset(ModuleChoice.objects.filter(enabled=False).values_list("key", flat=True))


def switch(module: Module, enabled: bool, *, by: User) -> None:
    """Turn a module on or off for the tenant; Refused unless `by` manages the site."""
    if not by.may(Ability.MANAGE_SITE):
        raise Refused(Verdict.NOT_YOUR_ROLE)
    with transaction.atomic():
        ModuleChoice.objects.update_or_create(key=module.key, defaults={"enabled": enabled})
        words = _("switched the module “%s” on") if enabled else _("switched the module “%s” off")
        record("module.switched", words % module.name, by=by)
    _switched_off.forget()


def _has(person: Person, action: Action) -> bool:
    return isinstance(person, User) and action.ability is not None and person.may(action.ability)


def _of_citizens(person: Person, action: Action, phase: Phase) -> Verdict:
    if isinstance(person, User):
        if person.is_blocked:
            return Verdict.BLOCKED
        if not person.is_active:
            return Verdict.NOT_YOUR_ROLE
        admitted = not action.takes_part or is_admitted(person, phase.consultation)
        return Verdict.ALLOWED if admitted else Verdict.NOT_ADMITTED
    open_to_guests = action.guests and phase.audience == Phase.Audience.EVERYONE
    is_restricted = phase.consultation.is_restricted
    return Verdict.ALLOWED if open_to_guests and not is_restricted else Verdict.SIGN_IN
