"""A new site made after another: what its team prepared, nobody of its people, nothing that anybody wrote.

Fail closed: only what is named here, and what a consultation's copy takes along (`consultations.copying`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Field, Model
from django.utils.translation import gettext as _
from psycopg import sql

from accounts.models import User
from accounts.roles import Role
from billing.actions import start_trial
from consultations import copying
from consultations.models import DOCUMENTS, ModuleChoice
from legal.models import Duties
from tenants import hosts, life, provisioning
from tenants.current import use
from tenants.media import PRIVATE, media_folder
from tenants.models import Domain, Spare, Tenant
from themes.models import Branding

OWN: Sequence[type[Model]] = (Branding, ModuleChoice)  # of the site, beside its consultations
ANEW: Mapping[str, Any] = {**copying.ANEW, "branding.sender_name": ""}  # by `model.column`


class HostTaken(ValueError):
    """Another site answers at the host that was asked for."""


def clone(model: Tenant, *, host: str, name: str, administrator: str, actor: str) -> Tenant:
    """A site on trial after `model`, at a free host; HostTaken, or nothing left behind where it fails.

    As for a restoration the tenant is known last: killed before, `provisioning.sweep` drops the rest.
    """
    if Domain.objects.filter(domain=host).exists():
        raise HostTaken(host)
    spare = provisioning.make_spare(Spare.State.CLAIMED)
    with provisioning.owner_session() as raw:
        for table in tables():
            raw.execute(_copy(table, model.schema_name, spare.schema_name))
    _copy_files(media_folder(model.pk), media_folder(spare.id))
    return _make_known(spare, model, host, name, administrator, actor)


def _copy_files(source: Path, target: Path) -> None:
    """The team's files: what is public, and the documents; what citizens joined stays private."""
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(PRIVATE))
    documents = Path(PRIVATE) / DOCUMENTS
    if (source / documents).is_dir():
        shutil.copytree(source / documents, target / documents)


def tables() -> Iterator[type[Model]]:
    """What is copied, in an order that foreign keys allow."""
    yield from OWN
    yield from copying.tables()


def _copy(table: type[Model], source: str, target: str) -> sql.Composed:
    columns = copying.columns_of(table)
    names = [sql.Identifier(str(column.column)) for column in columns]
    return sql.SQL("insert into {} ({}) select {} from {}").format(
        sql.Identifier(target, table._meta.db_table),
        sql.SQL(", ").join(names),
        sql.SQL(", ").join(_value(column) for column in columns),
        sql.Identifier(source, table._meta.db_table),
    )


def _value(column: Field[Any, Any]) -> sql.Composable:
    key = copying.key_of(column)
    return sql.Literal(ANEW[key]) if key in ANEW else sql.Identifier(str(column.column))


def _make_known(
    spare: Spare, model: Tenant, host: str, name: str, administrator: str, actor: str
) -> Tenant:
    with transaction.atomic(using="platform"):
        tenant = Tenant(
            id=spare.id,
            schema_name=spare.schema_name,
            name=name,
            kind=model.kind,
            languages=model.languages,
        )
        tenant.save(force_insert=True)
        Domain.objects.create(tenant=tenant, domain=host, is_primary=True)
        start_trial(tenant)
        sentence = _("made the site after that of %s") % model.name
        life.note(tenant, "tenant.cloned", sentence, actor=actor)
        with use(tenant), transaction.atomic():
            User.objects.create_user(administrator, roles=[Role.ADMINISTRATOR.value])
            Duties.objects.create(legal_name=name)
        transaction.on_commit(hosts.forget, using="platform")
    return tenant
