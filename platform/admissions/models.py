"""Two ways into a consultation that is not for everyone: a code, an invitation.

The third, the domain of one's address, stands on the consultation. Nothing is kept of who came in by an
address: whoever signed in proved to hold theirs.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultations.models import Consultation
from tenants.ids import uuid7


class CodeList(models.Model):
    """Codes made together, to be handed out in one place: a school, a street, a letter-box."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="code_lists"
    )
    title = models.CharField(_("whom they are for"), max_length=80)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return self.title


class Code(models.Model):
    """What admits one person. Only its fingerprint is kept: nobody reads it again, the team neither."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    codes = models.ForeignKey(CodeList, on_delete=models.CASCADE, related_name="codes")
    fingerprint = models.CharField(max_length=64)
    used_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    used_at = models.DateTimeField(null=True, help_text="Used once for all, were its bearer gone")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fingerprint"], name="one_code_a_fingerprint")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Invitation(models.Model):
    """An address that is admitted: whoever signs in with it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="invitations", db_index=False
    )
    email = models.EmailField(max_length=254, help_text="In small letters")
    invited_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, help_text="When the mail was last put in the outbox")

    class Meta:
        ordering: ClassVar = ["email"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["consultation", "email"], name="one_invitation_an_address"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["email"], name="invitation_of")]

    def __str__(self) -> str:
        return self.email
