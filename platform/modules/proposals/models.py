"""What only proposals need."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from contributions.models import Contribution
from tenants.ids import uuid7


class Reached(models.Model):
    """A proposal that gathered the supports its phase asks for: it is owed an answer.

    Kept for ever: supports taken back afterwards change nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution = models.OneToOneField(
        Contribution, on_delete=models.CASCADE, related_name="reached"
    )
    supports = models.PositiveIntegerField(help_text="How many were asked for")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        return f"{self.contribution_id}, {self.at}"
