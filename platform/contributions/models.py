"""The one table of what citizens write, and what they do with each other's words."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from consultations.models import Consultation, Phase, Theme
from languages.models import Translated
from tenants.ids import uuid7

BODY_LIMIT = 10_000  # characters


class Contribution(models.Model):
    """Anything somebody wrote in a phase: a proposal, a comment on it, a survey's answers.

    `kind` is the module's word for it ("proposal", "comment", "answer"). `number` counts up in a
    consultation and is how people name it. What only one module needs stands in that module's tables.
    """

    class Origin(models.TextChoices):
        ONLINE = "online", _("Online")
        PAPER = "paper", _("On paper")
        WORKSHOP = "workshop", _("In a workshop")
        IMPORT = "import", _("Imported")

    class Stance(models.TextChoices):
        FOR = "for", pgettext_lazy("argument", "For")
        AGAINST = "against", pgettext_lazy("argument", "Against")

    class Moderation(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PENDING = "pending", _("Awaiting moderation")
        PUBLISHED = "published", _("Published")
        REFUSED = "refused", _("Refused")
        HIDDEN = "hidden", _("Hidden")
        WITHDRAWN = "withdrawn", _("Withdrawn by its author")
        MERGED = "merged", _("Merged into another")
        DIVIDED = "divided", _("Divided into several")

    class Outcome(models.TextChoices):
        RECEIVED = "received", _("Received")
        UNDER_STUDY = "under_study", _("Under study")
        RETAINED = "retained", _("Retained")
        PARTLY_RETAINED = "partly_retained", _("Partly retained")
        NOT_RETAINED = "not_retained", _("Not retained")
        IN_DELIVERY = "in_delivery", _("Being delivered")
        DELIVERED = "delivered", _("Delivered")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="contributions"
    )
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="contributions")
    theme = models.ForeignKey(
        Theme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="comments"
    )
    reply_to = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replies"
    )
    kind = models.CharField(max_length=40)
    number = models.PositiveIntegerField(null=True)
    author = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="contributions"
    )
    author_name = models.CharField(_("name shown"), max_length=120, blank=True)
    on_behalf_of = models.CharField(_("on behalf of"), max_length=120, blank=True)
    contact = models.EmailField(_("e-mail address"), blank=True, help_text=_("Never shown."))
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.ONLINE)
    reference = models.CharField(max_length=120, blank=True, help_text="Where an import found it")
    title = models.CharField(_("title"), max_length=160, blank=True)
    body = models.TextField(_("text"), blank=True, validators=[MaxLengthValidator(BODY_LIMIT)])
    stance = models.CharField(max_length=7, choices=Stance.choices, blank=True)
    place = models.CharField(_("place"), max_length=160, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    language = models.CharField(
        max_length=10, blank=True, help_text="Of the page it was written on; empty: not known"
    )
    moderation = models.CharField(
        max_length=10, choices=Moderation.choices, default=Moderation.PENDING
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged"
    )
    divided_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="parts"
    )
    outcome = models.CharField(max_length=16, choices=Outcome.choices, default=Outcome.RECEIVED)
    status = models.ForeignKey(
        "Status", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    supports_count = models.PositiveIntegerField(default=0)
    imported_supports = models.PositiveIntegerField(default=0)
    comments_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(
        null=True, blank=True, help_text="When its author last changed what was public"
    )
    updated_at = models.DateTimeField(auto_now=True)
    search = models.GeneratedField(
        expression=SearchVector("title", config="ext.fr", weight="A")
        + SearchVector("body", config="ext.fr", weight="B"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["consultation", "number"], name="one_contribution_a_number"
            ),
            models.UniqueConstraint(
                fields=["consultation", "kind", "reference"],
                condition=~Q(reference=""),
                name="imported_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["phase", "kind", "moderation", "-published_at", "-number"],
                include=["outcome"],
                name="contribution_latest",
            ),
            models.Index(
                fields=["phase", "kind", "moderation", "-supports_count", "-number"],
                name="contribution_supported",
            ),
            models.Index(fields=["moderation", "created_at"], name="contribution_queue"),
            GinIndex(fields=["search"], name="contribution_search"),
            GinIndex(fields=["title"], opclasses=["gin_trgm_ops"], name="contribution_title"),
        ]

    def __str__(self) -> str:
        return self.title or self.body[:60]

    def get_absolute_url(self) -> str:
        """Where the text is read: its module's page `show` for a number, a comment on its parent's.

        A module without such a page, or gone, leads to the phase or to the consultation. It reads
        `parent`, `phase` and `consultation`: select them with a list.
        """
        if self.parent:
            return f"{self.parent.get_absolute_url()}#contribution-{self.number}"
        place = [self.consultation.slug, self.phase.slug]
        try:
            return reverse(f"{self.phase.module_key}:show", args=[*place, self.number])
        except NoReverseMatch:
            pass
        try:
            return reverse(f"{self.phase.module_key}:index", args=place)
        except NoReverseMatch:
            return self.consultation.get_absolute_url()

    @property
    def is_published(self) -> bool:
        return self.moderation == self.Moderation.PUBLISHED

    @property
    def is_draft(self) -> bool:
        return self.moderation == self.Moderation.DRAFT

    @property
    def is_withdrawable(self) -> bool:
        """Whether its author may still take it back: it is public, or waits to be."""
        return self.moderation in {self.Moderation.PENDING, self.Moderation.PUBLISHED}

    @property
    def author_address(self) -> str:
        """Where its author can be told; empty for somebody who left no address. Reads `author`."""
        return self.contact or (self.author.email if self.author else "")

    @property
    def draft_url(self) -> str:
        """Where a draft is taken up again: its module's page `draft`, else the phase."""
        place = [self.consultation.slug, self.phase.slug]
        try:
            return reverse(f"{self.phase.module_key}:draft", args=[*place, self.pk])
        except NoReverseMatch:
            return self.get_absolute_url()

    @property
    def shown_author(self) -> str:
        """The name beside the text: chosen at writing, so that renaming an account rewrites no history."""
        name = self.author_name or str(_("Somebody"))
        if not self.on_behalf_of:
            return name
        return _("%(name)s, for %(collective)s") % {"name": name, "collective": self.on_behalf_of}


