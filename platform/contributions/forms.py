"""What people type about their contributions, whatever the module."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from contributions.attachments import read_pdf
from contributions.models import Contribution
from contributions.receipts import ALPHABET, GROUP, GROUPS
from themes.forms import PictureField
from themes.pictures import FIGURE

COMMENT_LIMIT = 2_000  # characters


class LongText(forms.CharField):
    """A text with a limit that the browser does not enforce: what is pasted is refused, never cut."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int, min_length: int | None = None, **options: Any) -> None:
        super().__init__(max_length=max_length, min_length=min_length, **options)
        self.error_messages["max_length"] = ngettext_lazy(
            "Your text has %(show_value)d characters: shorten it to %(limit_value)d.",
            "Your text has %(show_value)d characters: shorten it to %(limit_value)d.",
            "limit_value",
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        attrs.pop("minlength", None)
        return attrs


class GuestFields(forms.Form):
    """What people without an account may leave, and a field that only machines fill in."""

    author_name = forms.CharField(
        label=_("Your name"),
        max_length=50,
        required=False,
        help_text=_("Shown beside your text. Empty: “Somebody”."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        required=False,
        help_text=_("Never shown. We send you your receipt, then what becomes of your text."),
    )
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("This field must stay empty: empty it, then send again."))
        return ""


def without_guest_fields(form: forms.Form) -> None:
    """Take the guests' fields out of a form: for members."""
    for name in GuestFields.base_fields:
        form.fields.pop(name, None)


class CommentForm(GuestFields):
    """A comment on a text; the guests' fields are left out for members.

    With `arguments`, it says whether it speaks for or against.
    """

    stance = forms.ChoiceField(
        label=_("Your argument is"),
        choices=Contribution.Stance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether your argument is for or against.")},
    )
    body = LongText(label=_("Your comment"), max_length=COMMENT_LIMIT, min_length=2)
    field_order = ("stance", "body")

    def __init__(self, *args: Any, guest: bool, arguments: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if not arguments:
            del self.fields["stance"]
        if not guest:
            without_guest_fields(self)


class CodeForm(forms.Form):
    """A receipt's code, as people copy it: any case, with or without dashes and spaces."""

    code = forms.CharField(
        label=_("Your receipt’s code"),
        help_text=_("16 letters and digits, such as %s.") % "K7PM-3XQA-9HTD-V2WN",
        max_length=50,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
        error_messages={"required": _("Type the code of your receipt.")},
    )

    def clean_code(self) -> str:
        """The sixteen characters in groups of four."""
        typed: str = self.cleaned_data["code"].upper()
        plain = "".join(letter for letter in typed if letter in ALPHABET)
        if len(plain) != GROUP * GROUPS:
            raise forms.ValidationError(
                _("A code has 16 letters and digits, without 0, 1, I, L, O or U.")
            )
        return "-".join(plain[place : place + GROUP] for place in range(0, len(plain), GROUP))


class StatusForm(forms.Form):
    """A consultation's own word for one of the fixed outcomes."""

    title = forms.CharField(
        label=_("In your words"),
        help_text=_("Short: it is shown as a tag. For example “In the 2027 budget”."),
        max_length=40,
        error_messages={"required": _("Say it in a few words.")},
    )
    outcome = forms.ChoiceField(
        label=_("Meaning"),
        choices=Contribution.Outcome.choices[1:],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it means.")},
    )


class PictureForm(forms.Form):
    """A picture beside a text."""

    picture = PictureField(
        label=_("Picture"),
        shape=FIGURE,
        help_text=_(
            "PNG, JPEG or WebP, 8 MB at most. What the camera wrote in it, such as the place, is removed."
        ),
        error_messages={"required": _("Choose a picture.")},
    )
    title = forms.CharField(
        label=_("What the picture shows"),
        help_text=_("For those who do not see it."),
        max_length=150,
        error_messages={"required": _("Say in a few words what the picture shows.")},
    )


class FileForm(forms.Form):
    """A PDF beside a text."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, 5 MB at most. It may hold your name: look before you send it."),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        error_messages={"required": _("Choose a file.")},
    )
    title = forms.CharField(
        label=_("What the file is"),
        max_length=150,
        error_messages={"required": _("Say in a few words what the file is.")},
    )

    def clean_file(self) -> File[bytes]:
        return read_pdf(self.cleaned_data["file"])
