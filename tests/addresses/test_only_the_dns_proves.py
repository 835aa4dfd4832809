"""A claim routes nothing and keeps nobody else's back: what decides is who writes the name's DNS."""

from __future__ import annotations

from django.core.mail import EmailMessage

from addresses import actions
from audit.models import Entry
from tenants.models import Claim, Domain
from tests.addresses.conftest import HOST, PAGE, Claiming, Zone, at, check
from tests.cast import World


def test_two_may_claim_a_name_and_the_one_whom_its_dns_names_has_it(
    region: World, canal: World, dns: Zone, claimed: Claiming
) -> None:
    squatter, owner = claimed(region), claimed(canal)
    assert squatter.token != owner.token
    dns.lead(HOST)
    dns.prove(owner)
    check(region, squatter)
    assert at(HOST).get("/").status_code == 404
    check(canal, owner)
    assert at(HOST).get("/")["Location"] == f"http://{canal.host}/"
    check(region, squatter)
    assert Domain.objects.get(domain=HOST).tenant == canal.tenant


def test_anothers_address_is_not_had_while_its_line_stands(
    region: World, canal: World, dns: Zone, served: Claiming, claimed: Claiming
) -> None:
    served(region)
    rival = claimed(canal)
    dns.prove(rival)  # both lines stand
    assert "un autre site" in check(canal, rival).lower()
    assert Domain.objects.get(domain=HOST).tenant == region.tenant


def test_its_owner_takes_it_back_by_the_dns_and_the_other_is_told(
    region: World,
    canal: World,
    dns: Zone,
    served: Claiming,
    claimed: Claiming,
    mailoutbox: list[EmailMessage],
) -> None:
    first = served(region)
    region.client(region.admin).post(f"{PAGE}{first.pk}/principale/")
    rival = claimed(canal)
    dns.take_back_proofs(HOST)
    dns.prove(rival)
    check(canal, rival)
    assert Domain.objects.get(domain=HOST).tenant == canal.tenant
    assert at(region.host).get("/").status_code == 200, "its own address leads again"
    (mail,) = mailoutbox
    assert mail.to == [region.admin.email]
    assert canal.tenant.name not in f"{mail.subject} {mail.body}"
    with region.use():
        assert Entry.objects.filter(verb="address.taken", actor_id=None).count() == 1
    with canal.use():
        assert not Entry.objects.filter(verb="address.taken").exists()


def test_a_host_given_without_a_claim_is_not_taken(
    region: World, canal: World, dns: Zone, claimed: Claiming
) -> None:
    Domain.objects.create(tenant=canal.tenant, domain=HOST, is_primary=False)
    claim = claimed(region)
    dns.prove(claim)
    dns.lead(HOST)
    check(region, claim)
    assert Domain.objects.get(domain=HOST).tenant == canal.tenant


def test_another_sites_claim_is_not_there(region: World, canal: World, claimed: Claiming) -> None:
    claim = claimed(region)
    admin = canal.client(canal.admin)
    assert HOST not in admin.get(PAGE).text
    assert admin.get(f"{PAGE}{claim.pk}/").status_code == 404
    for deed in ("verifier/", "principale/", "retirer/"):
        assert admin.post(f"{PAGE}{claim.pk}/{deed}").status_code == 404, deed


NO_NAMES = [
    "localhost", "canal.localhost", "LOCALHOST.", "www.region.localhost", "127.0.0.1", "10.1.2.3",
    "[2001:db8::1]", "intranet", "imprimante.local", "serveur.internal", "*.example.org",
    "un nom.example.org", "-.example.org", "x" * 64 + ".example.org", "http://",
    ".".join(["ab"] * 80), "exemple.123",
]  # fmt: skip


def test_what_is_no_name_of_theirs_is_refused_in_words(region: World) -> None:
    admin = region.client(region.admin)
    for typed in NO_NAMES:
        answer = admin.post(PAGE, {"host": typed})
        assert answer.status_code == 200, typed
        assert 'aria-invalid="true"' in answer.text, typed
        assert f'value="{typed}"' in answer.text, "nothing typed is lost"
    assert not Claim.objects.exists()


def test_the_same_name_twice_and_too_many_are_refused(region: World, claimed: Claiming) -> None:
    admin = region.client(region.admin)
    for number in range(actions.MOST):
        claimed(region, f"n{number}.example.org")
    for host in ("N0.example.org.", "encore.example.org"):
        assert admin.post(PAGE, {"host": host}).status_code == 200
    assert Claim.objects.count() == actions.MOST
    assert 'name="host"' not in admin.get(PAGE).text


def test_what_is_not_proven_is_never_the_main_address(region: World, claimed: Claiming) -> None:
    claim = claimed(region)
    answer = region.client(region.admin).post(f"{PAGE}{claim.pk}/principale/", follow=True)
    assert "n’ouvre pas encore" in answer.text
    assert Domain.objects.get(tenant=region.tenant).is_primary


def test_it_is_not_looked_up_twice_at_once(region: World, dns: Zone, claimed: Claiming) -> None:
    claim, admin = claimed(region), region.client(region.admin)
    admin.post(f"{PAGE}{claim.pk}/verifier/")
    asked = len(dns.asked)
    assert asked >= 3
    assert "à l’instant" in admin.post(f"{PAGE}{claim.pk}/verifier/", follow=True).text
    assert len(dns.asked) == asked
