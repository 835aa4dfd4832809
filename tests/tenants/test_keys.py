"""What is cached, remembered or signed for one tenant is worth nothing for another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.signing import BadSignature

from tenants.current import NoTenant
from tenants.memory import remembered
from tenants.signing import fingerprint, sign, unsign
from tests.cast import World


def test_a_cache_entry_belongs_to_one_tenant(region: World, canal: World) -> None:
    with region.use():
        cache.set("menu", "région")
    with canal.use():
        assert cache.get("menu") is None
    with region.use():
        assert cache.get("menu") == "région"


def test_the_cache_cannot_be_used_without_a_tenant() -> None:
    with pytest.raises(NoTenant):
        cache.get("menu")


def test_a_signed_value_is_refused_on_another_tenant_and_for_another_purpose(
    region: World, canal: World
) -> None:
    with region.use():
        token = sign({"user": 1}, purpose="welcome")
        assert unsign(token, purpose="welcome") == {"user": 1}
        with pytest.raises(BadSignature):
            unsign(token, purpose="receipt")
    with canal.use(), pytest.raises(BadSignature):
        unsign(token, purpose="welcome")


def test_a_signed_value_expires(region: World) -> None:
    with region.use(), pytest.raises(BadSignature):
        unsign(sign(1, purpose="welcome"), purpose="welcome", max_age=timedelta(seconds=-1))


def test_a_code_leaves_a_different_fingerprint_with_each_tenant(
    region: World, canal: World
) -> None:
    with region.use():
        here = fingerprint("ABCD", purpose="receipt")
    with canal.use():
        assert fingerprint("ABCD", purpose="receipt") != here


def test_what_is_remembered_is_remembered_for_one_tenant(region: World, canal: World) -> None:
    asked = []

    @remembered
    def answer() -> int:
        asked.append(1)
        return len(asked)

    with region.use():
        assert (answer(), answer()) == (1, 1)
    with canal.use():
        assert answer() == 2
    with region.use():
        assert answer() == 1
        answer.forget()
        assert answer() == 3
