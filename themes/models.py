"""How a tenant looks."""

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django.core.files.base import ContentFile
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from languages.models import Translated
from tenants.ids import uuid7
from themes import listed
from themes.links import check_sender
from themes.logos import Logo
from themes.palette import PLATFORM_ACCENT, PLATFORM_COLOUR, Palette, derive

_is_colour = RegexValidator(
    r"\A#[0-9a-f]{6}\Z", _("Write a colour as # and six digits, like #1d5c4d.")
)


LOOK = (
    "tagline", "logo", "logo_width", "logo_height", "icon", "main_colour", "accent_colour", "corners",
    "typeface", "sender_name", "home_title", "home_text", "banner", "banner_alt", "banner_focus",
    "blocks", "menu", "footer_text", "footer_links", "social",
)  # fmt: skip


class Branding(Translated):
    """One row a tenant. Its name is the Tenant's; everything else about its look is here.

    The fields named in LOOK are what a version of the look holds. `blocks`, `menu` and `footer_links` are
    lists of mappings, each with a `key` of its own; `social` maps a network to an address.
    """

    class Corners(models.TextChoices):
        BUBBLE = "bubble", _("Speech bubble: round, with one corner that speaks")
        ROUND = "round", _("Round")
        SOFT = "soft", _("Barely rounded")
        SQUARE = "square", _("Straight")

    class Typeface(models.TextChoices):
        HOUSE = "house", _("The platform’s own")
        TITLES = "titles", _("Serifs for titles only")
        BOOK = "book", _("Serifs everywhere, like a book")
        DEVICE = "device", _("Those of each reader’s own device: the lightest")

    class Focus(models.TextChoices):
        TOP_LEFT = "0-0", _("Top left")
        TOP = "50-0", _("Top")
        TOP_RIGHT = "100-0", _("Top right")
        LEFT = "0-50", _("Left")
        CENTRE = "50-50", _("Centre")
        RIGHT = "100-50", _("Right")
        BOTTOM_LEFT = "0-100", _("Bottom left")
        BOTTOM = "50-100", _("Bottom")
        BOTTOM_RIGHT = "100-100", _("Bottom right")

    words = ("tagline", "home_title", "home_text", "banner_alt", "footer_text")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    only = models.BooleanField(default=True, editable=False)  # true in the one row there may be

    tagline = models.CharField(_("tagline"), max_length=120, blank=True)
    logo = models.FileField(_("logo"), upload_to="logos/", blank=True)
    logo_width = models.PositiveSmallIntegerField(default=0, editable=False)  # pixels
    logo_height = models.PositiveSmallIntegerField(default=0, editable=False)  # pixels
    icon = models.FileField(upload_to="logos/", blank=True, editable=False)
    main_colour = models.CharField(
        _("main colour"), max_length=7, default=PLATFORM_COLOUR, validators=[_is_colour]
    )
    accent_colour = models.CharField(
        _("accent colour"), max_length=7, blank=True, validators=[_is_colour]
    )
    corners = models.CharField(
        _("corners"), max_length=10, choices=Corners.choices, default=Corners.BUBBLE
    )
    typeface = models.CharField(
        _("letters"), max_length=10, choices=Typeface.choices, default=Typeface.HOUSE
    )
    sender_name = models.CharField(
        _("sender of the mails"), max_length=80, blank=True, validators=[check_sender]
    )
    home_title = models.CharField(_("title of the home page"), max_length=120, blank=True)
    home_text = models.TextField(_("text of the home page"), max_length=2000, blank=True)
    banner = models.JSONField(default=dict, blank=True, editable=False)
    banner_alt = models.CharField(_("what the picture shows"), max_length=200, blank=True)
    banner_focus = models.CharField(
        _("what must stay in sight"), max_length=7, choices=Focus.choices, default=Focus.CENTRE
    )
    blocks = models.JSONField(default=list, blank=True, editable=False)
    menu = models.JSONField(default=list, blank=True, editable=False)
    footer_text = models.TextField(_("text of the footer"), max_length=600, blank=True)
    footer_links = models.JSONField(default=list, blank=True, editable=False)
    social = models.JSONField(default=dict, blank=True, editable=False)

    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("branding")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["only"], name="one_branding"),
            models.CheckConstraint(condition=models.Q(only=True), name="only_branding"),
        ]

    def __str__(self) -> str:
        return self.tagline or self.main_colour

    @property
    def palette(self) -> Palette:
        """The accessible colours drawn from the main one (and from the accent, when chosen)."""
        default = PLATFORM_ACCENT if self.main_colour == PLATFORM_COLOUR else None
        return derive(self.main_colour, self.accent_colour or default)

    @property
    def focus(self) -> tuple[float, float]:
        """What must stay in sight of the banner, as parts of its width and height."""
        across, down = self.banner_focus.split("-")
        return int(across) / 100, int(down) / 100

    @property
    def look(self) -> dict[str, Any]:
        """All of the look as JSON: what a version keeps."""
        files = {"logo", "icon"}
        return {
            name: getattr(self, name).name if name in files else getattr(self, name)
            for name in LOOK
        }

    def put_on(self, look: Mapping[str, Any]) -> None:
        """Wear a kept look; the caller saves the row. What it does not tell is as on a new site."""
        for name in LOOK:
            field = cast("models.Field[Any, Any]", self._meta.get_field(name))
            setattr(self, name, look.get(name, field.get_default()))

    def wordings(self) -> dict[str, str]:
        """The words of its fields, and those in its lists."""
        listed_words = (listed.words_in(name, getattr(self, name)) for name in listed.LISTS)
        return super().wordings() | {place: words for one in listed_words for place, words in one}

    def label_of(self, field: str) -> str:
        return listed.label_of(field) if "." in field else super().label_of(field)

    def limit_of(self, field: str) -> int | None:
        return listed.limit_of(field) if "." in field else super().limit_of(field)

    def wear(self, logo: Logo) -> None:
        """Keep this logo and its icon in the tenant's files; the caller saves the row.

        File names carry a digest of the picture, so that browsers may keep them for ever.
        """
        self.logo.save(f"{logo.digest}.webp", ContentFile(logo.picture), save=False)
        self.icon.save(f"{logo.digest}-icon.png", ContentFile(logo.icon), save=False)
        self.logo_width, self.logo_height = logo.width, logo.height

    def unwear(self) -> None:
        """Without logo; the caller saves the row. The files stay, for the versions that show them."""
        self.logo = self.icon = ""
        self.logo_width = self.logo_height = 0
