"""News, and the versions of the look. The look that is worn stands in `themes.models.Branding`."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.models import Consultation
from languages.models import Translated
from tenants.ids import uuid7


class Version(models.Model):
    """One look as it was published; or, without a date, the draft that the team prepares together.

    Who published it and what changed is told by the journal, whose entries are about the version.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    look = models.JSONField()
    translations = models.JSONField(default=dict)  # of its words, when another look took its place
    is_draft = models.BooleanField(default=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-published_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_draft"], condition=Q(is_draft=True), name="one_draft_of_the_look"
            ),
            models.CheckConstraint(
                condition=Q(is_draft=True) ^ Q(published_at__isnull=False),
                name="published_look_has_its_date",
            ),
        ]

    def __str__(self) -> str:
        return "draft" if self.is_draft else f"{self.published_at:%Y-%m-%d %H:%M}"


class News(Translated):
    """Something the collectivity tells: a title, a few paragraphs, a day.

    One of a consultation is seen by those who see it, on its page too, and told to its followers.
    """

    words = ("title", "body")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, null=True, blank=True, related_name="news"
    )
    slug = models.SlugField(max_length=80)
    title = models.CharField(_("title"), max_length=140)
    body = models.TextField(_("text"), validators=[MaxLengthValidator(10_000)])
    day = models.DateField(_("date"), default=timezone.localdate)
    is_published = models.BooleanField(_("published"), default=False)

    class Meta:
        verbose_name = pgettext_lazy("one article", "news")
        ordering: ClassVar = ["-day", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slug"], name="one_news_a_slug"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("showcase:news", urlconf=settings.TENANT_URLCONF, args=[self.slug])
