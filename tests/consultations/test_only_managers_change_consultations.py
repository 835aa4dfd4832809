"""Who may open which page of the workspace, and do what there."""

from __future__ import annotations

import pytest
from django.test import Client

from consultations.models import Consultation, Partner
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_theme

TEAM = {"admin", "manager", "moderator", "agent", "observer"}
MANAGERS = {"admin", "manager"}
ADMINISTRATORS = {"admin"}

READ = {
    "/gestion/": TEAM,
    "/gestion/concertations/": TEAM,
    "/gestion/concertations/{c}/": TEAM,
    "/gestion/concertations/{c}/etapes/{p}/telecharger/proposals.csv": TEAM,
    "/gestion/concertations/ouvrir/": MANAGERS,
    "/gestion/concertations/{c}/textes/": MANAGERS,
    "/gestion/concertations/{c}/journal/": MANAGERS,
    "/gestion/concertations/{c}/thematiques/": MANAGERS,
    "/gestion/concertations/{c}/thematiques/{t}/": MANAGERS,
    "/gestion/concertations/{c}/partenaires/": MANAGERS,
    "/gestion/concertations/{c}/partenaires/{o}/": MANAGERS,
    "/gestion/concertations/{c}/etapes/": MANAGERS,
    "/gestion/concertations/{c}/etapes/nouvelle/surveys/": MANAGERS,
    "/gestion/concertations/{c}/etapes/{p}/": MANAGERS,
    "/gestion/concertations/{c}/etapes/{p}/prolonger/": MANAGERS,
    "/gestion/modules/": ADMINISTRATORS,
    "/gestion/journal/": ADMINISTRATORS,
}
WRITE = {
    "/gestion/concertations/{c}/publier/": MANAGERS,
    "/gestion/concertations/{c}/jeter/": MANAGERS,
    "/gestion/concertations/{c}/thematiques/{t}/deplacer/": MANAGERS,
    "/gestion/concertations/{c}/thematiques/{t}/retirer/": MANAGERS,
    "/gestion/concertations/{c}/partenaires/{o}/deplacer/": MANAGERS,
    "/gestion/concertations/{c}/partenaires/{o}/retirer/": MANAGERS,
    "/gestion/concertations/{c}/etapes/{p}/deplacer/": MANAGERS,
    "/gestion/concertations/{c}/etapes/{p}/retirer/": MANAGERS,
}


@pytest.fixture
def places(region: World) -> dict[str, str]:
    with region.use():
        consultation = make_consultation(state=Consultation.State.DRAFT)
        phase, theme = make_phase(consultation), make_theme(consultation)
        partner = Partner.objects.create(consultation=consultation, name="Crajep")
    return {"c": consultation.slug, "p": phase.slug, "t": str(theme.pk), "o": str(partner.pk)}


def outcome(client: Client, method: str, path: str) -> str:
    response = getattr(client, method)(path)
    if response.status_code == 302 and "/connexion/" in response["Location"]:
        return "sign in"
    return "refused" if response.status_code == 403 else "done"


def expected(name: str, allowed: set[str]) -> str:
    if name in allowed:
        return "done"
    return "sign in" if name == "visitor" else "refused"


@pytest.mark.parametrize(("path", "allowed"), READ.items())
def test_pages_open_by_role(
    region: World, places: dict[str, str], path: str, allowed: set[str]
) -> None:
    seen = {
        name: outcome(region.client(user), "get", path.format(**places))
        for name, user in region.everyone().items()
    }
    assert seen == {name: expected(name, allowed) for name in seen}


@pytest.mark.parametrize(("path", "allowed"), WRITE.items())
def test_deeds_are_done_by_role(
    region: World, places: dict[str, str], path: str, allowed: set[str]
) -> None:
    strangers = {name: user for name, user in region.everyone().items() if name not in allowed}
    for name, user in strangers.items():
        answer = outcome(region.client(user), "post", path.format(**places))
        assert answer == expected(name, allowed), name
    assert outcome(region.client(region.manager), "post", path.format(**places)) == "done"


@pytest.mark.parametrize("path", WRITE)
def test_nothing_changes_by_reading(region: World, places: dict[str, str], path: str) -> None:
    assert region.client(region.admin).get(path.format(**places)).status_code == 405


@pytest.mark.parametrize("path", [*READ, *WRITE])
def test_another_tenants_things_are_not_here(
    canal: World, places: dict[str, str], path: str
) -> None:
    if "{" not in path:
        return
    method = "post" if path in WRITE else "get"
    response = getattr(canal.client(canal.admin), method)(path.format(**places))
    assert response.status_code == 404
