"""What moderators decided and why, and what people reported."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from contributions.models import Contribution
from tenants.ids import uuid7
from tenants.signing import sign

TIME_TO_CONTEST = timedelta(days=183)  # six months: article 20 of the Digital Services Act
CONTESTING = "contest"  # what the signed links to contest are for
WORDS_LIMIT = 5_000  # characters of the list of words


class Reason(models.TextChoices):
    """Why a text may be refused, hidden or reported (the moderation charter explains each)."""

    OFF_TOPIC = "off_topic", _("Off topic")
    OFFENSIVE = "offensive", _("Insulting, hateful or threatening")
    PERSONAL_DATA = "personal_data", _("Names or data of private persons")
    ADVERTISING = "advertising", _("Advertising or spam")
    DUPLICATE = "duplicate", _("Already said")
    UNREADABLE = "unreadable", _("Cannot be understood")
    ILLEGAL = "illegal", _("Against the law")
    OTHER = "other", _("Another reason")


class Decision(models.Model):
    """One moderator's decision on one text. Kept for ever: undoing one is deciding again."""

    class Verdict(models.TextChoices):
        PUBLISH = "publish", pgettext_lazy("decided", "published")
        REFUSE = "refuse", pgettext_lazy("decided", "refused")
        HIDE = "hide", pgettext_lazy("decided", "hidden")
        RESTORE = "restore", pgettext_lazy("decided", "shown again")
        KEEP = "keep", pgettext_lazy("decided", "left published")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="decisions"
    )
    moderator = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    verdict = models.CharField(_("decision"), max_length=8, choices=Verdict.choices)
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices, blank=True)
    explanation = models.CharField(_("explanation to the author"), max_length=1_000, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [models.Index(fields=["-at"], name="decision_history")]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} {self.contribution_id}"

    @property
    def is_against(self) -> bool:
        """Whether it keeps a text out of sight, so that its author may contest it."""
        return self.verdict in {self.Verdict.REFUSE, self.Verdict.HIDE}

    @property
    def contest_url(self) -> str:
        """The page where its author contests it: whoever has this signed link needs no account."""
        return _contest_url("decision", self)


class Report(models.Model):
    """Somebody's word that a published text breaks the charter. Also without an account."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(max_length=12)
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    contact = models.EmailField(_("e-mail address"), blank=True)
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices)
    text = models.CharField(_("what is wrong"), max_length=1_000, blank=True)
    language = models.CharField(
        max_length=10, blank=True, help_text="Of the page it was written on, and of our answers"
    )
    at = models.DateTimeField(auto_now_add=True)
    handled_at = models.DateTimeField(null=True)
    decision = models.ForeignKey(
        Decision, on_delete=models.SET_NULL, null=True, related_name="reports"
    )

    class Meta:
        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reference"], name="one_report_a_reference")
        ]

    def __str__(self) -> str:
        return self.reference


class Cause(models.TextChoices):
    """Which rule sent a text to the queue."""

    LINK = "link", _("It contains a link")
    FIRST = "first", _("It is its author’s first contribution")
    WORD = "word", _("It contains a word of the list")
    BLOCKED = "blocked", _("Its author’s address is that of a suspended account")


class Rules(models.Model):
    """What the team wants to read before it shows, also where moderation comes after publication."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    only = models.BooleanField(default=True, editable=False)  # true in the one row there may be
    holds_links = models.BooleanField(_("texts that contain a link"), default=False)
    holds_first = models.BooleanField(_("the first contribution of a person"), default=False)
    words = models.TextField(_("texts that contain one of these words"), blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["only"], name="one_set_of_rules"),
            models.CheckConstraint(condition=Q(only=True), name="only_rules"),
        ]

    def __str__(self) -> str:
        return "rules"


class Hold(models.Model):
    """Why rules sent a text to the queue: shown to whoever reads it there."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="hold")
    causes = ArrayField(models.CharField(max_length=10, choices=Cause.choices))
    found = models.CharField(max_length=200, blank=True, help_text="The words of the list")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return ", ".join(self.reasons)

    @property
    def reasons(self) -> list[str]:
        """The causes in words."""
        told = {Cause.WORD: f"{Cause.WORD.label}{_(': ')}{self.found}"}
        return [str(told.get(Cause(cause), Cause(cause).label)) for cause in self.causes]


class Block(models.Model):
    """Somebody kept from taking part for a time. It ends by itself, or earlier by a decision."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocks")
    contribution = models.ForeignKey(
        Contribution, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    moderator = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices)
    explanation = models.CharField(_("explanation"), max_length=1_000)
    at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return f"{self.user} → {self.until:%Y-%m-%d}"

    @property
    def is_on(self) -> bool:
        return self.lifted_at is None and self.until > timezone.now()

    @property
    def contest_url(self) -> str:
        """The page where whoever is blocked contests it."""
        return _contest_url("block", self)


class Appeal(models.Model):
    """An author's word against a decision or a block: once, in time, answered by somebody else."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    decision = models.OneToOneField(
        Decision, on_delete=models.CASCADE, null=True, related_name="appeal"
    )
    block = models.OneToOneField(Block, on_delete=models.CASCADE, null=True, related_name="appeal")
    text = models.CharField(_("why you do not agree"), max_length=2_000)
    language = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    granted = models.BooleanField(null=True, help_text="Whether the decision was taken back")
    answer = models.CharField(_("answer to the author"), max_length=1_000, blank=True)

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decision=None) ^ Q(block=None), name="appeal_against_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contested}"

    @property
    def contested(self) -> Decision | Block:
        """What it is against."""
        found = self.decision or self.block
        assert found is not None  # noqa: S101 - the database sees to it
        return found


def _contest_url(kind: str, contested: models.Model) -> str:
    token = sign([kind, contested.pk.hex], purpose=CONTESTING)
    return reverse("moderation:contest", urlconf=settings.TENANT_URLCONF, args=[token])
