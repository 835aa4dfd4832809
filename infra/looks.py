"""How a picture of a page is taken: the sizes of window, and the file it goes to, in var/shots."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var/shots"

type Scheme = Literal["light", "dark"]


class Look(NamedTuple):
    """One size of window."""

    name: str
    width: int
    height: int
    scheme: Scheme

    @property
    def mark(self) -> str:
        """The end of its pictures' names."""
        return f"{self.name}-dark" if self.scheme == "dark" else self.name


def looks_of(scheme: Scheme) -> list[Look]:
    return [Look("wide", 1280, 800, scheme), Look("narrow", 390, 844, scheme)]


def window(browser: Browser, look: Look) -> Page:
    return browser.new_context(
        viewport={"width": look.width, "height": look.height},
        color_scheme=look.scheme,
        locale="fr-FR",
    ).new_page()


def keep(page: Page, name: str, look: Look) -> None:
    """Write one picture of the whole page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"{name}-{look.mark}.png", full_page=True)
    print(f"  {name}-{look.mark}.png", flush=True)


def sheet(look: Look, names: list[str]) -> None:
    """The pictures of one look side by side, the tops of the pages: to compare at a glance."""
    from PIL import Image

    width, height = look.width // 4, look.height // 3
    columns = min(5, len(names))
    whole = Image.new("RGB", (columns * width, -(-len(names) // columns) * height), "#888888")
    for place, name in enumerate(names):
        with Image.open(FOLDER / f"{name}-{look.mark}.png") as picture:
            scaled = picture.resize((width, picture.height * width // picture.width))
        corner = (place % columns * width, place // columns * height)
        whole.paste(scaled.crop((0, 0, width - 6, height - 6)), corner)
    whole.save(FOLDER / f"dix-{look.mark}.png")
    print(f"  dix-{look.mark}.png: all of them", flush=True)
