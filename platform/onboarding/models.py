"""A sign-up under way: what the wizard knows until the site exists."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone

from tenants.ids import uuid7
from tenants.models import Tenant
from themes.logos import Logo
from themes.palette import PLATFORM_COLOUR


class SignUp(models.Model):
    """One collectivity on its way to a site of its own; in the public schema, forgotten after a week.

    `tenant` is set in the transaction that opens the site: a sign-up opens one site and no more.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Tenant.Kind.choices)
    identifier = models.CharField(max_length=14, blank=True)
    person_name = models.CharField(max_length=60)
    email = models.EmailField(max_length=254)
    code_fingerprint = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True)
    code_attempts = models.PositiveSmallIntegerField(default=0)
    email_verified_at = models.DateTimeField(null=True)
    slug = models.CharField(max_length=40, blank=True)
    colour = models.CharField(max_length=7, default=PLATFORM_COLOUR)
    logo_picture = models.BinaryField(null=True)
    logo_icon = models.BinaryField(null=True)
    logo_width = models.PositiveSmallIntegerField(default=0)  # pixels
    logo_height = models.PositiveSmallIntegerField(default=0)  # pixels
    starter = models.CharField(max_length=40, blank=True)
    confirmed_at = models.DateTimeField(null=True)  # when "open my site" was pressed
    tenant = models.OneToOneField(
        Tenant, on_delete=models.SET_NULL, null=True, related_name="sign_up"
    )
    opened_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["created_at"], name="sign_up_age")]

    def __str__(self) -> str:
        return f"{self.name} ({self.email})"

    @property
    def reached(self) -> int:
        """The furthest step that may be shown, from 1 to 4."""
        if not self.email:
            return 1
        if self.email_verified_at is None:
            return 2
        return 4 if self.slug else 3

    @property
    def logo(self) -> Logo | None:
        """The logo as it was checked and re-encoded when it was sent."""
        if not self.logo_picture or not self.logo_icon:
            return None
        picture, icon = bytes(self.logo_picture), bytes(self.logo_icon)
        return Logo(picture, icon, self.logo_width, self.logo_height)

    @logo.setter
    def logo(self, logo: Logo | None) -> None:
        self.logo_picture, self.logo_icon = (logo.picture, logo.icon) if logo else (None, None)
        self.logo_width, self.logo_height = (logo.width, logo.height) if logo else (0, 0)

    @property
    def logo_url(self) -> str:
        """The logo as a data address: it has no place in any tenant's files yet."""
        if not self.logo_picture:
            return ""
        return f"data:image/webp;base64,{b64encode(bytes(self.logo_picture)).decode()}"

    def is_within(self, moment: datetime | None, seconds: float) -> bool:
        """Whether `moment` lies less than `seconds` back."""
        return moment is not None and (timezone.now() - moment).total_seconds() < seconds
