"""The module contract, and the registry that finds modules by scanning `platform/modules/`.

A module is one folder. Its `module.py` exports `MODULE`, one frozen `Module` of real objects; nothing
about the module stands anywhere else. `manage.py new_module NAME` writes one that works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.forms import Form
from django.urls import URLPattern
from django.utils.functional import Promise

from accounts.roles import Ability

if TYPE_CHECKING:
    from django.db.models import Model
    from rest_framework.viewsets import ViewSetMixin

    from accounts.models import User
    from consultations.models import Consultation, Phase

type Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Action:
    """Something people may do in a phase.

    `ability` is the staff ability it takes, None for what citizens do. `guests` says whether a phase
    open to everyone lets people do it without an account. `while_open` is False for what may be done
    at any time, such as reading or moderating. `takes_part` is False for what whoever sees the phase
    may do, also where only those admitted take part, such as following. `reads` marks what the team may
    still do once the consultation is closed, where nothing changes any more.
    """

    key: str
    label: Text = field(compare=False)  # a lazy text's hash follows the language of the moment
    ability: Ability | None = None
    guests: bool = False
    while_open: bool = True
    takes_part: bool = True
    reads: bool = False


@dataclass(frozen=True, kw_only=True)
class PhaseKind:
    """One way a module can run: the actions it allows."""

    key: str
    label: Text
    allows: frozenset[Action]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number worth showing about a phase, with its caption in words."""

    value: int
    caption: Text


@dataclass(frozen=True, kw_only=True)
class Missing:
    """Something to do before publication, and the page where to do it; `ability` opens that page."""

    message: Text
    url: str
    ability: Ability = Ability.MANAGE_CONSULTATIONS


@dataclass(frozen=True, kw_only=True)
class Export:
    """A table that staff may download: column titles, and rows of as many JSON-able cells."""

    key: str
    label: Text
    columns: Sequence[Text]
    rows: Callable[[Phase], Iterable[Sequence[Any]]]


@dataclass(frozen=True, kw_only=True)
class Planting:
    """What a module needs to plant a tenant's demonstration data.

    `source` names the data file of the module's own `demo/` folder (without .json); a module without
    such a file plants nothing. `people` are the citizens to act as, `staff` an administrator; `done`
    is called with a number of things planted, for the progress bar.
    """

    source: str
    phase: Phase
    people: Sequence[User]
    staff: User
    done: Callable[[int], None]


def _leave_empty(phase: Phase, starter: str) -> None:
    """A new phase of most modules has nothing in it to begin with."""


def _nothing_more(contribution: UUID) -> None:
    """Most modules keep nothing of a contribution that goes when it is withdrawn."""


def _no_reply(contribution: UUID) -> str:
    """Most modules' texts are answered officially, or not one by one."""
    return ""


@dataclass(frozen=True, kw_only=True)
class Module:
    """All that the platform knows of a module.

    `public_urls` are served under `/concertations/<consultation>/<path>/<phase>/`, `manage_urls`
    under `/gestion/concertations/<consultation>/<path>/<phase>/`, both in the namespaces `<key>` and
    `<key>_manage`, and both with a pattern named `index`. `settings_form` has a field with an
    `initial` for every setting. `collect` gives all that the module's own tables hold on a person,
    `erase` makes it nobody's; what stands in Contribution is collected and erased by its room.
    `withdrawn` deletes what the module's own tables hold of a contribution, given its key, that its
    author has just taken back: in the same transaction, whatever page it was done on.
    `reply` gives what the team answered to a contribution, given its key, where the module keeps answers of its
    own: shown on the receipt.
    `structure` names the tables that the team fills before anybody takes part, and no person is in: a
    site made after another takes them along.
    Beside `module.py`, a folder `guide/` with `fr.md` and `en.md` is its page in the team's guide.
    `prepare` fills a new phase with what the site's starting template of this name begins with (a
    questionnaire to reword), and does nothing for a name that the module does not know.
    """

    key: str
    path: str
    name: Text
    summary: Text
    icon: str
    kinds: tuple[PhaseKind, ...]
    settings_form: type[Form]
    public_urls: Sequence[URLPattern]
    manage_urls: Sequence[URLPattern]
    viewsets: Mapping[str, type[ViewSetMixin]] = field(default_factory=dict)
    exports: tuple[Export, ...] = ()
    figures: Callable[[Phase], Sequence[Figure]]
    readiness: Callable[[Phase], Sequence[Missing]]
    collect: Callable[[User], Sequence[Mapping[str, Any]]]
    erase: Callable[[User], None]
    plant: Callable[[Planting], None]
    prepare: Callable[[Phase, str], None] = _leave_empty
    withdrawn: Callable[[UUID], None] = _nothing_more
    reply: Callable[[UUID], str] = _no_reply
    structure: tuple[type[Model], ...] = ()

    def kind(self, key: str) -> PhaseKind | None:
        """The kind of phase with this key, or None."""
        return next((kind for kind in self.kinds if kind.key == key), None)


@cache
def all_modules() -> Mapping[str, Module]:
    """Every module of the installation by key, in the order of their folders' names."""
    found = [import_module(f"{name}.module").MODULE for name in settings.MODULES]
    return {module.key: module for module in found}


def module_of(key: str) -> Module | None:
    """The module with this key, or None where its folder is gone."""
    return all_modules().get(key)


def readiness_of(consultation: Consultation) -> list[Missing]:
    """What the modules of a consultation's phases still miss before publication."""
    phases = consultation.phases.select_related("consultation")
    return [
        missing for phase in phases if phase.module for missing in phase.module.readiness(phase)
    ]
