"""A field for a long text of the team, with hints on how plainly it reads below it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse


class PlainTextarea(forms.Textarea):
    """A text area that is read as one pauses, where scripts run; `wording/button.html` does it without.

    The form tells the reader which of its fields to read by a hidden `relire` beside each.
    """

    template_name = "wording/textarea.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["reader_url"] = reverse("wording:read")
        return context
