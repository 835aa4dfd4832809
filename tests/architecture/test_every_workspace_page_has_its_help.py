"""Each page of the workspace has a page of the guide that explains it: a new room joins in one line."""

from __future__ import annotations

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLResolver

from consultations.module import all_modules
from guide.shelf import EXPLAINED_BY, entries, explaining


def workspace_pages(resolver: URLResolver, before: str = "", rooms: str = "") -> set[str]:
    """The names of all pages below `/gestion/`, as `room:page`."""
    found: set[str] = set()
    for one in resolver.url_patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            room = f"{rooms}{one.namespace}:" if one.namespace else rooms
            found |= workspace_pages(one, here, room)
        elif here.startswith("gestion/"):
            found.add(f"{rooms}{one.name}")
    return found


PAGES = {
    name
    for name in workspace_pages(get_resolver("config.urls_tenant"))
    if not name.startswith("guide:")
}


def has_help(name: str) -> bool:
    try:
        return bool(explaining(name).slug)
    except KeyError:
        return False


def test_every_page_of_the_workspace_is_explained() -> None:
    assert len(PAGES) > 80, "the workspace is no longer found"
    lost = sorted(name for name in PAGES if not has_help(name))
    assert not lost, f"Name the page of the guide that explains these, in guide/shelf.py: {lost}"


def test_no_page_is_explained_that_is_not_there() -> None:
    assert sorted(name for name in EXPLAINED_BY if ":" in name and name not in PAGES) == []
    assert set(EXPLAINED_BY.values()) <= set(entries())


def test_a_room_without_a_line_would_be_seen() -> None:
    assert not has_help("budgets:index")


@pytest.mark.parametrize("module", all_modules().values(), ids=lambda one: one.key)
def test_a_module_is_explained_by_its_own_page_or_by_preparing(module: object) -> None:
    entry = explaining(f"{module.key}_manage:index")  # type: ignore[attr-defined]
    assert entry.slug in {module.path, "preparer"}  # type: ignore[attr-defined]
