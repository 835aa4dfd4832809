#!/usr/bin/env python
"""The one command line of the project: `./manage.py help` lists what it can do."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
PYTHON = ROOT / ".venv/bin/python"


def main() -> None:
    if find_spec("django") is None and PYTHON.exists() and Path(sys.prefix) != PYTHON.parents[1]:
        os.execv(PYTHON, [str(PYTHON), *sys.argv])  # noqa: S606 - the same command, where it can run
    # platform/ is a source root, not a package: its rooms are imported by their own names.
    sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if "DATABASE_URL" not in os.environ:
        # A bare checkout is a developer's; anything with a database of its own is production
        # unless it says otherwise, and then refuses to start without its secrets.
        os.environ.setdefault("CITOYENS_MODE", "development")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
