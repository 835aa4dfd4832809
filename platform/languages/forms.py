"""Choosing among what staff wrote: an `<option>` holds no tags, so it says its language by itself."""

from __future__ import annotations

from typing import Any

from django import forms

from languages.models import Translated
from languages.said import Said


class SaidSelect(forms.Select):
    """A list to choose from, each of its words marked where they are not in the page's language."""

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> Any:
        option = super().create_option(name, value, label, *args, **kwargs)
        if isinstance(label, Said) and label.is_foreign:
            option["attrs"]["lang"] = label.language
        return {**option, "label": str(label)}


class SaidChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's takes none
    """A row to choose, named by its field `said` in the reader's language."""

    widget = SaidSelect

    def __init__(self, *args: Any, said: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.said = said

    def label_from_instance(self, row: Translated) -> Said:
        return row.say(self.said)
