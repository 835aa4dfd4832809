"""Translations: what stands in the code comes out, and what is wrong is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from infra import messages

VIEWS = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
TITLE = _("A long "
          "title")
ngettext("%(n)d vote", "%(n)d votes", 2)
pgettext("verb", "Support")
"""
PAGE = """{% load i18n %}
    <h1 title="{% translate "Welcome" %}">{% translate "Support" context "noun" as x %}</h1>
  {% blocktranslate trimmed count n=list|length with name=user.name %}
      {{ n }} proposal
      of {{ name }}
    {% plural %}
      {{ n }} proposals of {{ name }}
  {% endblocktranslate %} (unbalanced [ ' "
{% include "part.html" with label=_("In a tag") %}{{ value|default:_("In a filter") }}
"""


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    room = tmp_path / "ideas"
    (room / "templates/ideas").mkdir(parents=True)
    (room / "__init__.py").touch()
    (room / "views.py").write_text(VIEWS)
    (room / "templates/ideas/page.html").write_text(PAGE)
    monkeypatch.setattr(messages, "REPOSITORY", tmp_path)
    return room


def ids(catalogue: Catalog) -> set[object]:
    return {(message.context, message.id) for message in catalogue if message.id}


def translate(room: Path, english: str, *french: str) -> None:
    path = room / messages.CATALOGUE
    forms = ["msgstr"] if len(french) == 1 else [f"msgstr[{n}]" for n in range(len(french))]
    head, tail = path.read_text().split(f'msgid "{english}"\n', 1)
    for form, words in zip(forms, french, strict=True):
        tail = tail.replace(f'{form} ""', f'{form} "{words}"', 1)
    path.write_text(f'{head}msgid "{english}"\n{tail}')


def told(room: Path, about: str) -> list[str]:
    return [line for line in messages.problems() if about in line]


def test_everything_to_translate_is_found_in_code_and_templates(room: Path) -> None:
    assert ids(messages.extracted(room)) == {
        (None, "A long title"),
        (None, ("%(n)d vote", "%(n)d votes")),
        ("verb", "Support"),
        ("noun", "Support"),
        (None, "Welcome"),
        (None, ("%(n)s proposal of %(name)s", "%(n)s proposals of %(name)s")),
        (None, "In a tag"),
        (None, "In a filter"),
    }


def test_extracting_keeps_translations_mends_spaces_and_forgets_the_rest(room: Path) -> None:
    messages.write(room)
    translate(room, "Welcome", "« Oui » : bienvenue !")
    (room / "views.py").write_text("")
    messages.write(room)
    text = (room / messages.CATALOGUE).read_text()
    assert "«\u00a0Oui\u00a0»\u00a0: bienvenue\u202f!" in text
    assert "A long title" not in text


def test_extracting_twice_changes_nothing(room: Path) -> None:
    messages.write(room)
    before = (room / messages.CATALOGUE).read_bytes()
    messages.write(room)
    assert (room / messages.CATALOGUE).read_bytes() == before


def test_a_message_without_translation_is_told(room: Path) -> None:
    messages.write(room)
    assert told(room, "not translated: 'Welcome'")
    translate(room, "Welcome", "Bienvenue")
    assert not told(room, "'Welcome'")


@pytest.mark.parametrize(
    ("french", "problem"),
    [
        ("Bienvenue !", "a plain space"),
        ("L'accueil", "a plain space, apostrophe"),
        ("Le n° 3", "a plain space"),
        ("Bienvenue  ici", "two spaces"),
        ("Dites “oui”", "quotation marks"),
        ("Vraiment?", "no space where French has one"),
        ("Voici:oui", "no space where French has one"),
        ("Bienvenue %(name)s", "a placeholder of its own, %(name)s"),
    ],
)
def test_a_faulty_translation_is_told(room: Path, french: str, problem: str) -> None:
    messages.write(room)
    translate(room, "Welcome", french)
    assert told(room, problem)


def test_plain_quotes_in_english_are_told(room: Path) -> None:
    (room / "views.py").write_text('from x import gettext\ngettext("The site\'s name")\n')
    messages.write(room)
    assert told(room, "the English has plain quotes")


def test_a_plural_must_show_everything_in_its_last_form(room: Path) -> None:
    messages.write(room)
    translate(room, "%(n)s proposal of %(name)s", "Une proposition", "%(n)s propositions")
    assert told(room, "the translation lost %(name)s")


def test_a_catalogue_behind_the_code_is_told(room: Path) -> None:
    messages.write(room)
    (room / "views.py").write_text('from x import gettext\ngettext("New")\n')
    assert told(room, "lacks 'New'")
    assert told(room, "has 'A long title', which the code no longer uses")


def test_two_rooms_that_translate_a_message_differently_are_told(room: Path) -> None:
    other = room.with_name("plans")
    other.mkdir()
    (other / "__init__.py").write_text('from x import gettext\ngettext("Welcome")\n')
    for folder, french in ((room, "Bienvenue"), (other, "Accueil")):
        messages.write(folder)
        translate(folder, "Welcome", french)
    assert told(room, "'Welcome' is 'Accueil' in plans and 'Bienvenue' in ideas")


def test_only_catalogues_that_changed_are_compiled(room: Path) -> None:
    messages.write(room)
    assert [messages.compile_all(), messages.compile_all()] == [1, 0]


def test_a_catalogue_that_cannot_be_read_is_named(
    room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    messages.write(room)
    (room / messages.CATALOGUE).write_text('msgid "Half\n')
    assert messages.main(["check"]) == 1
    assert "ideas/locale/fr/LC_MESSAGES/django.po" in capsys.readouterr().err
