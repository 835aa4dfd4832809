"""What there is on a site at each moment of a consultation, and what people try to do there.

Each moment is built once; whatever somebody does is undone before the next one tries. No page is drawn.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.template.backends.django import Template
from django.test import Client

from accounts.models import User
from admissions.models import Invitation
from consultations.models import Consultation, Phase
from consultations.module import all_modules
from contributions.models import Contribution
from moderation.models import CONTESTING, Decision
from tenants import hosts, memory
from tenants.current import may_write
from tenants.door.base import DatabaseWrapper
from tenants.models import Tenant
from tenants.signing import sign
from tests.cast import World
from tests.contract.modules import MOMENTS
from tests.factories import make_consultation, make_phase, make_proposal, make_theme

States, Audience = Consultation.State, Consultation.Audience
# In the order of the table: days until opening and closing, and what the consultation is like.
WHEN: Mapping[str, tuple[str, dict[str, Any]]] = {
    "draft": ("draft", {"state": States.DRAFT}),
    "before": ("before", {}),
    "open": ("open", {}),
    "for a few": ("open", {"audience": Audience.READERS}),
    "after": ("after", {}),
    "closed": ("after", {"state": States.CLOSED}),
    "read-only": ("open", {}),
}


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A consultation at one moment: a text of the author's, one that waits, one refused; a phase a module."""

    world: World
    consultation: Consultation
    phase: Phase
    text: Contribution
    pending: Contribution
    contest: str
    phases: dict[str, Phase] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Where the team looks after the consultation."""
        return f"/gestion/concertations/{self.consultation.slug}"

    def below(self, module: str, rest: str = "", *, team: bool = False) -> str:
        """An address below a module's phase."""
        phase = self.phases[module]
        path = f"{phase.consultation.slug}/{all_modules()[module].path}/{phase.slug}/{rest}"
        return f"{'/gestion' if team else ''}/concertations/{path}"


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something that people try, over HTTP. `sent` is what a form sends, None where a page is only opened.

    `done` tells, while the deed still stands, whether it was done.
    """

    url: Callable[[Scene], str]
    sent: Callable[[Scene], dict[str, Any]] | None = None
    done: Callable[[Scene, Any], bool] = lambda scene, answer: answer.status_code == 200
    prepare: Callable[[Scene], None] = lambda scene: None


@contextmanager
def nothing_drawn() -> Iterator[None]:
    """Pages and mails are empty, refusals unlogged: what is done counts, and these take most of the time."""
    logging.disable()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Template, "render", lambda self, context=None, request=None: "")
        patched.setattr(DatabaseWrapper, "stance_sql", _told_by_the_gate_alone)
        yield
    logging.disable(logging.NOTSET)


_stance = DatabaseWrapper.stance_sql


def _told_by_the_gate_alone(door: DatabaseWrapper) -> tuple[Any, str]:
    """The database refuses the writes of a read-only site too: tests/tenants/ sees that, on its own."""
    place, statements = _stance(door)
    return place, statements.replace("= on", "= off")


def make_scene(when: str, world: World) -> Scene:
    """One moment, with all that any deed needs."""
    days, fields = WHEN[when]
    phases = {key: _phase(days, fields, key) for key in all_modules()}
    first = next(iter(phases))
    consultation = phases[first].consultation
    make_theme(consultation, slug="theme")
    text = make_proposal(phases[first], world.citizen, number=1)
    pending = make_proposal(
        phases[first], world.citizen, number=2, moderation="pending", published_at=None
    )
    make_proposal(phases[first], world.citizen, number=4)
    refused = make_proposal(phases[first], world.citizen, number=3, moderation="refused")
    decision = Decision.objects.create(
        contribution=refused, moderator=world.moderator, verdict="refuse", reason="off_topic"
    )
    return Scene(
        world=world,
        consultation=consultation,
        phase=phases[first],
        text=text,
        pending=pending,
        contest=sign(["decision", decision.pk.hex], purpose=CONTESTING),
        phases=phases,
    )


def _phase(days: str, fields: dict[str, Any], module: str) -> Phase:
    consultation = make_consultation(**fields)
    Invitation.objects.create(consultation=consultation, email=_author(consultation))
    asked = "Dites-nous ce qui aiderait."
    return make_phase(consultation, module, introduction=asked, **MOMENTS[days])


def _author(consultation: Consultation) -> str:
    """Of the whole cast only the author is admitted, where somebody has to be."""
    return User.objects.get(display_name="Citizen").email


def make_read_only(scene: Scene, deeds: Iterable[Deed]) -> None:
    """From now on the site is only read: what deeds need is prepared before."""
    world = scene.world
    with world.use():
        for deed in deeds:
            deed.prepare(scene)
    world.tenant.state = Tenant.State.READ_ONLY
    world.tenant.save(update_fields=["state"])
    hosts.forget()


def tries(scene: Scene, deed: Deed, browser: Client) -> bool:
    """Whether somebody did it; it is undone."""
    with ExitStack() as undone:
        undone.enter_context(scene.world.use())
        for alias in ("default", "platform"):
            undone.enter_context(transaction.atomic(using=alias))
            undone.callback(transaction.set_rollback, True, using=alias)
        if may_write():
            deed.prepare(scene)
        sent = deed.sent(scene) if deed.sent else None
        url = deed.url(scene)
        answer: Any = browser.get(url) if sent is None else browser.post(url, sent)
        assert answer.status_code < 500, f"{url}: {answer.status_code}"
        done = _is_done(deed, scene, answer)
        cache.clear()  # how often one connection reports or writes
    if done:
        memory.forget_everything()
    return done


def _is_done(deed: Deed, scene: Scene, answer: HttpResponse) -> bool:
    return bool(deed.done(scene, answer))


def deeds_of_modules() -> dict[str, Deed]:
    """By `module.action`: what each module's own tests say of how its actions are tried."""
    found: dict[str, Deed] = {}
    for key in all_modules():
        if find_spec(f"tests.modules.{key}") and find_spec(f"tests.modules.{key}.deeds"):
            deeds: dict[str, Deed] = import_module(f"tests.modules.{key}.deeds").DEEDS
            found |= {f"{key}.{action}": deed for action, deed in deeds.items()}
    return found
