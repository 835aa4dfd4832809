"""Versions of a questionnaire, and what people answered to each."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.models import Phase
from contributions.models import Contribution
from languages.models import Translated
from languages.said import say
from modules.surveys.document import (
    LIMITS,
    SHORT_LIMIT,
    Questionnaire,
    from_json,
    reworded,
    wordings,
)
from tenants.ids import uuid7

PARTS = {  # what the team calls the words of a questionnaire, by the end of their names
    "title": _("Title"),
    "intro": _("Introduction"),
    "label": pgettext_lazy("survey", "Words"),
    "help": _("Help"),
    "picture_alt": _("What the picture shows"),
    "low": _("Words beside the first number"),
    "high": _("Words beside the last number"),
}


class Version(Translated):
    """A questionnaire as it was asked. One that people may have seen is never changed.

    The first is live from the beginning; each later one is the team's draft until it is published.
    `content` is what `document.to_json` gives; its words are translated by their names in `wordings`.
    """

    words = ("content",)
    within = "phase"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    phase = models.ForeignKey(
        Phase, on_delete=models.CASCADE, related_name="survey_versions", db_index=False
    )
    number = models.PositiveSmallIntegerField(default=1)
    content = models.JSONField(default=dict)
    is_live = models.BooleanField(default=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("questionnaire")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["phase", "number"], name="one_survey_version_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.phase_id} {self.number}"

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """In the words of the team."""
        return from_json(self.content)

    @property
    def spoken(self) -> Questionnaire:
        """In the language of now; what has no translation says which it is in."""
        return reworded(self.questionnaire, lambda name, text: say(text, self.translations, name))

    def wordings(self) -> dict[str, str]:
        return wordings(self.questionnaire)

    def label_of(self, field: str) -> str:
        part = field.rsplit(".", 1)[-1]
        asked = self.questionnaire.questions.get(field.partition(".")[0])
        own = asked is not None and field.count(".") == 1 and part != "label"
        where = f" – {asked.label[:60]}" if asked and own else ""
        return f"{PARTS[part]}{where}"

    def limit_of(self, field: str) -> int | None:
        return (
            SHORT_LIMIT
            if field.count(".") > 1
            else LIMITS.get(field.rsplit(".", 1)[-1], SHORT_LIMIT)
        )


class Sheet(models.Model):
    """One person's answers: a draft while they fill it in, then handed in with its contribution.

    `respondent` is a keyed fingerprint of the account, the device or the invitation, so that nobody
    answers twice; None where that is not asked (on paper, imported), taken back or erased. Where the phase
    lets members answer for associations, there is one more sheet for each, under its number; empty for
    one's own. `page` is the section last reached. `sent` is the draft as it was typed, by field, and empty
    once handed in.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    phase = models.ForeignKey(
        Phase, on_delete=models.PROTECT, related_name="survey_sheets", db_index=False
    )
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="sheets")
    contribution = models.OneToOneField(
        Contribution, on_delete=models.CASCADE, null=True, related_name="survey_sheet"
    )
    respondent = models.CharField(max_length=64, null=True)  # noqa: DJ001 - None never clashes
    association = models.CharField(max_length=120, blank=True)
    association_number = models.CharField(max_length=14, blank=True)
    page = models.CharField(max_length=40, blank=True)
    sent = models.JSONField(default=dict, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["phase", "respondent", "association_number"],
                name="one_sheet_a_person_and_association",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["respondent"], name="survey_sheet_respondent"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Cell(models.Model):
    """One thing that somebody said to one question (`kinds.Said`), so that PostgreSQL can count it.

    A question has as many as its answer has parts: choices picked, rows judged, ranks given. The
    first of them (`counts`) stands for the person. Keys are those of the questionnaire.
    """

    pk = models.CompositePrimaryKey("sheet_id", "question", "item", "choice")
    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="cells", db_index=False)
    question = models.CharField(max_length=40)
    item = models.CharField(max_length=40, default="", blank=True)
    choice = models.CharField(max_length=40, default="", blank=True)
    number = models.FloatField(null=True)
    text = models.TextField(blank=True)
    counts = models.BooleanField(default=False)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["question"], name="survey_texts", condition=~Q(text="")),
            GinIndex(
                SearchVector("text", config="ext.fr"),
                name="survey_text_search",
                condition=~Q(text=""),
            ),
        ]

    def __str__(self) -> str:
        return self.text or self.choice or str(self.number)


class Invitation(models.Model):
    """A code that lets one person answer, where the team hands codes out. Only its fingerprint is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    phase = models.ForeignKey(
        Phase, on_delete=models.CASCADE, related_name="survey_invitations", db_index=False
    )
    fingerprint = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["phase", "fingerprint"], name="one_invitation_a_code"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Export(models.Model):
    """A file of all answers: the team asks for it, a job writes it, and a day later it is gone.

    `written` of `people` tells how far the job is; `path` is empty until the file is whole.
    """

    class Format(models.TextChoices):
        XLSX = "xlsx", _("Workbook (XLSX)")
        CSV = "csv", _("Table (CSV)")
        JSON = "json", _("Data (JSON)")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="survey_exports")
    format = models.CharField(max_length=4, choices=Format.choices, default=Format.XLSX)
    asked_at = models.DateTimeField(default=timezone.now)
    people = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    path = models.CharField(max_length=200, blank=True)
    failed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.pk)
