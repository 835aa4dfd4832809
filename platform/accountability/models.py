"""The account given: an answer to each contribution, and the outcome of each consultation."""

from __future__ import annotations

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultations.models import Consultation
from contributions.models import Contribution
from languages.models import Translated
from tenants.ids import uuid7

LONG = [MaxLengthValidator(10_000)]


class OfficialAnswer(models.Model):
    """What the collectivity answers to one contribution, in public, with its reasons."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution = models.OneToOneField(
        Contribution, on_delete=models.CASCADE, related_name="official_answer"
    )
    outcome = models.CharField(_("outcome"), max_length=16, choices=Contribution.Outcome.choices)
    body = models.TextField(_("answer"), blank=True, validators=LONG)
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(
        null=True, help_text="When it was published anew, with other words"
    )

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.contribution_id}"


class OutcomeReport(Translated):
    """The outcome page (bilan) that closes a consultation: what was heard, what was decided, what next."""

    words = ("summary", "heard", "decided", "next")
    within = "consultation"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.OneToOneField(
        Consultation, on_delete=models.CASCADE, related_name="outcome_report"
    )
    summary = models.CharField(_("summary"), max_length=600, blank=True)
    heard = models.TextField(_("what was heard"), blank=True, validators=LONG)
    decided = models.TextField(_("what was decided, and why"), blank=True, validators=LONG)
    next = models.TextField(_("what happens next"), blank=True, validators=LONG)
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(
        null=True, blank=True, help_text="When it changed after publication"
    )

    class Meta:
        verbose_name = _("outcome page")

    def __str__(self) -> str:
        return str(self.consultation_id)

    @property
    def is_complete(self) -> bool:
        """Whether it says enough to be public: in short, what was heard and what was decided."""
        return all(part.strip() for part in (self.summary, self.heard, self.decided))
