"""The public schema's own tables: who is a tenant, at which hosts, and what its contract allows."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin

from tenants.ids import uuid7
from tenants.names import check_schema_name


class Tenant(TenantMixin):
    """A collectivity or an association with a site of its own.

    Its id is also its schema's name (`t_` and 32 hexadecimal digits) and its media folder's: opaque,
    and never changed, whatever becomes of its name and hosts.
    """

    class Kind(models.TextChoices):
        REGION = "region", _("Region")
        DEPARTMENT = "department", _("Department")
        INTERCOMMUNALITY = "intercommunality", _("Intercommunality")
        COMMUNE = "commune", _("Commune")
        ASSOCIATION = "association", _("Association")
        OTHER = "other", _("Other organisation")

    class State(models.TextChoices):
        TRIAL = "trial", _("Trial")
        ACTIVE = "active", _("Active")
        READ_ONLY = "read_only", _("Read-only")
        SUSPENDED = "suspended", _("Suspended")
        CLOSED = "closed", _("Closed")

    auto_create_schema = False
    auto_drop_schema = False

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    schema_name = models.CharField(max_length=42, unique=True, validators=[check_schema_name])
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    identifier = models.CharField(max_length=14, blank=True, help_text="SIREN, SIRET or RNA")
    state = models.CharField(max_length=12, choices=State.choices, default=State.TRIAL)
    state_since = models.DateTimeField(default=timezone.now)
    state_reason = models.CharField(max_length=300, blank=True)
    verified_at = models.DateTimeField(null=True)  # by an operator: it is who it says it is
    # Whose fingerprints its codes carry: another tenant's where it was restored from an archive.
    fingerprints = models.UUIDField(null=True)
    trial_ends = models.DateField(null=True)
    languages = ArrayField(
        models.CharField(max_length=10),
        default=list,
        blank=True,
        help_text="Codes of the languages that the site speaks beside the reference one",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row and nothing else: django-tenants' own would run DDL from a web process."""
        check_schema_name(self.schema_name)
        super(TenantMixin, self).save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete the row and nothing else: `tenants.removal` takes everything away, in order."""
        return super(TenantMixin, self).delete(*args, **kwargs)

    def __enter__(self) -> None:
        raise TypeError("Work for a tenant inside `with tenants.current.use(tenant):`.")

    @property
    def fingerprints_of(self) -> UUID:
        """The id that `tenants.signing.fingerprint` mixes in: the same before and after a restoration."""
        return self.fingerprints or self.id

    @property
    def is_writable(self) -> bool:
        """Whether anything on its site may be changed."""
        return self.state in {self.State.TRIAL, self.State.ACTIVE}

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def is_suspended(self) -> bool:
        return self.state == self.State.SUSPENDED

    @property
    def host(self) -> str:
        """The primary host name, without a port."""
        return next((d.domain for d in self.domains.all() if d.is_primary), "")

    @property
    def allowed(self) -> frozenset[str]:
        """The keys that the contract allows, modules among them."""
        return frozenset(e.key for e in self.entitlements.all() if e.allowed)


class Domain(DomainMixin):
    """A host name that opens a tenant's site; exactly one of a tenant's is primary."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant"], condition=Q(is_primary=True), name="one_primary_domain"
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row and nothing else: django-tenants' own opens a transaction at a tenant's door."""
        super(DomainMixin, self).save(*args, **kwargs)


class Claim(models.Model):
    """A host of its own that a tenant asks for: it routes nothing until the DNS proves it.

    What routes is a `Domain`; there is one for this host while the claim is served, and only then
    (`tenants.claims`). Several tenants may claim one host: at most one is served.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("To be proven")
        SERVED = "served", _("In service")
        QUARANTINED = "quarantined", _("In quarantine")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="claims")
    host = models.CharField(max_length=253)
    token = models.CharField(max_length=43)  # what its DNS must say, of this claim and no other
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    is_chosen = models.BooleanField(default=False)  # the site's main address, whenever it is served
    claimed_at = models.DateTimeField(auto_now_add=True)
    checked_at = models.DateTimeField(null=True)
    is_answered = models.BooleanField(default=True)  # the last check found a DNS to ask
    is_proven = models.BooleanField(default=False)  # the last answer held the token
    is_pointed = models.BooleanField(default=False)  # the last answer led to the platform
    found = models.CharField(max_length=300, blank=True)  # the addresses that it led to
    failing_since = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["host"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "host"], name="one_claim_a_host"),
            models.UniqueConstraint(
                fields=["tenant"], condition=Q(is_chosen=True), name="one_chosen_claim"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["host"], name="claim_host")]

    def __str__(self) -> str:
        return self.host

    @property
    def is_served(self) -> bool:
        return self.state == self.State.SERVED

    @property
    def is_blocked(self) -> bool:
        """Whether its DNS is right, and another site that proved as much answers there."""
        return self.is_answered and self.is_proven and self.is_pointed and not self.is_served


class Entitlement(models.Model):
    """What the contract allows a tenant: a module's key or a limit's. Billing writes, the core reads."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="entitlements")
    key = models.CharField(max_length=60)
    allowed = models.BooleanField(default=True)
    limit = models.PositiveIntegerField(null=True, help_text="None: without limit")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "key"], name="one_entitlement_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.key}"


class Spare(models.Model):
    """A schema made ahead of time, waiting for a tenant. `id` becomes the tenant's."""

    class State(models.TextChoices):
        READY = "ready"
        CLAIMED = "claimed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.READY)
    claimed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.schema_name

    @property
    def schema_name(self) -> str:
        return f"t_{self.id.hex}"


class Event(models.Model):
    """One thing that happened to a tenant, as a sentence: its timeline, which outlives it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant_id = models.UUIDField()  # by value: the tenant may be gone
    tenant_name = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now_add=True)
    actor = models.CharField(max_length=120)
    verb = models.CharField(max_length=60, help_text="A dotted name, such as state.suspended")
    sentence = models.CharField(max_length=500)

    class Meta:
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [models.Index(fields=["tenant_id", "at"], name="event_tenant")]

    def __str__(self) -> str:
        return f"{self.actor} {self.sentence}"


class Archive(models.Model):
    """A copy of all of a tenant's data that its staff asked for: a file, for a week."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being written")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="archives")
    asked_by = models.CharField(max_length=120)
    asked_by_id = models.UUIDField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)  # parts written
    parts = models.PositiveIntegerField(default=0)  # parts in all
    size = models.PositiveBigIntegerField(default=0)  # bytes
    digest = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def path(self) -> Path:
        return Path(settings.ARCHIVES) / f"{self.id.hex}.zip"

    def remove_file(self) -> None:
        """The file, and what a killed export left of it."""
        for file in (self.path, self.path.with_name(f"{self.path.name}.part")):
            file.unlink(missing_ok=True)


class Removal(models.Model):
    """The deletion of a tenant, step by step, and in the end the certificate of it. It outlives the tenant."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant_id = models.UUIDField(unique=True)
    tenant_name = models.CharField(max_length=120)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    removed = models.JSONField(default=dict, help_text="What each step that is done took away")

    def __str__(self) -> str:
        return self.tenant_name
