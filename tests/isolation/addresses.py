"""Every address of a tenant's site, found by walking the resolver: new ones join by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern
from django.utils.translation import override

from consultations.module import all_modules
from tests.isolation.planted import Planted

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^()]*\)")
ENOUGH = 8  # ways to fill one address; where there are more, each value comes once


@dataclass(frozen=True, kw_only=True)
class Address:
    """One pattern of the resolver, whole, as `/gestion/<uuid:pk>/`."""

    pattern: str
    module: str = ""

    @property
    def parameters(self) -> list[str]:
        return [one or other for one, other in PARAMETER.findall(self.pattern)]

    @property
    def is_for_staff(self) -> bool:
        return self.pattern.startswith(("/gestion/", "/en/gestion/"))

    def filled(self, planted: Planted) -> Iterator[str]:
        """The addresses with what the planted tenant has; AssertionError for an unknown parameter."""
        values = [self._values(name, planted) for name in self.parameters]
        ways = list(product(*values))
        if len(ways) > ENOUGH:
            most = max(len(one) for one in values)
            ways = [tuple(one[place % len(one)] for one in values) for place in range(most)]
        for chosen in ways:
            yield _fill(self.pattern, chosen)

    def _values(self, name: str, planted: Planted) -> Sequence[str]:
        assert name in planted.values, (
            f"The sweep does not know the parameter <{name}> of {self.pattern}: teach it, in "
            f"tests/isolation/planted.py (_addressed), what a tenant has under that name."
        )
        if name == "phase" and self.module:
            return [planted.phases[self.module]]
        return planted.values[name] or ["00000000-0000-7000-8000-000000000000"]


def every_address(language: str = "fr") -> list[Address]:
    """All of them in one language of the site, a module's own with its module."""
    with override(language):
        return [
            Address(pattern=pattern, module=_module_of(pattern))
            for pattern in _walk(get_resolver("config.urls_tenant"))
        ]


def _walk(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        here = before + _text(one)
        if isinstance(one, URLResolver):
            yield from _walk(one, here)
        else:
            yield f"/{here}"


def _text(one: URLPattern | URLResolver) -> str:
    text = str(one.pattern)
    return (
        text.removeprefix("^").removesuffix("$") if isinstance(one.pattern, RegexPattern) else text
    )


def _module_of(pattern: str) -> str:
    modules: Mapping[str, object] = all_modules()
    place = "concertations/<slug:consultation>/{path}/<slug:phase>/"
    return next(
        (key for key in modules if place.format(path=all_modules()[key].path) in pattern),
        "",
    )


def _fill(pattern: str, values: Sequence[str]) -> str:
    given = iter(values)
    return PARAMETER.sub(lambda _found: next(given), pattern)
