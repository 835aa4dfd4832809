"""What every template knows of the site it stands on: the variable ``site``."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.encoding import escape_uri_path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from languages.offered import Alternate, alternates
from tenants.current import peek_tenant
from tenants.hosts import address_of, platform_address
from tenants.models import Tenant
from themes.brand import Brand, Kept, brand_for
from themes.links import for_reader


@dataclass(frozen=True, slots=True)
class NavItem:
    """A link of a menu. ``current`` is "page", "true" (somewhere below it) or empty."""

    label: str
    url: str
    current: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link as the house plans it: shown where its URL exists and its ability is held.

    A label that the site decides is a function of the site.
    """

    label: "Promise | Callable[[Site], str]"
    name: str
    icon: str = ""
    ability: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the law wants every footer to say of a site: `accessibility` is the label of a link."""

    contact_email: str = ""
    accessibility: str = ""


_sources: list[Callable[[Tenant | None], Facts]] = []


def ask(source: Callable[[Tenant | None], Facts]) -> None:
    """Ask a room above what to say of a tenant (None: the platform). Called when Django starts."""
    _sources.append(source)


type Helper = Callable[[HttpRequest], NavItem | None]
_helpers: list[Helper] = []


def be_helped_by(helper: Helper) -> None:
    """Let a room above name the page that explains the one shown. Called when Django starts."""
    _helpers.append(helper)


PUBLIC_LINKS = (
    Link(gettext_lazy("Open a site"), "onboarding:start"),
    Link(gettext_lazy("Prices"), "billing:plans"),
)
CITIZEN_LINKS = {  # by the key that a tenant's own order of the menu names them with
    "consultations": Link(gettext_lazy("Consultations"), "consultations:index"),
    "account": Link(gettext_lazy("Follow-up"), "accountability:account"),
    "receipts": Link(gettext_lazy("Follow my contribution"), "receipts:find"),
}
STAFF_LINKS = (
    Link(gettext_lazy("Overview"), "workspace:home", "layout-dashboard"),
    Link(gettext_lazy("Consultations"), "workspace:consultations", "messages-square"),
    Link(gettext_lazy("Moderation"), "moderation:queue", "shield-check", "moderate"),
    Link(gettext_lazy("Answers"), "instruction:board", "message-square-reply", "answer"),
    Link(gettext_lazy("Commitments"), "commitments:index", "milestone", "answer"),
    Link(
        pgettext_lazy("articles", "News"),
        "showcase:write_news_index",
        "newspaper",
        "manage_consultations",
    ),
    Link(gettext_lazy("Team"), "accounts:people", "users", "manage_site"),
    Link(gettext_lazy("Look of the site"), "showcase:look", "palette", "manage_site"),
    Link(gettext_lazy("Address of the site"), "addresses:index", "globe", "manage_site"),
    Link(gettext_lazy("Legal duties"), "legal:duties", "scale", "manage_site"),
    Link(gettext_lazy("Languages"), "workspace:languages", "languages", "manage_site"),
    Link(gettext_lazy("History"), "workspace:history", "history", "manage_site"),
    Link(gettext_lazy("Subscription"), "billing:subscription", "receipt-euro", "manage_site"),
    Link(gettext_lazy("Copies of the site"), "reversibility:copies", "archive", "manage_site"),
    Link(gettext_lazy("Guide"), "guide:index", "book-open"),
)
FOOTER_LINKS = (
    Link(gettext_lazy("Moderation charter"), "moderation:charter"),
    Link(lambda site: site.facts.accessibility, "legal:accessibility"),
    Link(gettext_lazy("Legal notice"), "legal:notice"),
    Link(gettext_lazy("Personal data"), "legal:privacy"),
    Link(gettext_lazy("Cookies"), "legal:cookies"),
    Link(gettext_lazy("Terms of use"), "legal:terms"),
    Link(gettext_lazy("Site map"), "legal:site_map"),
    Link(gettext_lazy("Open data"), "api:index"),
)


@dataclass(frozen=True, slots=True)
class Tried:
    """A look before it is published, and where its stylesheet stands."""

    brand: Brand
    stylesheet_url: str


def menu_of(own: Iterable[Kept]) -> list[Kept]:
    """The main menu in order: what the tenant placed, then the house's links that it did not."""
    placed = list(own)
    keys = {one["key"] for one in placed}
    return placed + [{"key": key} for key in CITIZEN_LINKS if key not in keys]


