"""The system account that runs the embedded PostgreSQL."""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from infra.bootstrap import PostgresError

# PostgreSQL refuses to run as root. This account exists on every Unix, so the machine
# is left as it was found.
SERVANT = "nobody"


@dataclass(frozen=True)
class Account:
    """The system account that owns the data and runs the server."""

    uid: int
    gid: int

    @classmethod
    def for_folder(cls, folder: Path) -> Self:
        """Whoever runs this; for root, the folder's owner, or `nobody` when that is root too."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid())
        if folder.exists() and (found := folder.stat()).st_uid != 0:
            return cls(found.st_uid, found.st_gid)
        entry = pwd.getpwnam(SERVANT)
        return cls(entry.pw_uid, entry.pw_gid)

    def run(
        self, *command: str | Path, cwd: Path = Path("/"), env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command as this account; its output, both streams mixed, is in `stdout`.

        The output goes through a file: a server started in the background would keep a
        pipe open, and reading to its end would wait for ever.
        """
        other = os.geteuid() != self.uid
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                [str(part) for part in command],
                cwd=cwd,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                check=False,
                user=self.uid if other else None,
                group=self.gid if other else None,
                extra_groups=[] if other else None,
            )
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, output.read())

    def can(self, permission: str, path: Path) -> bool:
        """Tell whether this account passes the shell's `test`, as in `can("-x", folder)`."""
        return self.run("/usr/bin/env", "test", permission, path).returncode == 0

    def give(self, path: Path) -> None:
        """Make a file or folder this account's own."""
        os.chown(path, self.uid, self.gid)


def insist_on_owner(folder: Path, uid: int) -> None:
    """Refuse a folder of `/tmp` that somebody else put in our place."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid:
        raise PostgresError(
            f"{folder} was made by another account ({found.st_uid}, not {uid}): run this as that "
            "account, or remove the folder and what it holds."
        )
