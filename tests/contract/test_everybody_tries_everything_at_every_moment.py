"""`who_may_do_what_and_when.md`, asked over HTTP: every action × everybody × every moment.

The file is read by people. Where the code and the file differ, the test prints the file as it should be
if the code were right: look at each line before you keep it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from django.test import Client

from accounts.models import User
from accounts.roles import Ability
from consultations.module import all_modules
from tests.architecture import house
from tests.cast import World
from tests.contract.deeds import CITIZENS, TEAM
from tests.contract.scenes import (
    WHEN,
    Deed,
    Scene,
    deeds_of_modules,
    make_read_only,
    make_scene,
    nothing_drawn,
    tries,
)

FILE = Path(__file__).with_name("who_may_do_what_and_when.md")
YES, NO = "yes", "·"
ROLELESS = ("visitor", "citizen", "suspended citizen", "author")
HEAD = f"| Action | Who | {' | '.join(WHEN)} |"
VERB = re.compile(r"[a-z]+\.[a-z_]+")
# Who is neither of the site: it cannot be tried from there.
APART = {"an operator", "a job"}
type Row = tuple[str, ...]
type Table = dict[tuple[str, str], Row]  # by action and person: a mark a moment


def people(region: World) -> dict[str, User | None]:
    """Everybody by the name that the table gives them."""
    blocked = User.objects.create_user(
        "suspendu@example.org",
        display_name="Suspendu",
        terms_accepted_at="2026-01-01T00:00Z",
        blocked_until="2099-01-01T00:00Z",
    )
    cast = region.everyone()
    return {
        "visitor": None,
        "citizen": cast["neighbour"],
        "suspended citizen": blocked,
        "author": cast["citizen"],
        "moderator": cast["moderator"],
        "agent": cast["agent"],
        "observer": cast["observer"],
        "manager": cast["manager"],
        "administrator": cast["admin"],
    }


def all_deeds() -> dict[str, Deed]:
    team = {key: deed for deeds in TEAM.values() for key, deed in deeds.items()}
    return {**deeds_of_modules(), **CITIZENS, **team}


def as_it_is(region: World) -> Table:
    """What each of them does, at each moment."""
    deeds = all_deeds()
    with region.use():
        cast = people(region)
        scenes = {when: make_scene(when, region) for when in WHEN}
    browsers = {name: region.client(user) for name, user in cast.items()}
    found: dict[tuple[str, str], list[str]] = {}
    with nothing_drawn():
        for when, scene in scenes.items():
            if when == "read-only":
                make_read_only(scene, deeds.values())
            for key, name, did in tried(when, scene, deeds, browsers):
                found.setdefault((key, name), []).append(YES if did else NO)
    return {place: tuple(marks) for place, marks in found.items()}


def tried(
    when: str, scene: Scene, deeds: Mapping[str, Deed], browsers: Mapping[str, Client]
) -> Iterator[tuple[str, str, bool]]:
    """Who did what at this moment. In the workspace, those without a role are asked by turns: one a moment."""
    turn = ROLELESS[list(WHEN).index(when) % len(ROLELESS)]
    for key, deed in deeds.items():
        of_team = deed.url(scene).startswith("/gestion/")
        did = {
            name: tries(scene, deed, browser)
            for name, browser in browsers.items()
            if name == turn or name not in ROLELESS or not of_team
        }
        for name in browsers:
            yield key, name, did[name if name in did else turn]


def read(text: str) -> Table:
    """The table of the file; people who may do the same stand in one row."""
    found: Table = {}
    for line in text.partition("\n## ")[0].splitlines():
        cells = tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
        if line.startswith("| ") and set(cells[2:]) <= {YES, NO}:
            found |= {(cells[0], name): cells[2:] for name in cells[1].split(", ")}
    return found


def written(table: Table) -> str:
    """The rows as the file has them, in the order of the deeds."""
    rows: dict[tuple[str, Row], list[str]] = {}
    for (action, name), marks in table.items():
        rows.setdefault((action, marks), []).append(name)
    lines = [
        f"| {action} | {', '.join(names)} | {' | '.join(marks)} |"
        for (action, marks), names in rows.items()
    ]
    return "\n".join((HEAD, "|---" * (len(WHEN) + 2) + "|", *lines))


def test_the_table_is_what_happens(region: World) -> None:
    there, here = as_it_is(region), read(FILE.read_text())
    known = {place: marks for place, marks in here.items() if place[0] in all_deeds()}
    wrong = [place for place in {**there, **known} if there.get(place) != known.get(place)]
    assert not wrong, f"{wrong[:9]}… As the code has it:\n\n{written(there)}"


def test_another_site_s_administrator_is_a_visitor_here(region: World, canal: World) -> None:
    foreign = canal.client(canal.admin)
    foreign.defaults["SERVER_NAME"] = region.host
    with region.use():
        scene = make_scene("open", region)
    here, column = read(FILE.read_text()), list(WHEN).index("open")
    with nothing_drawn():
        for key, deed in all_deeds().items():
            assert tries(scene, deed, foreign) is (here[key, "visitor"][column] == YES), key


def test_every_action_and_every_ability_has_its_rows() -> None:
    for key, module in all_modules().items():
        known = {one.partition(".")[2] for one in deeds_of_modules() if one.startswith(f"{key}.")}
        actions = {action.key for kind in module.kinds for action in kind.allows}
        assert not known or known == actions, (
            f"tests/modules/{key}/deeds.py does not try {sorted(known ^ actions)}, or no longer can"
        )
    assert set(TEAM) == set(Ability.values), "tests/contract/deeds.py: TEAM tries each ability"


def test_all_that_the_journal_tells_is_known_to_the_file() -> None:
    told = verbs_of(house.files(".py"))
    lines = FILE.read_text().partition("\n## ")[2].splitlines()
    rows = [
        line.strip("| ").split(" | ") for line in lines if line.startswith("| ") and "." in line
    ]
    as_rows = {verb: action for verbs, action in rows for verb in verbs.split(", ")}
    missing = sorted(told - set(as_rows))
    assert not missing, (
        f"{FILE.name} does not say as which row goes {', '.join(missing)}: add each to its last "
        f"table, and where no row fits, a deed to tests/contract/deeds.py."
    )
    deeds = {action for action, _name in read(FILE.read_text())} | APART
    assert not {action for action in as_rows.values() if action not in deeds}


def verbs_of(files: Iterable[Path]) -> set[str]:
    """What is written in the journal: the constants `subject.verb` that are given to a recording function."""
    calls = (
        node
        for file in files
        for node in ast.walk(house.tree(file))
        if isinstance(node, ast.Call) and _name_of(node.func).lstrip("_").startswith("record")
    )
    given = (arg for call in calls for arg in call.args if isinstance(arg, ast.Constant))
    return {arg.value for arg in given if isinstance(arg.value, str) and VERB.fullmatch(arg.value)}


def _name_of(func: ast.expr) -> str:
    return str(getattr(func, "id", getattr(func, "attr", "")))
