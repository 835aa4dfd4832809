"""The main menu in the tenant's order, the links and the text of the footer, the social networks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import get_or_post, person_of, posted
from consultations.manage.common import administrators_only
from consultations.module import Text
from showcase import actions, lists
from showcase.forms import FooterForm, MenuLinkForm
from showcase.lists import Item
from showcase.manage.common import keep, show
from themes.context import CITIZEN_LINKS, menu_of
from themes.models import Branding


@dataclass(frozen=True, kw_only=True)
class Menu:
    """One list of links; `field` is where a look keeps it, `most` how many of its own it may have."""

    field: str
    name: Text
    most: int
    read: Callable[[list[Item]], list[Item]]

    def items(self, branding: Branding) -> list[Item]:
        return self.read(getattr(branding, self.field))


MENUS = {
    "principal": Menu(field="menu", name=gettext_lazy("Main menu"), most=4, read=menu_of),
    "pied": Menu(field="footer_links", name=gettext_lazy("Links of the footer"), most=8, read=list),
}


@get_or_post
@administrators_only
def index(request: HttpRequest) -> HttpResponse:
    """Both menus, and the form of the footer."""
    look = actions.look_in_hand()
    form = FooterForm(posted(request), instance=look)
    if form.is_valid():
        return keep(request, form, "showcase:menus")
    menus = [(key, menu, _rows(menu, look), _has_room(menu, look)) for key, menu in MENUS.items()]
    return show(request, "menus", form=form, menus=menus)


@get_or_post
@administrators_only
def add(request: HttpRequest, menu: str) -> HttpResponse:
    """A new link at the end of a menu."""
    chosen = _menu(menu)
    if not _has_room(chosen, actions.look_in_hand()):
        words = _("This menu has %(most)s links of yours at most: remove one first.")
        messages.error(request, words % {"most": chosen.most})
        return redirect("showcase:menus")
    return _edit(request, chosen, {"key": lists.new_key()})


@get_or_post
@administrators_only
def change(request: HttpRequest, menu: str, link: str) -> HttpResponse:
    """A link of the tenant's own."""
    chosen = _menu(menu)
    return _edit(request, chosen, _own(chosen, link))


@require_POST
@administrators_only
def move(request: HttpRequest, menu: str, link: str) -> HttpResponse:
    """One place up or down."""
    chosen, step = _menu(menu), -1 if request.POST.get("to") == "up" else 1
    return _arrange(request, chosen, lambda links: lists.move(links, link, step))


@require_POST
@administrators_only
def remove(request: HttpRequest, menu: str, link: str) -> HttpResponse:
    """Away with a link of the tenant's own; the house's stay."""
    chosen = _menu(menu)
    _own(chosen, link)
    messages.success(request, _("The link is removed from the draft."))
    return _arrange(request, chosen, lambda links: lists.drop(links, link))


def _edit(request: HttpRequest, menu: Menu, item: Item) -> HttpResponse:
    form = MenuLinkForm(posted(request), initial=dict(item))
    if form.is_valid():
        messages.success(request, _("The link is kept in the draft: nobody else sees it yet."))
        kept = {"key": item["key"], **form.cleaned_data}
        return _arrange(request, menu, lambda links: lists.put(links, kept))
    return show(request, "link", form=form, menu=menu, is_new="url" not in item)


def _arrange(
    request: HttpRequest, menu: Menu, change: Callable[[list[Item]], list[Item]]
) -> HttpResponse:
    def apply(branding: Branding) -> None:
        setattr(branding, menu.field, change(menu.items(branding)))

    actions.sketch(apply, by=person_of(request))
    return redirect("showcase:menus")


def _menu(key: str) -> Menu:
    if key not in MENUS:
        raise Http404
    return MENUS[key]


def _own(menu: Menu, link: str) -> Item:
    found = lists.find(menu.items(actions.look_in_hand()), link)
    if link in CITIZEN_LINKS:
        raise Http404
    return found


def _rows(menu: Menu, look: Branding) -> list[dict[str, Any]]:
    return [
        {"key": one["key"], "label": CITIZEN_LINKS[one["key"]].label, "url": ""}
        if one["key"] in CITIZEN_LINKS
        else dict(one)
        for one in menu.items(look)
    ]


def _has_room(menu: Menu, look: Branding) -> bool:
    own = [one for one in menu.items(look) if one["key"] not in CITIZEN_LINKS]
    return len(own) < menu.most
