"""Pages run under a strict policy: nothing inline, nothing from elsewhere; and every post is ours."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.architecture import house

FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a style sheet in the page": re.compile(r"<style\b", re.I),
    "a script in the page": re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.I),
    "a script attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "javascript as an address": re.compile(r"javascript:", re.I),
    "an asset from elsewhere": re.compile(
        r"<(?:script|link|img|iframe|source|video|audio|embed|object)\b[^>]*"
        r"\b(?:src|href|srcset|data)\s*=\s*[\"']?\s*(?:https?:)?//",
        re.I,
    ),
}
FORM = re.compile(r"<form\b(?P<tag>[^>]*)>(?P<inside>.*?)</form>", re.I | re.S)
POSTS = re.compile(r"method\s*=\s*[\"']?post", re.I)
HTMX_POSTS = re.compile(r"\bhx-(?:post|put|patch|delete)\b", re.I)


def offences(text: str) -> Iterator[str]:
    """What a template does against the policy, in words. Comments are no page."""
    text = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", text, flags=re.S)
    yield from (words for words, pattern in FORBIDDEN.items() if pattern.search(text))
    for form in FORM.finditer(text):
        posts = POSTS.search(form["tag"]) or HTMX_POSTS.search(form["tag"])
        if posts and "csrf_token" not in form["inside"]:
            yield "a posting form without csrf_token"
    if HTMX_POSTS.search(FORM.sub("", text)):
        yield "an htmx post outside a form with its csrf_token"


def test_every_template_keeps_the_policy() -> None:
    found = {
        house.name(file): broken
        for file in house.templates()
        if (broken := list(offences(file.read_text())))
    }
    assert not found


@pytest.mark.parametrize(
    ("template", "offence"),
    [
        ('<p style="color: red">', "a style attribute"),
        ("<style>p { color: red }</style>", "a style sheet in the page"),
        ("<script>alert(1)</script>", "a script in the page"),
        ('<a href="#" onclick="go()">', "a script attribute"),
        ('<a href="javascript:go()">', "javascript as an address"),
        ('<script src="https://cdn.example/x.js"></script>', "an asset from elsewhere"),
        ('<link rel="stylesheet" href="//fonts.example/x.css">', "an asset from elsewhere"),
        ('<form method="post"><button>x</button></form>', "a posting form without csrf_token"),
        ('<a hx-post="/x/">', "an htmx post outside a form with its csrf_token"),
    ],
)
def test_the_guard_sees_it(template: str, offence: str) -> None:
    assert list(offences(template)) == [offence]


def test_the_guard_lets_good_pages_be() -> None:
    good = """{# <script>x</script> #}<script type="module" src="{% static 'a.js' %}"></script>
    <a href="https://example.org/">a source</a>
    <form method="post" hx-post="/x/">{% csrf_token %}</form><form method="get"></form>"""
    assert not list(offences(good))
