"""What a page says of itself to search engines and to whoever shares it: the variable ``page_head``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language

from tenants.models import Tenant

if TYPE_CHECKING:
    from themes.context import NavItem, Site

PICTURE_WIDTH, PICTURE_HEIGHT = 1200, 630  # pixels: what social networks show whole
SUMMARY = 200  # characters, about what is shown of a description anywhere
_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True, kw_only=True)
class Head:
    """A page as others will show it. Give it to the template as ``page_head``; base.html writes it.

    `picture` is the path of a PNG of 1200 × 630 pixels on the same site. `feed` leads to an Atom feed,
    `trail` from the top of the site to this page. `facts` are schema.org's, beginning with "@type": of
    what is public and of no person, since a name beside an opinion is for the page's readers only.
    """

    title: str
    description: str = ""
    picture: str = ""
    feed: NavItem | None = None
    trail: Sequence[NavItem] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        """The description on one line, cut at a word."""
        return Truncator(" ".join(self.description.split())).chars(SUMMARY)

    @property
    def width(self) -> int:
        return PICTURE_WIDTH

    @property
    def height(self) -> int:
        return PICTURE_HEIGHT


def structured(head: Head, site: Site) -> SafeString:
    """The facts as JSON-LD: a block of data, which no browser executes and no policy refuses."""
    graph = [_page(head, site), *([_trail(head, site)] if head.trail else [])]
    told = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    safe = told.translate(_ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{safe}</script>')  # noqa: S308 — escaped above


def _page(head: Head, site: Site) -> dict[str, Any]:
    facts = {
        "@type": "WebPage",
        "name": head.title,
        "url": site.here,
        "description": head.summary,
        "image": site.address(head.picture) if head.picture else "",
        "inLanguage": get_language() or "",
        "isPartOf": {"@type": "WebSite", "name": site.name, "url": site.address("/")},
        "publisher": {"@type": _kind_of(site), "name": site.name, "url": site.address("/")},
        **head.facts,
    }
    return {name: value for name, value in facts.items() if value}


def _trail(head: Head, site: Site) -> dict[str, Any]:
    steps = [
        {
            "@type": "ListItem",
            "position": place,
            "name": str(item.label),
            "item": site.address(item.url) if item.url else site.here,
        }
        for place, item in enumerate(head.trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def _kind_of(site: Site) -> str:
    private = {Tenant.Kind.ASSOCIATION, Tenant.Kind.OTHER}
    is_public_body = site.tenant is not None and site.tenant.kind not in private
    return "GovernmentOrganization" if is_public_body else "Organization"
