"""What staff type in each kind of block. Its cleaned data, as JSON, is what the look keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from themes.forms import PictureField
from themes.links import LinkField, check_link
from themes.listed import LIMITS
from themes.pictures import FIGURE

FIGURES = {
    "contributions": _("contributions published"),
    "supports": _("supports given"),
    "answers": _("official answers"),
    "consultations": _("consultations"),
}
MOST_PARTNERS = 24
LONG_NAME = 120


def _title() -> forms.CharField:
    return forms.CharField(
        label=_("Title"),
        max_length=LIMITS["title"],
        required=False,
        help_text=_("Empty: we write a plain one."),
    )


class BlockForm(forms.Form):
    """The base of all: `values` are those that are kept now, {} for a new block."""

    def __init__(self, data: Any = None, files: Any = None, *, values: Mapping[str, Any]) -> None:
        self.values = values
        super().__init__(data, files, initial=dict(values))

    def kept(self) -> dict[str, Any]:
        """The values to keep of a valid form; may write files."""
        return dict(self.cleaned_data)


class TextForm(BlockForm):
    title = forms.CharField(label=_("Title"), max_length=LIMITS["title"], required=False)
    text = forms.CharField(
        label=_("Text"),
        help_text=_("Leave an empty line between two paragraphs."),
        max_length=LIMITS["text"],
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class PictureForm(BlockForm):
    picture = PictureField(
        shape=FIGURE,
        label=_("Picture"),
        help_text=_("PNG, JPEG or WebP, 8 MB at most."),
        required=False,
    )
    alt = forms.CharField(
        label=_("What the picture shows"),
        help_text=_("In one sentence, for those who do not see it."),
        max_length=LIMITS["alt"],
        error_messages={"required": _("Say what the picture shows: some do not see it.")},
    )
    caption = forms.CharField(label=_("Caption"), max_length=LIMITS["caption"], required=False)

    def clean_picture(self) -> Any:
        picture = self.cleaned_data["picture"]
        if not picture and not self.values.get("picture"):
            raise ValidationError(_("Choose a picture."), code="required")
        return picture

    def kept(self) -> dict[str, Any]:
        sent = self.cleaned_data["picture"]
        return {**self.cleaned_data, "picture": sent.keep() if sent else self.values["picture"]}


class FiguresForm(BlockForm):
    title = _title()
    shown = forms.MultipleChoiceField(
        label=_("Figures to show"),
        choices=FIGURES.items(),
        widget=forms.CheckboxSelectMultiple,
        initial=["contributions", "supports", "answers"],
        error_messages={"required": _("Choose at least one figure.")},
    )


class ConsultationsForm(BlockForm):
    finished = forms.IntegerField(
        label=_("Finished consultations shown"),
        help_text=_("What is open and what is coming is always shown."),
        min_value=0,
        max_value=12,
        initial=6,
    )


class NewsForm(BlockForm):
    title = _title()
    most = forms.IntegerField(label=_("News shown at most"), min_value=1, max_value=6, initial=3)


class PartnersForm(BlockForm):
    title = _title()
    partners = forms.CharField(
        label=_("Partners"),
        help_text=_("One a line: its name, then its address if it has one (https://…)."),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def __init__(self, data: Any = None, files: Any = None, *, values: Mapping[str, Any]) -> None:
        lines = [f"{one['name']} {one['url']}".strip() for one in values.get("partners", [])]
        typed = {**values, "partners": "\n".join(lines)} if values else values
        super().__init__(data, files, values=typed)

    def clean_partners(self) -> list[dict[str, str]]:
        lines = [line for line in self.cleaned_data["partners"].splitlines() if line.strip()]
        if len(lines) > MOST_PARTNERS:
            raise ValidationError(
                _("%(most)s partners at most: there are %(count)s lines."),
                params={"most": MOST_PARTNERS, "count": len(lines)},
                code="too_many",
            )
        return [_partner(line) for line in lines]


class CallForm(BlockForm):
    title = forms.CharField(label=_("Title"), max_length=LIMITS["title"])
    text = forms.CharField(
        label=_("Text"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    label = forms.CharField(
        label=_("Words on the button"),
        max_length=LIMITS["label"],
        help_text=_("What it does, like “Come to a workshop”."),
    )
    url = LinkField(
        label=_("Where the button leads"),
        help_text=_("https://… or, for a page of this site, /concertations/"),
    )


def _partner(line: str) -> dict[str, str]:
    """ "Name https://address" as a name and an address, which may be empty."""
    name, _space, url = line.strip().rpartition(" ")
    if "://" not in url and not url.startswith("javascript:"):
        name, url = line.strip(), ""
    name = name.strip(" ,;:–-")
    if not name or len(name) > LONG_NAME:
        raise ValidationError(
            _("Each line begins with a name of %(most)s characters at most: “%(line)s”."),
            params={"most": LONG_NAME, "line": line.strip()[:60]},
            code="name",
        )
    if url:
        check_link(url)
    return {"name": name, "url": url}
