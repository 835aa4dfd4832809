"""The look of a demonstration's site: logo, banner, blocks and menus, as its data file tells."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from onboarding.demo_pictures import DRAWN
from themes import logos, pictures
from themes.models import Branding

FOLDER = Path(__file__).parent / "demo"
type Data = Mapping[str, Any]
_AS_TOLD = (
    "corners", "typeface", "sender_name", "home_title", "home_text", "banner_alt", "banner_focus", "menu",
    "footer_text", "footer_links", "social",
)  # fmt: skip


def dress(branding: Branding, source: str, look: Data) -> None:
    """Put on the look of the data file `source`; the caller saves the row."""
    for name in _AS_TOLD:
        setattr(branding, name, look.get(name, getattr(branding, name)))
    branding.wear(logos.read(ContentFile((FOLDER / f"{source}.svg").read_bytes())))
    branding.banner = _drawn(look["banner"], branding, pictures.BANNER)
    branding.blocks = [_block(place, one, branding) for place, one in enumerate(look["blocks"])]
    branding.learn(look.get("translations", {}))


def _block(place: int, told: Data, branding: Branding) -> dict[str, Any]:
    values = {name: value for name, value in told.items() if name != "kind"}
    if told["kind"] == "picture":
        values["picture"] = _drawn(told["picture"], branding, pictures.FIGURE)
    return {"key": f"demo-{place}", "kind": told["kind"], "values": values}


def _drawn(name: str, branding: Branding, shape: pictures.Shape) -> dict[str, Any]:
    return pictures.Picture(DRAWN[name](branding.palette.light), shape).keep()
