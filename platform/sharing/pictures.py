"""The pictures that stand for a site's pages where they are shared: drawn once, kept until they change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from consultations.models import Consultation
from consultations.pages import tell
from consultations.selectors import get_page_for
from sharing.drawing import as_svg, draw, drawable, source
from sharing.selectors import VISITOR
from tenants.current import get_tenant
from themes.brand import get_branding
from themes.models import Branding
from themes.storage import TenantStorage
from themes.templatetags.themes import day

FOLDER = "sharing"
COLOURS = ("deep", "on_deep", "on_deep_soft", "brand", "accent")


@dataclass(frozen=True, kw_only=True)
class Poster:
    """What a picture tells. `logo` is the name of a file of the tenant's, or empty."""

    title: str
    line: str
    name: str
    logo: str
    colours: dict[str, str] = field(hash=False)

    def drawn(self) -> bytes:
        """The picture, as PNG."""
        words = {name: drawable(getattr(self, name)) for name in ("title", "line", "name")}
        return draw("picture", {**words, "logo": _read(self.logo), "colours": self.colours})


@dataclass(frozen=True, kw_only=True)
class Icon:
    """An icon of the installed site: pixels a side, and the share of them left free at each edge."""

    side: int
    margin: float
    purpose: str = "any"

    def drawn(self, logo: str, colours: dict[str, str]) -> bytes:
        return draw("icon", {**asdict(self), "logo": _read(logo), "colours": colours})


# A maskable one may be cut to the circle of four fifths of its width.
ICONS = {
    "icon_192": Icon(side=192, margin=0.14),
    "icon_512": Icon(side=512, margin=0.14),
    "icon_maskable": Icon(side=512, margin=0.22, purpose="maskable"),
}


def of_site() -> bytes:
    """The picture of the current tenant's site."""
    branding, name = get_branding(), get_tenant().name
    poster = _poster(branding, branding.home_title or name, branding.tagline)
    return _kept("site", _digest("picture", asdict(poster)), poster.drawn)


def of_consultation(slug: str) -> bytes:
    """The picture of a consultation that everybody may read; else Http404."""
    consultation = get_page_for(VISITOR, slug)
    with override(settings.LANGUAGE_CODE):  # one picture for all: it is not asked for in a language
        poster = _poster(get_branding(), str(consultation.say("title")), _dates(consultation))
    return _kept(consultation.pk.hex, _digest("picture", asdict(poster)), poster.drawn)


def of_icon(name: str) -> bytes:
    """One of ICONS, with the logo of the current tenant or else the mark in its colours."""
    branding, icon = get_branding(), ICONS[name]
    logo, colours = branding.logo.name or "", _colours(branding)
    digest = _digest("icon", [asdict(icon), logo, colours])
    return _kept(name, digest, lambda: icon.drawn(logo, colours))


def _poster(branding: Branding, title: str, line: str) -> Poster:
    return Poster(
        title=title,
        line=line,
        name=get_tenant().name,
        logo=branding.logo.name or "",
        colours=_colours(branding),
    )


def _colours(branding: Branding) -> dict[str, str]:
    scheme = branding.palette.light
    return {name: getattr(scheme, name) for name in COLOURS}


def _read(logo: str) -> str:
    """A picture among the tenant's files, as a drawing takes it; nothing for no name."""
    if not logo:
        return ""
    with TenantStorage().open(logo) as file:
        return as_svg(file.read())


def _digest(drawing: str, told: object) -> str:
    """Changes with anything that shows, the drawing included."""
    data = json.dumps(told, sort_keys=True).encode()
    return hashlib.sha256(data + source(drawing)).hexdigest()[:16]


def _dates(consultation: Consultation) -> str:
    [told] = tell([consultation])
    if not told.phases or told.ended_at is None:
        return ""
    first = min(phase.opens_at for phase in told.phases)
    words = _("from %(starts)s to %(ends)s")
    return capfirst(words % {"starts": day(first), "ends": day(told.ended_at)})


def _kept(key: str, digest: str, drawn: Callable[[], bytes]) -> bytes:
    """The file kept under this key; drawn anew, and the former ones removed, when its digest changed."""
    storage, name = TenantStorage(), f"{FOLDER}/{key}-{digest}.png"
    try:
        with storage.open(name) as file:
            picture: bytes = file.read()
    except FileNotFoundError:
        picture, former = drawn(), _files(storage, key)
        storage.save(name, ContentFile(picture))
        for old in former:
            storage.delete(old)
    return picture


def _files(storage: TenantStorage, key: str) -> list[str]:
    if not storage.exists(FOLDER):
        return []
    _folders, files = storage.listdir(FOLDER)
    return [f"{FOLDER}/{file}" for file in files if file.startswith(f"{key}-")]
