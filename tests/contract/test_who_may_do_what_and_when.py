"""The one permission rule in other words than the code's, for every module, a copied one too.

What people do of it over HTTP is laid out in `who_may_do_what_and_when.md`.
"""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from accounts.models import User
from accounts.roles import ABILITIES, Role
from admissions.models import Invitation
from consultations.models import Consultation, Phase
from consultations.module import Action, Module
from consultations.permissions import Verdict, judge
from tests.cast import World
from tests.contract.modules import MOMENTS, every_module, make_phase_at

ROLES = {
    "admin": Role.ADMINISTRATOR,
    "manager": Role.MANAGER,
    "moderator": Role.MODERATOR,
    "agent": Role.AGENT,
    "observer": Role.OBSERVER,
}
CLOSED = {"before": Verdict.NOT_YET, "after": Verdict.OVER, "draft": Verdict.OVER}


def expected(name: str, action: Action, moment: str, audience: str) -> Verdict:
    """The rule in other words than the code's: who, then when, then with or without an account."""
    held = ABILITIES[ROLES[name]] if name in ROLES else frozenset()
    if action.ability is not None and action.ability not in held:
        return Verdict.NOT_YOUR_ROLE
    if action.while_open and moment != "open":
        return CLOSED[moment]
    needs_account = not action.guests or audience == Phase.Audience.MEMBERS
    if action.ability is None and name == "visitor" and needs_account:
        return Verdict.SIGN_IN
    return Verdict.ALLOWED


def person(user: User | None) -> User | AnonymousUser:
    return user or AnonymousUser()


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("audience", Phase.Audience.values)
@every_module
def test_the_table(region: World, module: Module, moment: str, audience: str) -> None:
    with region.use():
        for kind in module.kinds:
            phase = make_phase_at(moment, module, kind_key=kind.key, audience=audience)
            for action in kind.allows:
                for name, user in region.everyone().items():
                    said = judge(person(user), action, phase)
                    asked = f"{name}: {action.key} in {kind.key}, {moment}, {audience}"
                    assert said is expected(name, action, moment, audience), asked


@every_module
def test_for_a_few_only_whoever_is_admitted_takes_part(region: World, module: Module) -> None:
    with region.use():
        phase = make_phase_at("open", module)
        phase.consultation.audience = Consultation.Audience.READERS
        Invitation.objects.create(consultation=phase.consultation, email=region.citizen.email)
        assert phase.kind is not None
        for action in phase.kind.allows:
            if action.ability is None and action.takes_part:
                assert judge(region.citizen, action, phase) is Verdict.ALLOWED
                assert judge(region.admin, action, phase) is Verdict.NOT_ADMITTED
                assert judge(AnonymousUser(), action, phase) is Verdict.SIGN_IN


@every_module
def test_what_a_kind_does_not_allow_nobody_does(region: World, module: Module) -> None:
    stranger = Action(key="stranger", label="?", guests=True, while_open=False)
    every = {action for kind in module.kinds for action in kind.allows} | {stranger}
    with region.use():
        for kind in module.kinds:
            phase = make_phase_at("open", module, kind_key=kind.key)
            for action in every - kind.allows:
                for user in region.everyone().values():
                    assert judge(person(user), action, phase) is Verdict.NOT_HERE


@every_module
def test_somebody_whose_account_is_closed_does_nothing(region: World, module: Module) -> None:
    region.admin.is_active = False
    with region.use():
        phase = make_phase_at("open", module)
        assert phase.kind is not None
        verdicts = {judge(region.admin, action, phase) for action in phase.kind.allows}
    assert verdicts == {Verdict.NOT_YOUR_ROLE}


@every_module
def test_what_is_allowed_does_not_hang_on_the_language(region: World, module: Module) -> None:
    """Seen in a browser: whoever came first in English closed the house to all who read French."""
    with region.use():
        phase = make_phase_at("open", module)
        assert phase.kind is not None
        for action in phase.kind.allows:
            hashes = {}
            for language in ("fr", "en"):
                with override(language):
                    hashes[language] = hash(action)
            assert hashes["fr"] == hashes["en"], action.key
