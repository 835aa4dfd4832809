"""Showing what staff wrote, in the reader's language: `{% load languages %}`."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe

from languages.models import Translated
from languages.offered import current
from languages.said import Said

register = template.Library()


@register.filter
def words(row: Translated | None, field: str) -> Said:
    """A field in the reader's language, marked where it is not translated: `{{ theme|words:"title" }}`."""
    return row.say(field) if row else Said("", settings.LANGUAGE_CODE)


@register.filter
def plain(said: object) -> str:
    """Words without any mark: for attributes, `<title>` and mails in plain text."""
    return str(said)


@register.filter
def shorten(said: Said, count: int) -> Said:
    """The first words, still marked."""
    return said.shortened(int(count))


@register.filter
def paragraphs(said: Said | str) -> SafeString:
    """A longer text as paragraphs; one in another language says so above."""
    body = mark_safe(linebreaks(str(said), autoescape=True))  # noqa: S308 - escaped by linebreaks
    if not isinstance(said, Said) or not said.is_foreign:
        return body
    return format_html('<p>{}</p><div lang="{}">{}</div>', said.tag, said.language, body)


@register.simple_tag
def written_in(language: str = "") -> SafeString:
    """` lang="en"` for what a citizen wrote in another language than the page's; nothing where unknown."""
    if not language or language == current():
        return mark_safe("")
    return format_html(' lang="{}"', language)


@register.simple_tag
def in_reference() -> SafeString:
    """` lang="fr"` for what the team wrote and nobody translates, on a page in another language."""
    return written_in(settings.LANGUAGE_CODE)
