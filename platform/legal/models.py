"""What the law wants a site to say of itself, the terms people accept, the barriers they report."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from tenants.ids import uuid7

YEARS = 3  # after which an accessibility declaration is written anew
TECHNOLOGIES = "HTML5, CSS, SVG, JavaScript"


class Conformity(models.TextChoices):
    """How much of the RGAA a site respects; without an audit, nothing may be claimed."""

    NONE = "none", pgettext_lazy("accessibility", "not compliant")
    PARTIAL = "partial", pgettext_lazy("accessibility", "partially compliant")
    FULL = "full", pgettext_lazy("accessibility", "fully compliant")


class Basis(models.TextChoices):
    """The legal basis (GDPR, article 6) that an organisation without a public task chooses."""

    INTEREST = "interest", _("Legitimate interest: to hear those whom our decisions concern")
    CONSENT = "consent", _("Consent: each person agrees, and may withdraw it at any time")


class Duties(models.Model):
    """One row a tenant: who answers for the site, for its data and for its accessibility.

    The tenant's name, kind and public number are the Tenant's; the host's are the platform's settings.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    only = models.BooleanField(default=True, editable=False)  # true in the one row there may be

    legal_name = models.CharField(_("legal name"), max_length=200, blank=True)
    legal_address = models.TextField(_("postal address"), max_length=400, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    publication_director = models.CharField(_("publication director"), max_length=120, blank=True)
    director_role = models.CharField(
        _("role of the publication director"), max_length=120, blank=True
    )

    basis = models.CharField(_("legal basis"), max_length=8, choices=Basis.choices, blank=True)
    dpo_name = models.CharField(_("data protection officer"), max_length=200, blank=True)
    dpo_email = models.EmailField(_("e-mail of the data protection officer"), blank=True)

    declared_on = models.DateField(_("date of the declaration"), null=True, blank=True)
    audited_on = models.DateField(_("date of the audit"), null=True, blank=True)
    auditor = models.CharField(_("who made the audit"), max_length=200, blank=True)
    rate = models.PositiveSmallIntegerField(
        _("share of the criteria that are respected, in percent"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
    )
    failures = models.TextField(_("what is not accessible"), max_length=5_000, blank=True)
    burden = models.TextField(
        _("exemptions for disproportionate burden"), max_length=3_000, blank=True
    )
    exempt = models.TextField(
        _("contents that the obligation does not cover"), max_length=3_000, blank=True
    )
    technologies = models.CharField(_("technologies"), max_length=200, default=TECHNOLOGIES)
    tested_pages = models.TextField(_("pages tested"), max_length=3_000, blank=True)
    tested_with = models.TextField(
        _("browsers, assistive technologies and tools of the tests"), max_length=2_000, blank=True
    )
    plan_url = models.URLField(_("address of the accessibility plan"), blank=True)

    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("public duties")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["only"], name="one_duties"),
            models.CheckConstraint(condition=models.Q(only=True), name="only_duties"),
        ]

    def __str__(self) -> str:
        return self.legal_name

    @property
    def conformity(self) -> Conformity:
        """Drawn from the audit, so that nobody claims more than was measured."""
        if self.audited_on is None or self.rate is None or self.rate < 50:
            return Conformity.NONE
        return Conformity.FULL if self.rate == 100 else Conformity.PARTIAL

    @property
    def renews_on(self) -> date | None:
        """The day by which the declaration has to be written anew."""
        if self.declared_on is None:
            return None
        year = self.declared_on.year + YEARS
        try:
            return self.declared_on.replace(year=year)
        except ValueError:  # declared on a 29 February
            return date(year, 3, 1)

    @property
    def privacy_email(self) -> str:
        """Where people use their rights: the officer, or whoever reads the site's mail."""
        return self.dpo_email or self.contact_email


class Wording(models.Model):
    """The team's own words in one section of one legal page: beside our text, or in its place."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    page = models.CharField(max_length=20)
    section = models.CharField(max_length=30)
    text = models.TextField(_("your text"), max_length=5_000)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "section"], name="one_wording_a_section")
        ]

    def __str__(self) -> str:
        return f"{self.page}/{self.section}"


class TermsVersion(models.Model):
    """The terms of use as they were published, whole and for ever. The highest number is in force."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField()
    # By language, "fr" always: a list of sections, each with its key, title and text.
    texts: Any = models.JSONField(default=dict)
    changes = models.TextField(_("what changes"), max_length=1_000, blank=True)
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number"], name="one_version_a_number")
        ]

    def __str__(self) -> str:
        return str(self.number)


class Acceptance(models.Model):
    """Somebody accepted a version. It goes with the account."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="acceptances")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "version"], name="one_acceptance_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.version_id}"


class BarrierReport(models.Model):
    """Somebody could not use a page. Without an account, and without an address if they wish."""

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("barrier", "Received")
        MENDED = "mended", pgettext_lazy("barrier", "Mended")
        ANSWERED = "answered", pgettext_lazy("barrier", "Answered, with another way")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(max_length=12)
    what = models.TextField(_("what you could not do"), max_length=2_000)
    where = models.CharField(_("on which page"), max_length=300, blank=True)
    tools = models.CharField(_("with which tools"), max_length=300, blank=True)
    contact = models.EmailField(_("e-mail address"), blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RECEIVED)
    answer = models.TextField(_("answer"), max_length=2_000, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reference"], name="one_barrier_a_reference")
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def waits(self) -> bool:
        return self.state == self.State.RECEIVED
