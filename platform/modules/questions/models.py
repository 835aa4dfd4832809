"""What the team writes about questions; a question that somebody asked is a Contribution."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.models import Phase
from contributions.models import Contribution
from languages.models import Translated
from tenants.ids import uuid7

ANSWER_LIMIT = 5_000  # characters
LONG = [MaxLengthValidator(ANSWER_LIMIT)]


class Expected(Translated):
    """A question that the team expects, with its answer: there before anybody asks."""

    words = ("title", "body")
    within = "phase"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="expected")
    title = models.CharField(_("question"), max_length=200)
    body = models.TextField(_("answer"), validators=LONG)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("expected question")
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class Answer(models.Model):
    """What the team answers, in public, to a question that somebody asked."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution = models.OneToOneField(
        Contribution, on_delete=models.CASCADE, related_name="answer"
    )
    body = models.TextField(_("answer"), validators=LONG)
    at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(null=True, help_text="When other words took its place")

    def __str__(self) -> str:
        return self.body[:60]
