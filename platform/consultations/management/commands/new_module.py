"""`manage.py new_module NAME` writes a module that works, from infra/module_template/."""

from __future__ import annotations

import re
import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import BaseCommand, CommandError

from consultations.module import all_modules
from infra.messages import compile_all

TEMPLATE = "infra/module_template"
TOKEN = "newmodule"  # noqa: S105 - the word that stands for the name in the template
NAME = re.compile(r"[a-z][a-z_]{1,28}[a-z]")
MODULES_ROW = re.compile(r"(\| `platform/modules/` \| [^.\n]*)")


class Command(BaseCommand):
    help = "Write a new module, complete and working, into platform/modules/NAME/."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="lower-case letters and _, in the plural: `workshops`")
        parser.add_argument("--root", type=Path, default=settings.ROOT, help="another checkout")

    def handle(self, *args: Any, name: str, root: Path, **options: Any) -> None:
        folder = root / "platform/modules" / name
        _check(name, folder)
        write(name, root / TEMPLATE, folder)
        _name_in_readme(name, root / "README.md")
        if root == settings.ROOT:
            compile_all()
        self.stdout.write(f"{folder.relative_to(root)} works: begin with its module.py.")
        self.stdout.write("Restart the server, then `make test ARGS=tests/contract`.")


def write(name: str, template: Path, folder: Path) -> None:
    """Copy the template with `name` in place of its token, in texts and in paths."""
    for source in sorted(path for path in template.rglob("*") if path.is_file()):
        place = source.relative_to(template)
        if "__pycache__" in place.parts or source.suffix in {".pyc", ".mo"}:
            continue
        target = folder / str(place).replace(TOKEN, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text().replace(f"{TOKEN}-path", name.replace("_", "-"))
        target.write_text(text.replace(TOKEN, name))
        shutil.copymode(source, target)


def _check(name: str, folder: Path) -> None:
    if not NAME.fullmatch(name):
        raise CommandError("A name is 3 to 30 lower-case letters, with _ between words.")
    if folder.exists():
        raise CommandError(f"{folder} is there already.")
    labels = {app.label for app in apps.get_app_configs()}
    paths = {module.path for module in all_modules().values()}
    if name in labels or name.replace("_", "-") in paths:
        raise CommandError(f"“{name}” is the name of a room or of another module's pages.")


def _name_in_readme(name: str, readme: Path) -> None:
    """The README is the map: it names every module."""
    if readme.exists():
        text = readme.read_text()
        readme.write_text(MODULES_ROW.sub(rf"\1, `{name}/`", text, count=1))
