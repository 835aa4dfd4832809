"""Laying out the texts of the legal pages: `{% load legal %}`."""

from __future__ import annotations

import re

from django import template
from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_APART = re.compile(r"\n\s*\n")


@register.filter
def laid_out(text: str) -> SafeString:
    """Paragraphs, lists (lines that begin with "- ") and links, of a text in which nothing else is markup."""
    blocks = (block.strip() for block in _APART.split(text.replace("\r\n", "\n")))
    return mark_safe("".join(_block(block) for block in blocks if block))  # noqa: S308 - each is escaped


def _block(block: str) -> SafeString:
    lines = block.split("\n")
    if all(line.startswith("- ") for line in lines):
        items = format_html_join("", "<li>{}</li>", ((_line(line[2:]),) for line in lines))
        return format_html("<ul>{}</ul>", items)
    return format_html("<p>{}</p>", mark_safe("<br>".join(map(_line, lines))))  # noqa: S308


def _line(text: str) -> SafeString:
    return mark_safe(urlize(text, autoescape=True))  # noqa: S308 - it escapes
