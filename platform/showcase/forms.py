"""What staff type about the look of the site, its news, and who is responsible for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultations.models import Consultation
from consultations.selectors import consultations_for
from showcase.models import News
from tenants.limits import check_files
from themes import pictures
from themes.forms import ColourField, LogoField, PictureField
from themes.links import LINK, NETWORKS, LinkField
from themes.models import Branding
from themes.palette import Palette
from themes.pictures import BANNER
from wording.widgets import PlainTextarea

if TYPE_CHECKING:
    _BrandingForm = forms.ModelForm[Branding]
    _NewsForm = forms.ModelForm[News]
else:
    _BrandingForm = _NewsForm = forms.ModelForm

PICKER = forms.TextInput(attrs={"type": "color"})


class LookForm(_BrandingForm):
    """A part of the look. `apply` puts what was typed on a branding, and nothing else."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("logo", "banner"):
            if f"without_{name}" in self.fields and not getattr(self.instance, name):
                del self.fields[f"without_{name}"]

    def apply(self, branding: Branding) -> None:
        """Put a valid form's values on the look; may write files."""
        for name in self._meta.fields or ():
            setattr(branding, name, self.cleaned_data[name])


class IdentityForm(LookForm):
    """Name line, logo, colours, shapes, and the name that mails come from."""

    logo = LogoField(
        label=_("Logo"), help_text=_("SVG, PNG, JPEG or WebP, 2 MB at most."), required=False
    )
    without_logo = forms.BooleanField(label=_("Take the logo away"), required=False)
    main_colour = ColourField(label=_("Main colour"), widget=PICKER)
    accent_colour = ColourField(
        label=_("Second colour"),
        help_text=_("Like #b0532c. Empty: we choose one that goes with the first."),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "#b0532c", "autocomplete": "off"}),
    )

    class Meta:
        model = Branding
        fields: ClassVar = [
            "tagline", "main_colour", "accent_colour", "corners", "typeface", "sender_name"
        ]  # fmt: skip
        widgets: ClassVar = {"corners": forms.RadioSelect, "typeface": forms.RadioSelect}
        help_texts: ClassVar = {
            "tagline": _("Under the name, on every page: who consults, or what for."),
            "sender_name": _("Empty: the name of the site."),
        }

    @property
    def palette(self) -> Palette:
        """The colours as typed where they can be read, else as they are."""
        return self.instance.palette

    def apply(self, branding: Branding) -> None:
        super().apply(branding)
        if self.cleaned_data.get("without_logo"):
            branding.unwear()
        if logo := self.cleaned_data.get("logo"):
            branding.wear(logo)


class WelcomeForm(LookForm):
    """What stands at the top of the home page."""

    picture = PictureField(
        shape=BANNER,
        label=_("Banner picture"),
        help_text=_("PNG, JPEG or WebP, 8 MB at most. Without picture, none is missing."),
        required=False,
    )
    without_banner = forms.BooleanField(label=_("Take the picture away"), required=False)

    class Meta:
        model = Branding
        fields: ClassVar = ["home_title", "home_text", "banner_alt", "banner_focus"]
        widgets: ClassVar = {
            "home_text": forms.Textarea(attrs={"rows": 4}),
            "banner_focus": forms.RadioSelect(attrs={"class": "focus"}),
        }
        help_texts: ClassVar = {
            "banner_alt": _("In one sentence, for those who do not see it."),
            "banner_focus": _("Tall pictures and narrow windows are cut: this part stays."),
        }

    field_order = [
        "home_title", "home_text", "picture", "without_banner", "banner_alt", "banner_focus"
    ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        stays = self.instance.banner and not typed.get("without_banner")
        if (typed.get("picture") or stays) and not typed.get("banner_alt", "").strip():
            wrong = _("Say what the picture shows: some do not see it.")
            self.add_error("banner_alt", ValidationError(wrong, code="required"))
        if stays and not typed.get("picture"):
            self._check_room(typed)
        return typed

    def _check_room(self, typed: dict[str, Any]) -> None:
        """Another focus cuts the picture anew: a site that is full is told, and keeps the one it has."""
        if typed.get("banner_focus") in {None, self.instance.banner_focus}:
            return
        if not pictures.is_cut(self.instance.banner):
            return
        try:
            check_files(sum(BANNER.budgets.values()))
        except ValidationError as full:
            self.add_error("banner_focus", full)

    def apply(self, branding: Branding) -> None:
        before = branding.focus
        super().apply(branding)
        if self.cleaned_data.get("without_banner"):
            branding.banner, branding.banner_alt = {}, ""
        if picture := self.cleaned_data.get("picture"):
            branding.banner = picture.keep(branding.focus)
            branding.banner_alt = self.cleaned_data["banner_alt"]
        elif branding.focus != before:
            branding.banner = pictures.cut_anew(branding.banner, BANNER, branding.focus)


class FooterForm(LookForm):
    """The text of the footer, and the networks where the collectivity is."""

    class Meta:
        model = Branding
        fields: ClassVar = ["footer_text"]
        widgets: ClassVar = {"footer_text": forms.Textarea(attrs={"rows": 4})}
        help_texts: ClassVar = {"footer_text": _("Opening hours, address of the town hall…")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in NETWORKS.items():
            self.fields[name] = forms.URLField(
                label=label,
                required=False,
                max_length=LINK,
                assume_scheme="https",
                initial=self.instance.social.get(name, ""),
                error_messages={
                    "invalid": _("Write the whole address of your page, with https://.")
                },
            )

    @property
    def networks(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in NETWORKS)

    def apply(self, branding: Branding) -> None:
        super().apply(branding)
        typed = {name: self.cleaned_data[name] for name in NETWORKS}
        branding.social = {name: url for name, url in typed.items() if url}


class MenuLinkForm(forms.Form):
    """A link of the tenant's own."""

    label = forms.CharField(label=_("Words of the link"), max_length=40)
    url = LinkField(
        label=_("Address"), help_text=_("https://… or, for a page of this site, /actualites/")
    )


class NewsForm(_NewsForm):
    """A news item, of the site or of one consultation."""

    consultation = forms.ModelChoiceField(
        Consultation.objects.none(),
        label=_("Consultation"),
        help_text=_("Shown on its page too, and told to those who follow it."),
        empty_label=_("None: news of the site"),
        required=False,
    )
    day = forms.DateField(
        label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    body = forms.CharField(
        label=_("Text"),
        help_text=_("Leave an empty line between two paragraphs."),
        max_length=10_000,
        widget=PlainTextarea(attrs={"rows": 12}),
    )
    is_published = forms.BooleanField(label=_("Everybody may read it"), required=False)

    class Meta:
        model = News
        fields: ClassVar = ["title", "body", "consultation", "day", "is_published"]

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["consultation"]
        field.queryset = consultations_for(person).order_by("title")
