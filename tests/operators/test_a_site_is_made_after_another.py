"""`clone_tenant`: what a team prepared, nobody of its people, nothing that anybody wrote."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from consultations import copying
from consultations.models import Consultation, Phase
from consultations.module import all_modules
from contributions.models import Contribution
from legal.models import Duties
from operators import cloning
from tenants.current import use
from tenants.models import Domain, Event, Spare, Tenant
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_theme
from tests.tenants.conftest import make_text, open_site  # noqa: F401 - a fixture of ours too
from themes.brand import get_branding
from themes.storage import PrivateStorage, TenantStorage

SECRET = "zxpersonnezx"
HOST, ADMIN = "jumelle.localhost", "nouvelle@jumelle.example"


@pytest.fixture
def model(open_site: Callable[[str], World]) -> World:  # noqa: F811
    """A site with a published consultation of every module, its people, and what they wrote."""
    world = open_site("modele")
    with world.use():
        User.objects.update(display_name=SECRET)
        consultation = make_consultation(slug="assises", title="Quel canton ?")
        make_theme(consultation, slug="emploi")
        for key, module in all_modules().items():
            phase = make_phase(consultation, key, slug=f"etape-{key}")
            module.prepare(phase, "assises-vie-associative")
        make_text(world, world.citizen, SECRET)
        branding = get_branding()
        branding.main_colour, branding.sender_name = "#8a2f5f", SECRET
        branding.save()
        TenantStorage().save("logos/blason.png", ContentFile(b"blason"))
        PrivateStorage().save("joint.pdf", ContentFile(SECRET.encode()))
    return world


def clone() -> Tenant:
    call_command("clone_tenant", "modele.localhost", HOST, name="Jumelle", administrator=ADMIN)
    found: Tenant = Tenant.objects.prefetch_related("domains").get(domains__domain=HOST)
    return found


def everything(tenant: Tenant) -> dict[str, str]:
    """All rows of all tables of a tenant's schema, as text."""
    with use(tenant), connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relnamespace = current_schema()::regnamespace"
            " and relkind = 'r' and relname <> 'django_migrations'"
        )
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f"select coalesce(string_agg(t::text, chr(10)), '') from \"{table}\" t")
            found[table] = cursor.fetchone()[0]
        return found


def test_the_teams_work_is_there_as_drafts(model: World) -> None:
    tenant = clone()
    with use(tenant):
        consultation = Consultation.objects.get(slug="assises")
        assert (consultation.state, consultation.published_at) == ("draft", None)
        assert consultation.themes.get().slug == "emploi"
        assert set(all_modules()) <= {phase.module_key for phase in Phase.objects.all()}
        assert get_branding().main_colour == "#8a2f5f"
        assert TenantStorage().exists("logos/blason.png")
    assert tenant.state == "trial"
    assert tenant.verified_at is None
    copied, original = everything(tenant), everything(model.tenant)
    for module in all_modules().values():
        for table in module.structure:
            name = table._meta.db_table
            assert copied[name] == original[name] != ""


def test_nobody_and_nothing_written_is(model: World) -> None:
    tenant = clone()
    rows = everything(tenant)
    assert not [table for table, text in rows.items() if SECRET in text or "modele." in text]
    allowed = {table._meta.db_table for table in cloning.tables()}
    filled = {table for table, text in rows.items() if text}
    assert filled <= allowed | {"accounts_user", "legal_duties"}
    with use(tenant):
        assert [user.email for user in User.objects.all()] == [ADMIN]
        assert not Contribution.objects.exists()
        assert Duties.objects.get().contact_email == ""
        assert not PrivateStorage().exists("joint.pdf")


def test_the_model_is_untouched(model: World) -> None:
    before = everything(model.tenant)
    clone()
    assert everything(model.tenant) == before


def test_its_timeline_says_after_which(model: World) -> None:
    assert model.tenant.name in Event.objects.get(tenant_id=clone().pk).sentence


@pytest.mark.parametrize(
    ("host", "administrator", "said"),
    [
        ("modele.localhost", ADMIN, "Another site answers"),
        ("pas un hôte!", ADMIN, "no host name"),
        (HOST, "pas une adresse", "no e-mail address|not an e-mail address"),
    ],
)
def test_what_is_wrong_is_refused_and_leaves_nothing(
    model: World, host: str, administrator: str, said: str
) -> None:
    before = Tenant.objects.count()
    with pytest.raises(CommandError, match=said):
        call_command(
            "clone_tenant", "modele.localhost", host, name="Jumelle", administrator=administrator
        )
    assert Tenant.objects.count() == before
    assert not Domain.objects.filter(domain=HOST).exists()
    assert not Spare.objects.filter(state="claimed").exists()


def test_a_table_that_points_to_people_is_never_copied(model: World) -> None:
    with pytest.raises(copying.PersonInside, match="author"):
        cloning._copy(Contribution, "t_a", "t_b")
