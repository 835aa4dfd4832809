"""The kinds of block that a home page is made of, and the page they make.

A look keeps a list of `{"key", "kind", "values"}`; `compose` makes of it what the template shows. A new
kind is a form, a function and a template `showcase/blocks/<key>.html`: add it to KINDS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.module import Text
from consultations.pages import Shelves, shelve, tell
from consultations.permissions import Person
from consultations.selectors import public_consultations
from showcase import block_forms as forms
from showcase.selectors import news_for, tally
from themes import pictures
from themes.brand import Brand
from themes.links import for_reader
from themes.listed import LIMITS

MOST = 12  # blocks of one page
type Values = Mapping[str, Any]


class Page:
    """What several blocks of one person's page share, each fetched once and only if a block asks."""

    def __init__(self, person: Person) -> None:
        self.person = person

    @cached_property
    def shelves(self) -> Shelves:
        return shelve(tell(public_consultations(self.person)))


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of block. `show` gives what its template needs, None where there is nothing to show.

    `once` says that a page has one at most. Any `show` takes a fixed number of statements.
    """

    key: str
    name: Text
    summary: Text
    icon: str
    form: type[forms.BlockForm]
    show: Callable[[Values, Page], Values | None]
    once: bool = False

    @property
    def template(self) -> str:
        return f"showcase/blocks/{self.key}.html"

    def gist(self, values: Values) -> str:
        """A few words to tell one block of this kind from another."""
        said = (
            values.get("title") or values.get("caption") or values.get("alt") or values.get("text")
        )
        return str(said or "")[:80]


@dataclass(frozen=True, kw_only=True)
class Block:
    """One block of a page, ready for its template."""

    key: str
    kind: Kind
    shown: Values


def _as_typed(values: Values, page: Page) -> Values:
    return values


def _picture(values: Values, page: Page) -> Values | None:
    shown = pictures.show(values.get("picture"))
    return {**values, "picture": shown} if shown else None


def _figures(values: Values, page: Page) -> Values | None:
    """Numbers worth showing: a zero tells nothing yet."""
    known = {
        name: getattr(tally(), name, None) for name in values["shown"] if name != "consultations"
    }
    if "consultations" in values["shown"]:
        known["consultations"] = page.shelves.count
    figures = [(known[name], forms.FIGURES[name]) for name in values["shown"] if known[name]]
    return {**values, "figures": figures} if figures else None


def _consultations(values: Values, page: Page) -> Values:
    finished = page.shelves.finished[: values["finished"]]
    more = len(page.shelves.finished) > len(finished)
    return {"shelves": page.shelves, "finished": finished, "more": more}


def _news(values: Values, page: Page) -> Values | None:
    listed = list(news_for(page.person).filter(is_published=True)[: values["most"]])
    return {**values, "news": listed} if listed else None


KINDS: Mapping[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind(
            key="consultations",
            name=_("Consultations"),
            summary=_("What is open, what is coming, what is finished."),
            icon="messages-square",
            form=forms.ConsultationsForm,
            show=_consultations,
            once=True,
        ),
        Kind(
            key="text",
            name=_("Text"),
            summary=_("A title and a few paragraphs."),
            icon="text-align-start",
            form=forms.TextForm,
            show=_as_typed,
        ),
        Kind(
            key="picture",
            name=_("Picture"),
            summary=_("With what it shows, and a caption."),
            icon="image",
            form=forms.PictureForm,
            show=_picture,
        ),
        Kind(
            key="figures",
            name=_("Figures"),
            summary=_("What people brought, and the answers they got."),
            icon="chart-column",
            form=forms.FiguresForm,
            show=_figures,
            once=True,
        ),
        Kind(
            key="news",
            name=pgettext_lazy("articles", "News"),
            summary=_("The latest that you published."),
            icon="newspaper",
            form=forms.NewsForm,
            show=_news,
            once=True,
        ),
        Kind(
            key="partners",
            name=_("Partners"),
            summary=_("Who acts with you."),
            icon="handshake",
            form=forms.PartnersForm,
            show=_as_typed,
        ),
        Kind(
            key="call",
            name=_("Call to action"),
            summary=_("A sentence and a button that stand out."),
            icon="megaphone",
            form=forms.CallForm,
            show=_as_typed,
        ),
    )
}
# A site that composed nothing: its consultations, first thing.
BEGINNING: tuple[Values, ...] = (
    {"key": "consultations", "kind": "consultations", "values": {"finished": 6}},
)


def blocks_of(kept: Iterable[Values]) -> list[Values]:
    """The blocks of a look, or those a page begins with; kinds that are gone are left out."""
    known = [one for one in kept if one["kind"] in KINDS]
    return known or list(BEGINNING)


def _spoken(one: Values, brand: Brand) -> Values:
    """The values of a block for the reader: its words translated or marked, its link in their language."""
    values = dict(one["values"])
    for name in values.keys() & LIMITS.keys():
        values[name] = brand.say(f"blocks.{one['key']}.{name}")
    if "url" in values:
        values["url"] = for_reader(values["url"])
    return values


def compose(brand: Brand, person: Person) -> list[Block]:
    """The page that the blocks of a look make for `person`. Each kind of block takes its statements once."""
    page, made = Page(person), []
    for one in blocks_of(brand.blocks):
        kind = KINDS[one["kind"]]
        if (shown := kind.show(_spoken(one, brand), page)) is not None:
            made.append(Block(key=one["key"], kind=kind, shown=shown))
    return made