@dataclass(frozen=True)
class Site:
    """The site a page belongs to: a tenant's, or the platform's own."""

    request: HttpRequest | None
    tenant: Tenant | None
    tried: Tried | None = None  # a look that only its makers see

    @property
    def is_platform(self) -> bool:
        return self.tenant is None

    @cached_property
    def brand(self) -> Brand | None:
        if self.tried:
            return self.tried.brand
        return brand_for(self.tenant) if self.tenant else None

    @property
    def name(self) -> str:
        return self.tenant.name if self.tenant else settings.PLATFORM_NAME

    @property
    def platform_name(self) -> str:
        return settings.PLATFORM_NAME

    @property
    def tagline(self) -> str:
        return self.brand.tagline if self.brand else _("Public consultations, together")

    @property
    def logo_url(self) -> str:
        return self.brand.logo_url if self.brand else ""

    @property
    def icon_url(self) -> str:
        return self.brand.icon_url if self.brand else ""

    @property
    def stylesheet_url(self) -> str:
        """The tenant's colours; empty for the platform, whose own are in the shared stylesheet.

        One address for all languages, so that a browser keeps it once.
        """
        if self.tried:
            return self.tried.stylesheet_url
        with override(settings.LANGUAGE_CODE):
            return self._url("themes:colours", self.brand.digest) if self.brand else ""

    @cached_property
    def facts(self) -> Facts:
        """What the room of the public duties says of this site; empty without that room."""
        return _sources[-1](self.tenant) if _sources else Facts()

    @property
    def contact_email(self) -> str:
        return self.facts.contact_email

    @property
    def works_offline(self) -> bool:
        """Whether browsers are given the page that is shown without a network."""
        return settings.OFFLINE_PAGE

    @property
    def home_url(self) -> str:
        return self._url("public:home" if self.is_platform else "home") or "/"

    def address(self, path: str) -> str:
        """A path of this site with its scheme and host."""
        return address_of(self.tenant, path) if self.tenant else platform_address(path)

    @property
    def here(self) -> str:
        """The one address of the page shown, for search engines: without what sorts and filters it."""
        if self.request is None:
            return self.address("/")
        page = self.request.GET.get("page", "")
        kept = f"?page={page}" if _FURTHER.fullmatch(page) else ""
        return self.address(escape_uri_path(self.request.path) + kept)

    @cached_property
    def languages(self) -> list[Alternate]:
        """This page in each language of the site; empty where there is one, and in mails."""
        return alternates(self.request) if self.request else []

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """Each language's code and the whole address of this page in it, for search engines."""
        whole = partial(address_of, self.tenant) if self.tenant else platform_address
        return [(one.code, whole(one.path)) for one in self.languages]

    @cached_property
    def nav(self) -> list[NavItem]:
        """The house's links, with the tenant's own among them, in the order it chose."""
        if self.brand is None:
            return list(self._items(PUBLIC_LINKS))
        return list(self._menu_items(self.brand, "menu", menu_of(self.brand.menu)))

    @cached_property
    def staff_nav(self) -> list[NavItem]:
        return list(self._items(STAFF_LINKS))

    @cached_property
    def help(self) -> NavItem | None:
        """The page of the guide that explains this page of the workspace; None without such a page."""
        return _helpers[-1](self.request) if _helpers and self.request else None

    @cached_property
    def footer_links(self) -> list[NavItem]:
        return list(self._items(FOOTER_LINKS))

    @cached_property
    def own_footer_links(self) -> list[NavItem]:
        """The tenant's own links, above those that the law and the house want."""
        brand = self.brand
        return list(self._menu_items(brand, "footer_links", brand.footer_links)) if brand else []

    def _menu_items(self, brand: Brand, name: str, links: Iterable[Kept]) -> Iterator[NavItem]:
        path = self.request.path if self.request else ""
        for kept in links:
            if (key := kept["key"]) in CITIZEN_LINKS:
                yield from self._items((CITIZEN_LINKS[key],))
            else:
                url = for_reader(kept["url"])
                yield NavItem(
                    brand.say(f"{name}.{key}.label"), url, _current(path, url, whole=True)
                )

    def _items(self, links: tuple[Link, ...]) -> Iterator[NavItem]:
        user = getattr(self.request, "user", None)
        held: frozenset[str] = getattr(user, "abilities", frozenset())
        path = self.request.path if self.request else ""
        for link in links:
            if (url := self._url(link.name)) and (not link.ability or link.ability in held):
                current = _current(path, url, whole=link.name in _ROOTS)
                label = link.label(self) if callable(link.label) else str(link.label)
                yield NavItem(label, url, current, link.icon)

    def _url(self, name: str, *args: str) -> str:
        """The path of a page of this site; empty when the room that has it is not open here.

        The site decides, not the request: a mail is written without one.
        """
        urlconf = settings.ROOT_URLCONF if self.is_platform else settings.TENANT_URLCONF
        try:
            return reverse(name, urlconf=urlconf, args=args)
        except NoReverseMatch:
            return ""


_FURTHER = re.compile(r"[2-9]|[1-9][0-9]{1,5}")  # the pages of a list after the first
# Every page is below these: they are current on their own page only.
_ROOTS = {"home", "public:home", "workspace:home"}


def site(request: HttpRequest) -> dict[str, Any]:
    """The context processor. Nothing is read before a template asks for it."""
    return {"site": Site(request, peek_tenant())}


def mail_site() -> Site:
    """The site for a mail's template, where there is no request: pass it as ``site``."""
    return Site(None, peek_tenant())


def _current(path: str, url: str, *, whole: bool) -> str:
    if path == url:
        return "page"
    return "true" if not whole and path.startswith(url) else ""
