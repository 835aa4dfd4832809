"""Where the guide's links lead, for one person of one site."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.access import ability_to_open
from accounts.models import User
from consultations.models import Consultation
from consultations.selectors import consultations_for
from themes.context import STAFF_LINKS
from themes.templatetags.themes import icon

# What the workspace's menu asks for, for pages that `staff_only` does not guard.
_BY_THE_MENU = {link.name: link.ability for link in STAFF_LINKS}


@dataclass(frozen=True, slots=True)
class Way:
    """Where a link leads. `is_shut`: the page is there, but does not open for this person's roles."""

    url: str
    is_shut: bool = False

    @property
    def opening(self) -> SafeString:
        if self.is_shut:
            return mark_safe('<span class="way-shut">')
        return format_html('<a href="{}">', self.url)

    @property
    def closing(self) -> SafeString:
        if self.is_shut:
            return format_html(
                ' {}<span class="hidden-visually"> ({})</span></span>',
                icon("lock", 14),
                _("not opened by your role"),
            )
        return mark_safe("</a>")


class Ways:
    """Finds the pages that the guide names; notes in `shut` whether any did not open."""

    def __init__(self, person: User) -> None:
        self.person, self.shut = person, False

    @cached_property
    def consultation(self) -> Consultation | None:
        """The consultation that the guide speaks of: the newest being prepared, else running, else any."""
        order = list(Consultation.State)
        found = consultations_for(self.person).order_by("-created_at")[:50]
        return min(found, key=lambda one: order.index(Consultation.State(one.state)), default=None)

    def to(self, name: str) -> Way:
        """The way to `moderer` (a page of the guide), `accounts:people` (of the site) or `https://…`."""
        if name.startswith("https://"):
            return Way(name)
        if ":" not in name:
            slug, _hash, anchor = name.partition("#")
            return Way(reverse("guide:page", args=[slug]) + (f"#{anchor}" if anchor else ""))
        url = self._address(name)
        ability = ability_to_open(url) or _BY_THE_MENU.get(name)
        is_shut = bool(ability) and ability not in self.person.abilities
        self.shut = self.shut or is_shut
        return Way(url, is_shut)

    def _address(self, name: str) -> str:
        """A page of a consultation is that of the one in question; without one, the list of them."""
        try:
            return reverse(name)
        except NoReverseMatch:
            if self.consultation is None:
                return reverse("workspace:consultations")
            return reverse(name, args=[self.consultation.slug])
