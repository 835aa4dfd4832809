"""The home page: its welcome, and its blocks, added, changed, moved and removed one at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import get_or_post, person_of, posted
from consultations.manage.common import administrators_only
from showcase import actions, lists
from showcase.blocks import KINDS, MOST, Kind, blocks_of
from showcase.forms import WelcomeForm
from showcase.lists import Item
from showcase.manage.common import keep, show
from themes.models import Branding

type Change = Callable[[list[Item]], list[Item]]


@get_or_post
@administrators_only
def index(request: HttpRequest) -> HttpResponse:
    """The welcome's form, the blocks in their order, and the kinds one may add."""
    look = actions.look_in_hand()
    blocks = blocks_of(look.blocks)
    form = WelcomeForm(posted(request), request.FILES or None, instance=look)
    if form.is_valid():
        return keep(request, form, "showcase:home_page")
    rows = [_row(one) for one in blocks]
    full = len(blocks) >= MOST
    kinds = [] if full else [kind for kind in KINDS.values() if _may_add(kind, blocks)]
    return show(request, "home_page", form=form, rows=rows, kinds=kinds, most=MOST)


@get_or_post
@administrators_only
def add(request: HttpRequest, block_kind: str) -> HttpResponse:
    """A new block at the end of the page."""
    kind, blocks = _kind(block_kind), blocks_of(actions.look_in_hand().blocks)
    if len(blocks) >= MOST or not _may_add(kind, blocks):
        messages.error(request, _refusal(kind, blocks))
        return redirect("showcase:home_page")
    return _edit(request, kind, lists.new_key(), {})


@get_or_post
@administrators_only
def change(request: HttpRequest, block: str) -> HttpResponse:
    """One block."""
    found = lists.find(blocks_of(actions.look_in_hand().blocks), block)
    return _edit(request, KINDS[found["kind"]], block, found["values"])


@require_POST
@administrators_only
def move(request: HttpRequest, block: str) -> HttpResponse:
    """One place up or down."""
    step = -1 if request.POST.get("to") == "up" else 1
    return _arrange(request, lambda blocks: lists.move(blocks, block, step))


@require_POST
@administrators_only
def remove(request: HttpRequest, block: str) -> HttpResponse:
    """Away with it; the versions that have it keep it."""
    lists.find(blocks_of(actions.look_in_hand().blocks), block)
    if len(blocks_of(actions.look_in_hand().blocks)) == 1:
        messages.error(request, _("A home page has at least one block: add another first."))
        return redirect("showcase:home_page")
    messages.success(request, _("The block is removed from the draft."))
    return _arrange(request, lambda blocks: lists.drop(blocks, block))


def _edit(request: HttpRequest, kind: Kind, key: str, values: Mapping[str, Any]) -> HttpResponse:
    form = kind.form(posted(request), request.FILES or None, values=values)
    if form.is_valid():
        item = {"key": key, "kind": kind.key, "values": form.kept()}
        messages.success(request, _("The block is kept in the draft: nobody else sees it yet."))
        return _arrange(request, lambda blocks: lists.put(blocks, item))
    return show(request, "block", form=form, kind=kind, is_new=not values)


def _arrange(request: HttpRequest, change: Change) -> HttpResponse:
    def apply(branding: Branding) -> None:
        branding.blocks = change(list(blocks_of(branding.blocks)))[:MOST]

    actions.sketch(apply, by=person_of(request))
    return redirect("showcase:home_page")


def _row(one: Item) -> dict[str, Any]:
    kind = KINDS[one["kind"]]
    return {"key": one["key"], "kind": kind, "gist": kind.gist(one["values"])}


def _kind(key: str) -> Kind:
    if key not in KINDS:
        raise Http404
    return KINDS[key]


def _may_add(kind: Kind, blocks: list[Item]) -> bool:
    return not kind.once or all(one["kind"] != kind.key for one in blocks)


def _refusal(kind: Kind, blocks: list[Item]) -> str:
    if len(blocks) >= MOST:
        return _("A home page has %(most)s blocks at most: remove one first.") % {"most": MOST}
    return _("“%(name)s” stands once on the page, and is there already.") % {"name": kind.name}
