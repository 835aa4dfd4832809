"""Every module of the installation, and its phases at every moment: what the contract is tried on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from accounts.models import User
from consultations.models import Consultation, Phase
from consultations.module import Module, Planting, all_modules
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_theme
from tests.isolation.planted import smallest_demo

DEMO = Path(str(settings.ROOT)) / "platform/onboarding/demo"
every_module = pytest.mark.parametrize("module", all_modules().values(), ids=all_modules().keys())

MOMENTS: dict[str, dict[str, float]] = {
    "before": {"opens_in_days": 2, "closes_in_days": 30},
    "open": {"opens_in_days": -1, "closes_in_days": 30},
    "after": {"opens_in_days": -30, "closes_in_days": -1},
    "draft": {"opens_in_days": -1, "closes_in_days": 30},
}


def make_phase_at(moment: str, module: Module, **fields: Any) -> Phase:
    """A phase of the module before it opens, open, after it closed, or open in a draft."""
    states = Consultation.State
    state = states.DRAFT if moment == "draft" else states.PUBLISHED
    consultation = make_consultation(state=state)
    return make_phase(consultation, module.key, **{**MOMENTS[moment], **fields})


def plant_demo(module: Module, world: World) -> Planting:
    """An open phase with the module's smallest demonstration; skips a module that has none."""
    source = smallest_demo(module)
    if source == "nothing":
        pytest.skip(f"the module {module.key} has no demonstration: no demo/*.json in its folder")
    consultation = make_consultation()
    make_theme(consultation)
    phase = make_phase(consultation, module.key, introduction="Dites-nous ce qui aiderait.")
    done: list[int] = []
    planting = Planting(
        source=source, phase=phase, people=_people(source), staff=world.admin, done=done.append
    )
    module.plant(planting)
    assert sum(done) > 0, "planting tells how far it is"
    return planting


def _people(source: str) -> list[User]:
    """The citizens of the demonstration: modules' files name them as authors."""
    data = json.loads((DEMO / f"{source}.json").read_text())
    create = User.objects.create_user
    return [create(person["email"], display_name=person["name"]) for person in data["people"]]
