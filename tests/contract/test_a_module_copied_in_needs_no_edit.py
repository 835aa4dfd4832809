"""A module is one folder: copied in it works, taken away the rest goes on, with no edit elsewhere.

`throwaway/boites` is made by hand and has a table of its own; the other comes from `new_module`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

THROWAWAY = Path(__file__).parent / "throwaway/boites"
PYTEST = ("-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider")
KEPT = ("PATH", "HOME", "LANG", "TESTS_SERVER")
NOT_COPIED = shutil.ignore_patterns(".*", "var", "__pycache__", "journeys")

# A new module, as the people of a site meet it.
TRIAL = """
from tests.factories import make_consultation, make_phase


def test_it_is_read_written_and_managed(region):
    with region.use():
        phase = make_phase(make_consultation(), module="essais", title="Vos mots")
    here = phase.get_absolute_url()
    assert "Personne n’a encore écrit ici" in region.client().get(here).content.decode()
    assert region.client().get(f"{here}ecrire/").status_code == 302
    assert "Écrivez d’abord" in region.client(region.citizen).post(f"{here}ecrire/").content.decode()
    region.client(region.citizen).post(f"{here}ecrire/", {"body": "Plus de bancs"})
    assert "Plus de bancs" in region.client().get(here).content.decode()
    page = region.client().get(phase.consultation.get_absolute_url()).content.decode()
    assert "message laissé" in page
    manager = region.client(region.manager)
    assert manager.get(f"/gestion{here}").status_code == 200
    assert manager.get(f"/gestion/concertations/{phase.consultation.slug}/").status_code == 200
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house with two more modules; its tests use the same database server."""
    copy: Path = tmp_path_factory.mktemp("copied") / "house"
    shutil.copytree(settings.ROOT, copy, ignore=NOT_COPIED)
    (settings.ROOT / "var").mkdir(exist_ok=True)
    (copy / "var").symlink_to(settings.ROOT / "var")
    shutil.copytree(THROWAWAY, copy / "platform/modules/boites")
    call_command("new_module", "essais", root=copy, verbosity=0)
    (copy / "tests/test_essais.py").write_text(TRIAL)
    run(copy, "-m", "infra.messages", "compile", "--quiet")
    return copy


def run(house: Path, *arguments: str) -> str:
    """Python in a process of its own: modules are found when it starts."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=house,
        env={**environment, "PYTHONPATH": f"{house}:{house}/platform"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert not done.returncode, f"{done.stdout[-4000:]}{done.stderr[-2000:]}"
    return done.stdout


def manage(house: Path, *arguments: str) -> str:
    """`manage.py` in the copy, with the settings of the tests."""
    starter = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'; "
        "from django.core.management import execute_from_command_line as go; go(sys.argv)"
    )
    return run(house, "-c", starter, *arguments)


@pytest.mark.slow
def test_both_fulfil_the_whole_contract_at_once(house: Path) -> None:
    chosen = "(boites or essais) and not copied_in"
    said = run(house, *PYTEST, "tests/contract", "tests/test_essais.py", "-k", chosen, "-rA")
    assert "PASSED tests/test_essais.py::test_it_is_read_written_and_managed" in said
    for name in ("boites", "essais"):
        assert sum(line.startswith("PASSED") and name in line for line in said.splitlines()) >= 25


@pytest.mark.slow
def test_its_tables_need_no_further_migration(house: Path) -> None:
    manage(house, "check")
    assert "No changes detected" in manage(house, "makemigrations", "--check", "--dry-run")


@pytest.mark.slow
def test_without_any_module_the_rest_stands(house: Path, tmp_path: Path) -> None:
    bare = tmp_path / "house"
    shutil.copytree(house, bare, ignore=NOT_COPIED)
    (bare / "var").symlink_to(settings.ROOT / "var")
    for module in (bare / "platform/modules").glob("*/module.py"):
        shutil.rmtree(module.parent)
    manage(bare, "check")
    run(bare, *PYTEST, "tests/accounts/test_team.py", "tests/audit")
