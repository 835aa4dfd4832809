"""What the collectivity undertakes after a consultation, in steps and dates, and how it is kept."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from consultations.models import Consultation, Theme
from contributions.models import Contribution
from tenants.ids import uuid7

LIMIT = 5_000  # characters
LONG = [MaxLengthValidator(LIMIT)]


class Commitment(models.Model):
    """One thing that will be done, in public: who does it, by when, and from whose words it comes."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("commitment", "Draft")
        UNDERWAY = "underway", pgettext_lazy("commitment", "Under way")
        KEPT = "kept", pgettext_lazy("commitment", "Kept")
        GIVEN_UP = "given_up", pgettext_lazy("commitment", "Given up")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="commitments"
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    contributions = models.ManyToManyField(
        Contribution, through="Source", related_name="commitments"
    )
    slug = models.SlugField(max_length=80)
    title = models.CharField(_("what is undertaken"), max_length=160)
    text = models.TextField(_("what will be done, and for whom"), validators=LONG)
    responsible = models.CharField(_("who does it"), max_length=160)
    due = models.DateField(_("done by"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    reason = models.TextField(_("why it is given up"), blank=True, validators=LONG)
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="When it was kept, or given up")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["due", "title"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slug"], name="one_commitment_a_slug")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("commitments:show", urlconf=settings.TENANT_URLCONF, args=[self.slug])

    @property
    def is_public(self) -> bool:
        return self.state != self.State.DRAFT

    @property
    def is_ended(self) -> bool:
        return self.state in {self.State.KEPT, self.State.GIVEN_UP}

    @property
    def is_late(self) -> bool:
        """Whether its day has passed and it is not done."""
        return self.state == self.State.UNDERWAY and self.due < today()


class Source(models.Model):
    """A contribution that a commitment comes from."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="sources")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["commitment", "contribution"], name="one_source_a_contribution"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} → {self.commitment_id}"


class Step(models.Model):
    """One stage of a commitment, with its day."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(_("step"), max_length=160)
    due = models.DateField(_("done by"))
    done_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["due", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_late(self) -> bool:
        return self.done_on is None and self.due < today()


class News(models.Model):
    """What there is to tell of a commitment on its way."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="news")
    title = models.CharField(_("title"), max_length=160)
    body = models.TextField(_("text"), validators=LONG)
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-published_at"]

    def __str__(self) -> str:
        return self.title


def today() -> date:
    """The day it is in the collectivity's time zone."""
    return timezone.localdate()
