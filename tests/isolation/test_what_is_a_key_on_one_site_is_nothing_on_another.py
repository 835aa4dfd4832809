"""Files, receipts, cookies, signed values and caches of one tenant are worth nothing on another's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.signing import BadSignature

from contributions import receipts
from tenants.current import NoTenant
from tenants.signing import fingerprint, sign, unsign
from tests.cast import World
from tests.factories import make_phase, make_proposal
from themes.storage import TenantStorage

PROFILE = "/mon-compte/"


def test_a_file_of_one_site_is_not_found_on_another(region: World, canal: World) -> None:
    with region.use():
        name = TenantStorage().save("logos/blason.png", ContentFile(b"un blason"))
    assert region.client().get(f"/media/{name}").status_code == 200
    assert canal.client().get(f"/media/{name}").status_code == 404


def test_no_path_leads_from_one_site_s_files_to_another_s(region: World, canal: World) -> None:
    with region.use():
        TenantStorage().save("logos/blason.png", ContentFile(b"un blason"))
    there = f"{region.tenant.id.hex}/logos/blason.png"
    for path in (f"../{there}", f"..%2F{there}", f"%2e%2e/{there}", there, f"//{there}"):
        assert canal.client().get(f"/media/{path}").status_code == 404, path


def test_a_receipt_opens_nothing_on_another_site(region: World, canal: World) -> None:
    with region.use():
        text = make_proposal(make_phase(), region.citizen)
        code = receipts.issue(text)
        assert receipts.find(code) == text
    assert text.title in region.client().get(f"/recepisse/{code}/").content.decode()
    answer = canal.client().get(f"/recepisse/{code}/", follow=True)
    assert text.title not in answer.content.decode()
    with canal.use():
        assert receipts.find(code) is None


def test_the_same_secret_has_another_fingerprint_on_each_site(region: World, canal: World) -> None:
    with region.use():
        one = fingerprint("1234", purpose="receipt")
    with canal.use():
        assert fingerprint("1234", purpose="receipt") != one


def test_a_signed_value_of_one_site_is_forged_on_another(region: World, canal: World) -> None:
    with region.use():
        text = sign({"who": "Camille"}, purpose="essai")
        assert unsign(text, purpose="essai", max_age=timedelta(minutes=1)) == {"who": "Camille"}
        with pytest.raises(BadSignature):
            unsign(text, purpose="autre chose")
    with canal.use(), pytest.raises(BadSignature):
        unsign(text, purpose="essai")


def test_what_one_site_remembers_is_unknown_to_another(region: World, canal: World) -> None:
    with region.use():
        cache.set("compte", 144)
    with canal.use():
        assert cache.get("compte") is None
    with region.use():
        assert cache.get("compte") == 144


def test_nothing_is_remembered_or_signed_without_a_tenant() -> None:
    for deed in (lambda: cache.get("compte"), lambda: sign(1, purpose="essai")):
        with pytest.raises(NoTenant):
            deed()


@pytest.mark.parametrize(
    "forged",
    [
        "9f7359ecb7767123f48140826258b231",
        "x" * 32,
        "a" * 5_000,
        "é" * 32,
        "' or 1=1 --",
        "",
    ],
)
def test_a_forged_cookie_is_somebody_signed_out(region: World, forged: str) -> None:
    browser = region.client()
    browser.cookies["sessionid"] = forged
    answer = browser.get(PROFILE)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/connexion/")
    page = browser.get("/connexion/")
    assert page.status_code == 200
    assert '<html lang="fr">' in page.content.decode()


def test_a_cookie_with_one_letter_changed_is_somebody_signed_out(region: World) -> None:
    browser = region.client(region.admin)
    key = browser.cookies["sessionid"].value
    browser.cookies["sessionid"] = key[:-1] + ("a" if key[-1] != "a" else "b")
    assert browser.get(PROFILE).status_code == 302
