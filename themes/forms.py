"""Forms that come out finished: `{{ form }}` is enough."""

from typing import Any

from django import forms
from django.core.files import File
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import (
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    Input,
    RadioSelect,
    Textarea,
)
from django.utils.translation import gettext_lazy as _

from tenants.limits import check_files
from themes import logos, pictures
from themes.palette import NotAColour, normal


class BoundField(forms.BoundField):
    """A field that knows how it is drawn."""

    @property
    def kind(self) -> str:
        """``choice`` (one box), ``choices`` (a group) or ``text`` (all the others)."""
        widget = self.field.widget
        if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
            return "choices"
        return "choice" if isinstance(widget, CheckboxInput) else "text"

    @property
    def optional(self) -> bool:
        """Whether the label says "(facultatif)": said of what may stay empty, never of one box."""
        return not self.field.required and self.kind != "choice" and not self.field.disabled

    @property
    def limit(self) -> int | None:
        """The number of characters to announce, for fields somebody writes sentences in."""
        most = getattr(self.field, "max_length", None)
        widget = self.field.widget
        written = isinstance(widget, Textarea | Input) and not isinstance(widget, FileInput)
        return most if written and most and most >= 60 and not self._is_address else None

    @property
    def focus_id(self) -> str:
        """The id of what an error summary's link leads to."""
        return f"{self.auto_id}_0" if self.kind == "choices" else self.auto_id

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """A text that is too long is refused in words, whole: no browser may cut it unseen."""
        built = super().build_widget_attrs(attrs, widget)
        if isinstance(widget or self.field.widget, Textarea):
            built["maxlength"] = False
        return built

    @property
    def aria_describedby(self) -> str | None:
        """Help, limit and error, in the order they are shown."""
        given = super().aria_describedby
        if given is None or not self.limit or not self.auto_id or self.is_hidden:
            return given
        return f"{given} {self.auto_id}_limit".strip()

    @property
    def _is_address(self) -> bool:
        return isinstance(self.field, forms.EmailField | forms.URLField)


class Renderer(TemplatesSetting):
    """The house's way to draw forms, for the setting FORM_RENDERER."""

    form_template_name = "themes/forms/form.html"
    field_template_name = "themes/forms/field.html"
    formset_template_name = "themes/forms/formset.html"
    bound_field_class = BoundField


class ColourField(forms.CharField):
    """A colour as ``#rrggbb``, with the browser's own picker."""

    default_error_messages = {"colour": _("Write a colour as # and six digits, like #1d5c4d.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "color"}))
        super().__init__(max_length=9, **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return normal(text) if text else ""
        except NotAColour as wrong:
            raise forms.ValidationError(self.error_messages["colour"], code="colour") from wrong


class LogoField(forms.FileField):
    """An uploaded logo; cleans to a `themes.logos.Logo`, or None when nothing was sent."""

    widget = forms.FileInput(attrs={"accept": "image/svg+xml,image/png,image/jpeg,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> logos.Logo | None:
        upload = super().clean(data, initial)
        if not isinstance(upload, File) or upload is not data:
            return None
        logo = logos.read(upload)
        check_files(len(logo.picture) + len(logo.icon))
        return logo


class PictureField(forms.FileField):
    """An uploaded picture; cleans to a `themes.pictures.Picture`, or None when nothing was sent."""

    widget = forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"})

    def __init__(self, *, shape: pictures.Shape, **kwargs: Any) -> None:
        self.shape = shape
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> pictures.Picture | None:
        upload = super().clean(data, initial)
        if not isinstance(upload, File) or upload is not data:
            return None
        picture = pictures.read(upload, self.shape)
        check_files(picture.most_bytes)
        return picture
