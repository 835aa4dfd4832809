"""Who did what, when, as sentences a person can read."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.ids import uuid7


class Entry(models.Model):
    """One deed. It names its actor and object by value, so that it outlives both."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(_("who"), max_length=120)
    verb = models.CharField(max_length=60, help_text="A dotted name, such as proposal.published")
    sentence = models.CharField(_("what"), max_length=500)
    before = models.TextField(_("what stood there before"), blank=True)
    about_id = models.UUIDField(null=True, help_text="The object's id, whatever its table")

    class Meta:
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [models.Index(fields=["about_id", "at"], name="audit_entry_about")]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.sentence}"
