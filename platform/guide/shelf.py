"""Which pages the guide has, in which order, and which of them explains which page of the workspace.

A page is a folder with one Markdown file a language (`fr.md`, `en.md`): the room's own stand in `pages/`, a
module's in the folder `guide/` of the module, if it has one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consultations.module import Module, Text, all_modules

PAGES = Path(__file__).parent / "pages"
TOUR = "premiere-concertation"
PREPARING = "preparer"

# By the name of a page of the workspace, or of all pages of a room: what explains it. A module's own page
# explains the module's; where it has none, they are explained by how a consultation is prepared.
EXPLAINED_BY = {
    "workspace": PREPARING,
    "workspace:home": TOUR,
    "workspace:edit": "ecrire",
    "workspace:publish": "ouvrir",
    "workspace:phases": "ouvrir",
    "workspace:new_phase": "ouvrir",
    "workspace:edit_phase": "ouvrir",
    "workspace:extend": "ouvrir",
    "workspace:move_phase": "ouvrir",
    "workspace:remove_phase": "ouvrir",
    "workspace:languages": "langues",
    "workspace:site_texts": "langues",
    "workspace:translations": "langues",
    "workspace:history": "equipe",
    "workspace:journal": "equipe",
    "moderation": "moderer",
    "instruction": "repondre",
    "statuses": "repondre",
    "accountability": "rendre-compte",
    "commitments": "rendre-compte",
    "accounts": "equipe",
    "showcase": "apparence",
    "showcase:write_news_index": "faire-savoir",
    "showcase:write_news": "faire-savoir",
    "showcase:change_news": "faire-savoir",
    "showcase:remove_news": "faire-savoir",
    "legal": "obligations",
    "billing": "abonnement",
    "reversibility": "copies",
    "addresses": "adresse",
    "admissions": "pour-qui",
    "wording": "ecrire",
}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A page of the guide as it stands on its shelf; `folder` holds its text in each language."""

    slug: str
    icon: str
    folder: Path


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """Some pages under one title."""

    title: Text
    entries: tuple[Entry, ...]


@cache
def shelves() -> tuple[Shelf, ...]:
    """All pages but the tour, in the order they are read."""
    return (
        Shelf(
            title=_("A consultation, from the first day to the last"),
            entries=(
                _own(PREPARING, "notebook-pen"),
                _own("ecrire", "pen-line"),
                _own("pour-qui", "ticket"),
                _own("ouvrir", "calendar-clock"),
                _own("faire-savoir", "megaphone"),
                _own("moderer", "shield-check"),
                _own("repondre", "message-square-reply"),
                _own("rendre-compte", "milestone"),
            ),
        ),
        Shelf(title=_("The ways to take part"), entries=tuple(_of_modules())),
        Shelf(
            title=_("The site and its team"),
            entries=(
                _own("equipe", "users"),
                _own("apparence", "palette"),
                _own("langues", "languages"),
                _own("obligations", "scale"),
                _own("abonnement", "receipt-euro"),
                _own("copies", "archive"),
                _own("adresse", "globe"),
            ),
        ),
    )


@cache
def entries() -> dict[str, Entry]:
    """Every page by its slug, the tour first."""
    shelved = (entry for shelf in shelves() for entry in shelf.entries)
    return {entry.slug: entry for entry in (_own(TOUR, "footprints"), *shelved)}


def explaining(view_name: str) -> Entry:
    """The page that explains a page of the workspace, by its name `room:page`. KeyError where none does."""
    room = view_name.partition(":")[0]
    if slug := EXPLAINED_BY.get(view_name) or EXPLAINED_BY.get(room):
        return entries()[slug]
    module = all_modules()[room.removesuffix("_manage")]
    return entries().get(module.path) or entries()[PREPARING]


def _own(slug: str, icon: str) -> Entry:
    return Entry(slug=slug, icon=icon, folder=PAGES / slug)


def _of_modules() -> Iterator[Entry]:
    for name in settings.MODULES:
        folder = Path(str(import_module(name).__file__)).parent / "guide"
        module: Module = import_module(f"{name}.module").MODULE
        if folder.is_dir():
            yield Entry(slug=module.path, icon=module.icon, folder=folder)
