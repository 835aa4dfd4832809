"""Instruction: how a team prepares its answers, from the first reading to the decision. Never public."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxLengthValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability.selectors import ANSWERS
from accounts.models import User
from consultations.models import Consultation, Theme
from contributions.models import Contribution, Status
from tenants.ids import uuid7

LONG = 10_000  # characters
NOTE = 2_000


class ThemeAgent(models.Model):
    """Who studies what is written under a theme, unless a dossier names somebody else."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    theme = models.OneToOneField(Theme, on_delete=models.CASCADE, related_name="theme_agent")
    agent = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.theme_id}: {self.agent_id}"


class Dossier(models.Model):
    """What the team knows and thinks of one contribution: analysis, then opinion, then decision.

    A contribution nobody has touched has none. `outcome`, `status` and `body` are the answer held back until it
    is published; the official answer takes them over, and they are empty again.
    """

    class Opinion(models.TextChoices):
        FAVOURABLE = "favourable", _("Favourable")
        RESERVED = "reserved", _("Favourable with reservations")
        UNFAVOURABLE = "unfavourable", _("Unfavourable")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution = models.OneToOneField(
        Contribution, on_delete=models.CASCADE, related_name="dossier"
    )
    agent = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField(_("due on"), null=True)
    analysis = models.TextField(_("analysis"), blank=True, validators=[MaxLengthValidator(LONG)])
    cost = models.DecimalField(
        _("estimated cost"),
        max_digits=12,
        decimal_places=2,
        null=True,
        validators=[MinValueValidator(0)],
        help_text=_("Euros"),
    )
    opinion = models.CharField(_("opinion"), max_length=12, blank=True, choices=Opinion.choices)
    reasons = models.TextField(
        _("reasons of the opinion"), blank=True, validators=[MaxLengthValidator(LONG)]
    )
    outcome = models.CharField(
        max_length=16, blank=True, choices=[(one.value, one.label) for one in ANSWERS]
    )
    status = models.ForeignKey(
        Status, on_delete=models.SET_NULL, null=True, related_name="+", help_text="Its own word"
    )
    body = models.TextField(blank=True, validators=[MaxLengthValidator(LONG)])
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["due_on"], name="dossier_due")]

    def __str__(self) -> str:
        return str(self.contribution_id)

    @property
    def word(self) -> Status | None:
        """The consultation's own word for the outcome; None once that word came to mean another."""
        return self.status if self.status and self.status.outcome == self.outcome else None


class Note(models.Model):
    """A word between colleagues about a contribution."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    body = models.TextField(_("note"), validators=[MaxLengthValidator(NOTE)])
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        return self.body[:60]


class Sheet(models.Model):
    """A spreadsheet that was sent, read and shown, and waits a day to be applied or left.

    `changes`: [{"pk": contribution, "number": n, "fields": {name: [before, after]}}], see `sheets.py`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    changes = models.JSONField(default=list)
    errors = models.JSONField(default=list)
    same = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name
