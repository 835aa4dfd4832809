"""The embedded PostgreSQL: shared by processes, stopped by the last one, ready for the platform."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from infra.account import Account
from infra.postgres import ADMIN, Cluster, bootstrap

USER = """
import sys
from pathlib import Path
from infra.postgres import Cluster
Cluster(Path(sys.argv[1]), durable=False).start()
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path / "postgres", durable=False)
    yield cluster
    cluster.remove()


def another_process(directory: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", USER, str(directory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_until_ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"


def ends(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=30)
    assert process.returncode == 0


def test_processes_that_start_together_share_one_server(cluster: Cluster, tmp_path: Path) -> None:
    together = [another_process(tmp_path / "postgres") for _ in range(3)]
    for process in together:
        wait_until_ready(process)
    with psycopg.connect(cluster.url("owner")) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("citoyens",)
    for process in together:
        assert cluster.running
        ends(process)
    assert not cluster.running


def test_one_that_starts_while_the_folder_is_being_made_waits_for_it(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = Cluster(tmp_path / "postgres", durable=False)
    give = Account.give

    def start_the_other_first(account: Account, path: Path) -> None:
        monkeypatch.setattr(Account, "give", give)
        beside.start()
        give(account, path)

    monkeypatch.setattr(Account, "give", start_the_other_first)
    cluster.start()
    assert beside.running
    beside.stop()
    assert cluster.running


def test_a_process_that_was_killed_does_not_keep_the_server(
    cluster: Cluster, tmp_path: Path
) -> None:
    killed = another_process(tmp_path / "postgres")
    wait_until_ready(killed)
    killed.kill()
    killed.communicate()
    assert cluster.running
    with cluster:
        pass
    assert not cluster.running


def test_a_server_started_to_stay_stays_until_it_is_stopped(cluster: Cluster) -> None:
    cluster.start(keep=True)
    cluster.stop()
    assert cluster.running
    cluster.stop(force=True)
    assert not cluster.running


def test_the_data_is_kept_from_one_start_to_the_next(cluster: Cluster) -> None:
    with cluster, psycopg.connect(cluster.url("owner")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    with cluster, psycopg.connect(cluster.url("owner")) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_preparing_a_server_again_changes_nothing(cluster: Cluster) -> None:
    with cluster:
        for _ in range(2):
            bootstrap(cluster.url(ADMIN, ADMIN), "citoyens", passwords={"web": "secret"})


def test_the_web_role_sees_nothing_until_it_takes_a_role(cluster: Cluster) -> None:
    with cluster:
        with psycopg.connect(cluster.url("owner")) as owner:
            owner.execute("CREATE TABLE public.plan (); GRANT SELECT ON public.plan TO app_public")
        with psycopg.connect(cluster.url("web"), autocommit=True) as web:
            assert web.execute("SHOW search_path").fetchone() == ('""',)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute("SELECT FROM public.plan")
            web.execute("SET ROLE app_public")
            web.execute("SELECT FROM public.plan")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute("CREATE TABLE public.mine ()")


def test_french_words_are_cut_where_french_cuts_them(cluster: Cluster) -> None:
    """With LC_CTYPE "C", « l’école » would be one word and never be found by « école »."""
    with cluster, psycopg.connect(cluster.url("owner")) as connection:
        found = connection.execute(
            "SELECT to_tsvector('french', 'À « l’École » : l''été') @@"
            " to_tsquery('french', 'école & été')"
        ).fetchone()
    assert found == (True,)


def test_a_folder_that_somebody_else_made_is_refused(cluster: Cluster, tmp_path: Path) -> None:
    with cluster:
        impostor = Cluster(tmp_path / "postgres")
    impostor.sockets.rmdir()
    impostor.sockets.symlink_to(tmp_path)
    try:
        with pytest.raises(RuntimeError, match="made by another account"):
            impostor.start()
    finally:
        impostor.sockets.unlink()
