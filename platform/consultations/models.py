"""A consultation: its promise, its themes, its partners and its phases."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.files import File
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations import previewing
from consultations.caching import turns_at
from consultations.module import Module, PhaseKind, module_of
from languages.models import Translated
from notifications.models import Reader
from tenants.ids import uuid7
from themes.documents import KINDS, Kind
from themes.logos import Logo
from themes.storage import PrivateStorage

DOCUMENTS = "documents/"  # their folder, among a tenant's private files
LONG_LIMIT = 20_000  # characters
LONG = [MaxLengthValidator(LONG_LIMIT)]


class Consultation(Translated):
    """Something a collectivity asks its citizens, and the promise of what it will do with the answers."""

    words = ("title", "summary", "why", "use")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        CLOSED = "closed", pgettext_lazy("consultation", "Closed")

    class Commitment(models.TextChoices):
        INFORMATION = "information", _("Information: we explain our decision")
        CONSULTATION = "consultation", _("Consultation: we listen before deciding")
        CO_CONSTRUCTION = "co_construction", _("Co-construction: we prepare the decision together")
        CO_DECISION = "co_decision", _("Co-decision: we decide together")

    class Moderation(models.TextChoices):
        BEFORE = "before", _("Before publication")
        AFTER = "after", _("After publication")

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("Everyone sees it and takes part")
        READERS = "readers", _("Everyone sees it; only those you admit take part")
        ADMITTED = "admitted", _("Only those you admit see it and take part")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(_("address"), max_length=80)
    title = models.CharField(_("title"), max_length=140)
    summary = models.CharField(_("summary"), max_length=400, blank=True)
    why = models.TextField(_("why this consultation"), blank=True, validators=LONG)
    use = models.TextField(_("what contributions will be used for"), blank=True, validators=LONG)
    commitment = models.CharField(
        _("commitment level"), max_length=20, choices=Commitment.choices, blank=True
    )
    moderation = models.CharField(
        _("moderation"), max_length=10, choices=Moderation.choices, default=Moderation.BEFORE
    )
    audience = models.CharField(
        _("who it is for"), max_length=10, choices=Audience.choices, default=Audience.EVERYONE
    )
    domains = ArrayField(
        models.CharField(max_length=253),
        default=list,
        blank=True,
        help_text="Whose addresses are admitted: example.org, or *.example.org and what is under it",
    )
    outcome_is_open = models.BooleanField(
        default=False, help_text="Closed, its outcome is for everyone, whoever the rest is for"
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("consultation")
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slug"], name="one_consultation_a_slug")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("consultations:show", urlconf=settings.TENANT_URLCONF, args=[self.slug])

    @property
    def is_public(self) -> bool:
        """Whether those it is for see it: published, or closed with its outcome."""
        return self.state in {self.State.PUBLISHED, self.State.CLOSED}

    @property
    def is_for_everyone(self) -> bool:
        """Whether anybody sees it, so that it may show elsewhere: in feeds, pictures, search engines."""
        return self.is_public and self.audience != self.Audience.ADMITTED

    @property
    def is_restricted(self) -> bool:
        """Whether only those admitted take part."""
        return self.audience != self.Audience.EVERYONE

    @property
    def moderates_before(self) -> bool:
        return self.moderation == self.Moderation.BEFORE


class Partner(models.Model):
    """An organisation that holds the consultation together with the tenant."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="partners"
    )
    name = models.CharField(_("name"), max_length=120)
    url = models.URLField(_("web address"), blank=True)
    logo = models.FileField(_("logo"), upload_to="logos/", blank=True)
    logo_width = models.PositiveSmallIntegerField(default=0, editable=False)  # pixels
    logo_height = models.PositiveSmallIntegerField(default=0, editable=False)  # pixels
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def wear(self, logo: Logo | None) -> None:
        """Show this logo, or none; the file is written, and the former one deleted, with the row."""
        self.logo = File(BytesIO(logo.picture), f"{logo.digest}.webp") if logo else None
        self.logo_width, self.logo_height = (logo.width, logo.height) if logo else (0, 0)


