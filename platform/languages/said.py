"""Words that staff wrote, as a reader is given them: in their language, or marked where they are not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from languages.offered import current


class Said(str):
    """Words and the language they are in. In a template they mark themselves where it is not the page's.

    Only for text between tags: an attribute and `<title>` take `|plain`. A test holds templates to that.
    """

    language: str

    def __new__(cls, words: str, language: str) -> Said:
        said = super().__new__(cls, words)
        said.language = language
        return said

    @property
    def is_foreign(self) -> bool:
        """Whether the reader gets another language than the page's: no translation was written."""
        return bool(self) and self.language != current()

    def shortened(self, words: int) -> Said:
        """Its first words."""
        return Said(Truncator(str(self)).words(words, truncate=" …"), self.language)

    def __html__(self) -> str:
        if not self.is_foreign:
            return format_html("{}", str(self))
        return format_html('<span lang="{}">{}</span> {}', self.language, str(self), self.tag)

    @property
    def tag(self) -> SafeString:
        """Tells the reader, in their language, which one they get."""
        words = {"fr": _("In French"), "en": _("In English")}
        return format_html('<span class="in-language">{}</span>', words[self.language])


def say(reference: str, translations: Mapping[str, Any], field: str) -> Said:
    """A field's words in the current language: its translation, else the reference."""
    kept = translations.get(current(), {}).get(field)
    if kept and reference and current() != settings.LANGUAGE_CODE:
        return Said(kept["text"], current())
    return Said(reference, settings.LANGUAGE_CODE)
