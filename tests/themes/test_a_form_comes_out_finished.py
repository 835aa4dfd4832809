"""`{{ form }}` alone: label, help, limit and error beside each field, and a summary on top."""

import re

import pytest
from django import forms
from django.utils.translation import override

from themes.forms import ColourField, LogoField


class Proposal(forms.Form):
    title = forms.CharField(label="Titre", max_length=120, help_text="Une phrase.")
    body = forms.CharField(label="Texte", required=False, widget=forms.Textarea, max_length=5000)
    email = forms.EmailField(label="Courriel", required=False)
    age = forms.ChoiceField(
        label="Âge", widget=forms.RadioSelect, choices=[("a", "15"), ("b", "26")]
    )
    terms = forms.BooleanField(label="J’accepte", required=False)


@pytest.fixture(autouse=True)
def in_french() -> object:
    with override("fr"):
        yield


def test_optional_fields_say_so_in_words_and_one_box_does_not() -> None:
    html = str(Proposal())
    assert html.count("(facultatif)") == 2
    assert "*" not in re.sub(r"<[^>]+>", "", html)


def test_help_limit_and_error_are_tied_to_the_field() -> None:
    html = str(Proposal({"title": ""}))
    field = re.search(r"<input[^>]*name=\"title\"[^>]*>", html)
    assert field is not None
    assert 'aria-invalid="true"' in field[0]
    described = re.search(r'aria-describedby="([^"]+)"', field[0])
    assert described is not None
    for name in described[1].split():
        assert f'id="{name}"' in html
    assert described[1].split() == ["id_title_helptext", "id_title_error", "id_title_limit"]
    assert "120 caractères au plus" in html


def test_a_browser_is_not_told_to_cut_a_long_text() -> None:
    html = str(Proposal())
    assert "maxlength" not in re.search(r"<textarea[^>]*>", html)[0]  # type: ignore[index]
    assert 'maxlength="120"' in html, "one line is another matter"


def test_short_codes_and_addresses_do_not_announce_a_limit() -> None:
    assert "320 caractères" not in str(Proposal())


def test_the_summary_counts_the_errors_and_leads_to_the_fields() -> None:
    html = str(Proposal({"email": "sans arobase"}))
    assert "3 choses à corriger" in html
    for target in re.findall(r'<a href="#([^"]+)"', html):
        assert f'id="{target}"' in html


def test_a_form_without_error_has_no_summary() -> None:
    assert "errors-title" not in str(Proposal())


def test_a_group_of_choices_is_a_fieldset_with_its_question() -> None:
    assert re.search(r"<fieldset[^>]*>\s*<legend>Âge", str(Proposal()))


def test_what_was_typed_stays_and_is_escaped() -> None:
    html = str(Proposal({"title": "<b>gras</b>", "email": "x"}))
    assert "&lt;b&gt;gras&lt;/b&gt;" in html
    assert "<b>gras" not in html


def test_no_style_and_no_script_inline() -> None:
    html = str(Proposal({}))
    assert re.search(r"\sstyle=|<script|\son\w+=", html) is None


def test_a_colour_is_cleaned_and_a_wrong_one_explained() -> None:
    assert ColourField().clean("#ABC") == "#aabbcc"
    with pytest.raises(forms.ValidationError, match="comme #1d5c4d"):
        ColourField().clean("rouge")


def test_a_logo_field_left_empty_is_none() -> None:
    assert LogoField(required=False).clean(None) is None
