"""A module's pages: open where it is on, and nowhere to be found where it is off."""

from __future__ import annotations

import pytest
from django.urls import reverse

from consultations.module import Module
from consultations.permissions import switch
from tenants import hosts
from tenants.models import Entitlement
from tests.cast import World
from tests.contract.modules import MOMENTS, every_module, make_phase_at
from tests.isolation.addresses import Address, every_address
from tests.isolation.asking import ask, cookies_of
from tests.isolation.planted import Planted, plant_all


def turn_off(how: str, module: Module, world: World) -> None:
    if how == "by contract":
        Entitlement.objects.filter(tenant=world.tenant, key=module.key).update(allowed=False)
    else:
        with world.use():
            switch(module, False, by=world.admin)
    hosts.forget()


def addresses_of(module: Module) -> list[Address]:
    """All the module's own: public, of the team, and in the API."""
    lists = tuple(f"/api/v1/{name}/" for name in module.viewsets)
    return [
        address
        for address in every_address()
        if address.module == module.key
        or address.pattern.replace("^", "").startswith(lists or ("-",))
    ]


@pytest.fixture
def planted(region: World) -> Planted:
    with region.use():
        return plant_all(region)


@pytest.mark.parametrize("how", ["by contract", "by choice"])
@every_module
def test_a_module_that_is_off_is_not_found_anywhere(
    region: World, planted: Planted, module: Module, how: str
) -> None:
    turn_off(how, module, region)
    found = addresses_of(module)
    assert len(found) >= 2 + 2 * len(module.viewsets)
    for cookies in ({}, cookies_of(region, region.admin)):
        for address in found:
            for filled in address.filled(planted):
                answers = [
                    ask(region, method, filled, cookies=cookies) for method in ("GET", "POST")
                ]
                refused = {answer.status for answer in answers}
                to_sign_in = address.is_for_staff and not cookies
                allowed = {302, 404, 405} if to_sign_in else {404, 405}
                assert refused <= allowed, [str(answer) for answer in answers]
                assert to_sign_in or 404 in refused, [str(answer) for answer in answers]


@pytest.mark.parametrize("moment", [moment for moment in MOMENTS if moment != "draft"])
@every_module
def test_its_page_opens_for_everybody_at_every_moment(
    region: World, module: Module, moment: str
) -> None:
    with region.use():
        phase = make_phase_at(moment, module)
    for user in region.everyone().values():
        page = region.client(user).get(phase.get_absolute_url())
        assert page.status_code == 200, (user, page.headers)
        assert phase.title in page.content.decode()


@every_module
def test_its_page_gives_a_visitor_no_cookie(region: World, module: Module) -> None:
    with region.use():
        phase = make_phase_at("open", module)
    assert not region.client().get(phase.get_absolute_url()).cookies


@every_module
def test_a_draft_s_page_is_there_for_the_team_alone(region: World, module: Module) -> None:
    with region.use():
        phase = make_phase_at("draft", module)
    for name, user in region.everyone().items():
        status = region.client(user).get(phase.get_absolute_url()).status_code
        assert status == (404 if name in {"visitor", "citizen", "neighbour"} else 200), name


@every_module
def test_the_team_works_on_it_before_it_is_published(region: World, module: Module) -> None:
    with region.use():
        phase = make_phase_at("draft", module)
    place = [phase.consultation.slug, phase.slug]
    address = reverse(f"{module.key}_manage:index", "config.urls_tenant", place)
    assert region.client(region.manager).get(address).status_code == 200


@every_module
def test_another_tenant_finds_none_of_it(region: World, canal: World, module: Module) -> None:
    with region.use():
        phase = make_phase_at("open", module)
    for user in canal.everyone().values():
        assert canal.client(user).get(phase.get_absolute_url()).status_code == 404