class Document(Translated):
    """A file that the team gives to read. Downloaded where its consultation shows, never from `/media/`."""

    words = ("title", "description")
    within = "consultation"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="documents"
    )
    title = models.CharField(_("title"), max_length=140)
    description = models.CharField(_("what is in it"), max_length=300, blank=True)
    file = models.FileField(_("file"), storage=PrivateStorage, upload_to=DOCUMENTS)
    kind = models.CharField(max_length=8, choices=[(key, one.name) for key, one in KINDS.items()])
    size = models.PositiveIntegerField(help_text="Bytes")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("document")
        ordering: ClassVar = ["position", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse(
            "consultations:document",
            urlconf=settings.TENANT_URLCONF,
            args=[self.consultation.slug, self.pk],
        )

    @property
    def filename(self) -> str:
        """What it is called where somebody keeps it."""
        return f"{slugify(self.title) or 'document'}.{self.kind}"

    def hold(self, upload: File[bytes], kind: Kind) -> None:
        """Give this file to read; it is written, and the former one deleted, with the row."""
        self.file = File(upload, f"{uuid7().hex}.{kind.key}")
        self.kind, self.size = kind.key, upload.size


class Theme(Translated):
    """A subject under which contributions of one consultation are sorted."""

    words = ("title", "description")
    within = "consultation"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="themes")
    slug = models.SlugField(max_length=80)
    title = models.CharField(_("title"), max_length=120)
    description = models.CharField(_("description"), max_length=400, blank=True)
    colour = models.CharField(_("colour"), max_length=7, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("theme")
        ordering: ClassVar = ["position", "title"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consultation", "slug"], name="one_theme_a_slug"),
        ]

    def __str__(self) -> str:
        return self.title


type Part = Theme | Partner | Document  # what the team keeps in a list, in an order


class Phase(Translated):
    """A span of time in which one module runs. Phases of a consultation may overlap."""

    words = ("title", "introduction")
    within = "consultation"

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("Everyone, also without an account")
        MEMBERS = "members", _("People who signed in with their e-mail address")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="phases")
    module_key = models.CharField(_("module"), max_length=40)
    kind_key = models.CharField(_("kind"), max_length=40)
    slug = models.SlugField(_("address"), max_length=80)
    title = models.CharField(_("title"), max_length=120)
    introduction = models.TextField(_("introduction"), blank=True, validators=LONG)
    audience = models.CharField(
        _("who may take part"), max_length=10, choices=Audience.choices, default=Audience.EVERYONE
    )
    moderation = models.CharField(
        _("moderation"),
        max_length=10,
        choices=Consultation.Moderation.choices,
        blank=True,
        help_text="Empty: as the consultation says",
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    settings = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("stage")
        ordering: ClassVar = ["position", "opens_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consultation", "slug"], name="one_phase_a_slug"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="phase_closes_after_opening"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        place = [self.consultation.slug, self.slug]
        return reverse(f"{self.module_key}:index", urlconf=settings.TENANT_URLCONF, args=place)

    @cached_property
    def module(self) -> Module | None:
        """The module that runs here, or None where its folder is gone."""
        return module_of(self.module_key)

    @cached_property
    def kind(self) -> PhaseKind | None:
        return self.module.kind(self.kind_key) if self.module else None

    @property
    def moderates_before(self) -> bool:
        """Whether a text waits for a moderator before it shows here: the stage's own choice first."""
        chosen = self.moderation or self.consultation.moderation
        return chosen == Consultation.Moderation.BEFORE

    def is_open(self, at: datetime | None = None) -> bool:
        """Whether people can take part at `at` (now by default): published and between its dates."""
        turns_at(self.opens_at, self.closes_at)
        looked_at = self._looked_at
        now = looked_at or at or timezone.now()
        published = looked_at or self.consultation.state == Consultation.State.PUBLISHED
        return bool(published) and self.opens_at <= now < self.closes_at

    @property
    def is_upcoming(self) -> bool:
        return self._now < self.opens_at

    @property
    def is_over(self) -> bool:
        return self._now >= self.closes_at or self.consultation.state == Consultation.State.CLOSED

    @property
    def _now(self) -> datetime:
        return self._looked_at or timezone.now()

    @property
    def _looked_at(self) -> datetime | None:
        """As of when a draft is looked at by somebody of the team, in place of now."""
        at = previewing.moment_of(self.consultation_id)
        return at if at and self.consultation.state == Consultation.State.DRAFT else None

    def setting(self, name: str) -> Any:
        """One of the module's settings here: what staff chose, or the form field's initial value."""
        if self.module is None:
            return None
        return self.settings.get(name, self.module.settings_form.base_fields[name].initial)


class Extension(Translated):
    """A phase given more time: shown with its reason."""

    words = ("reason",)
    within = "phase"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="extensions")
    previous = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.CharField(_("reason"), max_length=400)
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("more time")
        ordering: ClassVar = ["decided_at"]

    def __str__(self) -> str:
        return f"{self.previous} → {self.until}"


class Follower(models.Model):
    """Somebody who wants to be told what happens in a consultation, with an account or by an address
    that they confirmed. Private."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="followers"
    )
    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["consultation", "reader"], name="one_follower_a_consultation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} → {self.consultation_id}"


class ModuleChoice(models.Model):
    """What the tenant chose for a module that its contract allows; without a row it is on."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=40)
    enabled = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key"], name="one_choice_a_module")
        ]

    def __str__(self) -> str:
        return f"{self.key}: {'on' if self.enabled else 'off'}"