class Status(Translated):
    """A consultation's own word for one of the fixed outcomes: "In the budget" for retained.

    Several may share an outcome. Where a consultation has none, the outcome's own word is shown.
    """

    words = ("title",)
    within = "consultation"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="statuses"
    )
    outcome = models.CharField(
        _("meaning"), max_length=16, choices=Contribution.Outcome.choices[1:]
    )
    title = models.CharField(_("title"), max_length=40)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("status")
        ordering: ClassVar = ["position", "title"]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """What a published text said before its author changed it. Public, as long as the text is.

    Numbers count up from 1; the words of now stand in the contribution itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160, blank=True)
    body = models.TextField(blank=True)
    place = models.CharField(max_length=160, blank=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contribution", "number"], name="version_of_a_contribution"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id}, {self.number}"


class Attachment(models.Model):
    """A picture or a file beside a text. Its files stand in a folder that only `attachments.py` opens.

    `title` is what a picture shows, for those who do not see it, or what a file is.
    """

    class Kind(models.TextChoices):
        PICTURE = "picture", _("Picture")
        FILE = "file", _("File")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="attachments"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=150)
    sizes = models.JSONField(default=list, help_text="Of a picture: its [width, height]s in pixels")
    size = models.PositiveIntegerField(help_text="Bytes of all its files together")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["created_at"]

    def __str__(self) -> str:
        return self.title


class Follow(models.Model):
    """Somebody who wants to be told what becomes of a text, without supporting it. Private."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="follows")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="follows")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contribution", "user"], name="one_follow_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.contribution_id}"


class Support(models.Model):
    """One person's support of one contribution. Private: only their number is shown.

    `came_from` is the text that was supported at first, where that one was merged into this.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="supports"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="supports")
    came_from = models.ForeignKey(
        Contribution, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contribution", "user"], name="one_support_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.contribution_id}"


class Receipt(models.Model):
    """The private code that opens a page telling what became of a contribution.

    Only a keyed fingerprint of the code is stored: the code itself is shown once and mailed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution = models.OneToOneField(
        Contribution, on_delete=models.CASCADE, related_name="receipt"
    )
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fingerprint"], name="one_receipt_a_code")
        ]

    def __str__(self) -> str:
        return str(self.contribution_id)
