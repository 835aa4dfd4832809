"""Those who look after all tenants, and what they see. In the public schema, apart from tenants' users."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from tenants.ids import uuid7
from tenants.models import Tenant


class OperatorManager(BaseUserManager["Operator"]):
    def create_operator(self, email: str, password: str, **fields: Any) -> Operator:
        operator = self.model(email=email.strip().lower(), **fields)
        operator.set_password(password)
        operator.save(using=self._db)
        return operator


class Operator(AbstractBaseUser):
    """One operator of the platform."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)
    # The second factor (operators.second_factor): empty until the first sign-in.
    factor_seed = models.CharField(max_length=43, blank=True)
    factor_step = models.BigIntegerField(
        default=0
    )  # the last code's half-minute: none serves twice
    recovery = ArrayField(models.CharField(max_length=64), default=list)  # fingerprints of codes

    objects: ClassVar[OperatorManager] = OperatorManager()
    USERNAME_FIELD = "email"

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's seal on a session: another password or another telephone ends it."""
        sealed = f"{self.password}:{self.factor_seed}"
        return salted_hmac(
            "operators.Operator.session", sealed, secret=secret, algorithm="sha256"
        ).hexdigest()


class Access(models.Model):
    """One thing that happened at the console's door; `what` reads on after the operator's name."""

    class What(models.TextChoices):
        IN = "in", _("signed in")
        RECOVERED = "recovered", _("signed in with a recovery code")
        ENROLLED = "enrolled", _("made a telephone known and signed in")
        WRONG_PASSWORD = "wrong_password", _("was refused: a wrong password")
        WRONG_CODE = "wrong_code", _("was refused: a wrong code")
        NEW_CODES = "new_codes", _("was given new recovery codes")
        OUT = "out", _("signed out")
        FORGOTTEN = "forgotten", _("has a telephone to make known anew, by a command on the server")
        NEW_PASSWORD = "new_password", _("has a new password, by a command on the server")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="accesses")
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=20, choices=What.choices)

    class Meta:
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [models.Index(fields=["operator", "at"], name="operator_access")]

    def __str__(self) -> str:
        return f"{self.operator} {self.get_what_display()}"


class Visit(models.Model):
    """An operator's look inside a tenant's site: short, read-only, for a reason that the tenant reads."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="visits")
    tenant_id = models.UUIDField()  # by value: what was looked at outlives the tenant
    fingerprint = models.CharField(max_length=64, unique=True)
    reason = models.CharField(max_length=300)
    asked_at = models.DateTimeField(auto_now_add=True)
    entered_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.operator}: {self.reason}"


class Pulse(models.Model):
    """What the console tells of a tenant: pushed here by a job, so that no page asks a tenant's schema."""

    FRESH = timedelta(hours=3)

    tenant = models.OneToOneField(
        Tenant, on_delete=models.CASCADE, primary_key=True, related_name="pulse"
    )
    people = models.PositiveIntegerField(default=0)
    staff = models.PositiveIntegerField(default=0)
    consultations = models.PositiveIntegerField(default=0)
    published = models.PositiveIntegerField(default=0)  # consultations, neither drafts nor closed
    contributions = models.PositiveIntegerField(default=0)
    this_month = models.PositiveIntegerField(default=0)  # contributions since the first
    rows_bytes = models.PositiveBigIntegerField(default=0)
    media_bytes = models.PositiveBigIntegerField(default=0)
    last_activity = models.DateTimeField(null=True)
    late_mails = models.PositiveIntegerField(default=0)  # written an hour ago and not sent
    failed_jobs = models.PositiveIntegerField(default=0)
    is_behind = models.BooleanField(null=True)  # whether migrations are missing
    trouble = models.CharField(max_length=200, blank=True)  # why it could not be measured
    measured_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.measured_at:%Y-%m-%d %H:%M}"

    @property
    def size(self) -> int:
        """Bytes of rows and of files."""
        return self.rows_bytes + self.media_bytes
