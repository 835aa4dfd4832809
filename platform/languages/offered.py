"""Which languages a site speaks, and the address of a page in each of them.

The reference language is settings.LANGUAGE_CODE: every site speaks it, its addresses have no prefix,
and staff write in it. A tenant chooses the others among settings.LANGUAGES (Tenant.languages); their
addresses begin with their code: `/en/concertations/`. The platform's own site speaks all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info

from tenants.current import peek_tenant


@dataclass(frozen=True, slots=True)
class Alternate:
    """A page in one of the site's languages; `name` is the language's own word for itself."""

    code: str
    name: str
    path: str
    is_current: bool


def offered() -> tuple[str, ...]:
    """The codes of the current site's languages, the reference first. No statement."""
    tenant = peek_tenant()
    return tuple(
        code
        for code, _name in settings.LANGUAGES
        if code == settings.LANGUAGE_CODE or tenant is None or code in tenant.languages
    )


def others() -> tuple[str, ...]:
    """The languages that the current site speaks beside the reference."""
    return tuple(code for code in offered() if code != settings.LANGUAGE_CODE)


def current() -> str:
    """The language in which the code that runs now speaks; the reference where none is set."""
    return get_language() or settings.LANGUAGE_CODE


def name_of(code: str) -> str:
    """A language's own word for itself."""
    return dict(settings.LANGUAGES)[code]


def word_for(code: str) -> str:
    """What the language of now calls another, inside a sentence: « anglais », "English"."""
    word: str = get_language_info(code)["name_translated"]
    return word.lower() if current() == "fr" else word


def language_of(path: str) -> str:
    """The language of an address: what its first part says, where the site offers it."""
    first = path.lstrip("/").partition("/")[0]
    return first if first in others() else settings.LANGUAGE_CODE


def in_language(path: str, code: str) -> str:
    """The same page's address in another of the site's languages."""
    now = language_of(path)
    bare = path if now == settings.LANGUAGE_CODE else path.removeprefix(f"/{now}")
    return bare if code == settings.LANGUAGE_CODE else f"/{code}{bare}"


def alternates(request: HttpRequest) -> list[Alternate]:
    """This page in each of the site's languages; empty where there is only one."""
    codes, path = offered(), request.get_full_path()
    if len(codes) < 2:
        return []
    return [
        Alternate(code, name_of(code), in_language(path, code), code == current()) for code in codes
    ]
