"""A tenant's look, ready to show: read once, then kept in the process for half a minute."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from languages.said import Said, say
from tenants.current import get_tenant, use
from tenants.memory import remembered
from tenants.models import Tenant
from themes import pictures
from themes.links import NETWORKS
from themes.models import Branding
from themes.palette import Palette
from themes.shapes import WITH_HOUSE_LETTERS, css_of

type Kept = Mapping[str, Any]  # one item of a look's list: a block, a link


@dataclass(frozen=True, slots=True)
class Brand:
    """What pages and mails show of a tenant. Sizes in pixels, 0 without logo."""

    palette: Palette
    logo_url: str
    logo_width: int
    logo_height: int
    icon_url: str
    banner: pictures.Shown | None
    blocks: tuple[Kept, ...]
    menu: tuple[Kept, ...]
    footer_links: tuple[Kept, ...]
    social: tuple[tuple[str, str], ...]  # how people call the network, and the address there
    sender_name: str
    with_house_letters: bool
    css: str
    digest: str
    words: Mapping[str, str]  # in the reference language, by field or by place in a list
    translations: Mapping[str, Any]

    def say(self, field: str) -> Said:
        """A field, or the words at a place of one of its lists (`themes/listed.py`), for the reader."""
        return say(self.words[field], self.translations, field)

    @property
    def tagline(self) -> Said:
        return self.say("tagline")

    @property
    def home_title(self) -> Said:
        return self.say("home_title")

    @property
    def home_text(self) -> Said:
        return self.say("home_text")

    @property
    def banner_alt(self) -> Said:
        return self.say("banner_alt")

    @property
    def footer_text(self) -> Said:
        return self.say("footer_text")


def get_branding() -> Branding:
    """The current tenant's branding, or an unsaved one with our defaults."""
    return Branding.objects.first() or Branding()


def brand_for(tenant: Tenant) -> Brand:
    """The look of a tenant: no SQL statement while it is remembered, one otherwise."""
    with use(tenant):
        return _current_brand()


@remembered
def _current_brand() -> Brand:
    return brand_of(get_branding())


def brand_of(branding: Branding) -> Brand:
    """A look as pages show it: the tenant's own, or one that is only tried on."""
    css = css_of(branding)
    return Brand(
        palette=branding.palette,
        logo_url=branding.logo.url if branding.logo else "",
        logo_width=branding.logo_width,
        logo_height=branding.logo_height,
        icon_url=branding.icon.url if branding.icon else "",
        banner=pictures.show(branding.banner),
        blocks=tuple(branding.blocks),
        menu=tuple(branding.menu),
        footer_links=tuple(branding.footer_links),
        social=tuple(
            (label, branding.social[name])
            for name, label in NETWORKS.items()
            if name in branding.social
        ),
        sender_name=branding.sender_name,
        with_house_letters=branding.typeface in WITH_HOUSE_LETTERS,
        css=css,
        digest=hashlib.sha256(css.encode()).hexdigest()[:12],
        words=branding.wordings(),
        translations=branding.translations,
    )


@receiver([post_save, post_delete], sender=Branding)
def _forget(using: str, **_: Any) -> None:
    """At once for this request, and again when the others can see the change."""
    tenant = get_tenant()

    def drop() -> None:
        with use(tenant):
            _current_brand.forget()

    drop()
    transaction.on_commit(drop, using=using)
