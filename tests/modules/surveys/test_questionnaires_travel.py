"""Export, import and the library: what leaves comes back the same, and nothing malformed gets in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given

from modules.surveys.checker import problems
from modules.surveys.document import FORMAT, Questionnaire, from_json, to_json
from modules.surveys.editing import rekeyed
from modules.surveys.exchange import SCHEMA, Malformed, exported, imported, library
from modules.surveys.kinds import KINDS
from tests.cast import World
from tests.factories import make_phase
from tests.modules.surveys.questionnaires import (
    answer_small,
    ask,
    in_work,
    make_survey,
    manage_path,
    section,
    small,
)
from tests.modules.surveys.random_questionnaires import UNHURRIED, questionnaires


@UNHURRIED
@given(questionnaires())
def test_export_and_import_give_back_the_same(questionnaire: Questionnaire) -> None:
    assert imported(exported(questionnaire, "Une enquête")) == questionnaire
    assert from_json(json.loads(json.dumps(to_json(questionnaire)))) == questionnaire


@UNHURRIED
@given(questionnaires())
def test_a_copy_has_other_keys_and_the_same_shape(questionnaire: Questionnaire) -> None:
    """What hung on a question hangs on its copy; nothing of the copy has a key of the original."""
    copy = rekeyed(questionnaire)
    assert not set(copy.questions) & set(questionnaire.questions)
    keys = dict(zip(questionnaire.questions, copy.questions, strict=True))
    before, after = list(questionnaire.conditions()), list(copy.conditions())
    for (*_at, old), (*_there, new) in zip(before, after, strict=True):
        asked = [keys.get(rule.question, rule.question) for rule in old.rules]
        assert [rule.question for rule in new.rules] == asked


def test_the_schema_knows_every_kind() -> None:
    schema = json.loads(SCHEMA.read_text())
    assert set(schema["$defs"]["question"]["properties"]["kind"]["enum"]) == set(KINDS)


@pytest.mark.parametrize("name", list(library()))
def test_every_ready_questionnaire_is_sound(name: str) -> None:
    ready = library()[name]
    assert ready.title
    assert ready.summary
    assert problems(ready.questionnaire) == []
    assert imported(exported(ready.questionnaire, ready.title)) == ready.questionnaire


def _file(**changes: Any) -> str:
    return json.dumps({"format": FORMAT, "sections": small(), **changes})


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "[" * 50_000,
        _file(format="autre"),
        _file(sections=[{"title": ""}]),
        _file(sections=[{"title": "A", "questions": [{"kind": "piège", "label": "?"}]}]),
        _file(sections=[section("a", ask("scale", "?", options={"max": 99}))]),
        _file(sections=[section("a", ask("scale", "?", options={"autre": 1}))]),
        _file(sections=[{"key": "a", "title": "A"}, {"key": "a", "title": "B"}]),
        _file(sections=[{"title": "A", "script": "<script>"}]),
    ],
)  # fmt: skip
def test_what_is_no_questionnaire_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        imported(text)


def test_a_file_is_taken_in(region: World) -> None:
    with region.use():
        survey = make_phase(module="surveys", opens_in_days=3)
    browser, path = region.client(region.manager), manage_path(survey, "reprendre/")
    refused = browser.post(path, {"file": SimpleUploadedFile("q.json", b"{}")})
    assert "schéma publié" in refused.content.decode()
    browser.post(path, {"file": SimpleUploadedFile("q.json", _file().encode())})
    answer = browser.get(manage_path(survey, "fichier.json"))
    assert "attachment" in answer["Content-Disposition"]
    with region.use():
        assert in_work(survey) == imported(answer.content)
        assert list(in_work(survey).questions) == [
            "one_choice", "several_choices", "scale", "short_text", "long_text",
        ]  # fmt: skip


def test_a_ready_questionnaire_comes_behind_what_is_there(region: World) -> None:
    with region.use():
        survey = make_survey(opens_in_days=3)
    browser, path = region.client(region.manager), manage_path(survey, "reprendre/")
    assert "Recensement des associations" in browser.get(path).content.decode()
    browser.post(path, {"ready": "satisfaction-evenement", "add": "on"})
    browser.post(path, {"ready": "satisfaction-evenement", "add": "on"})
    with region.use():
        assert [one.title for one in in_work(survey).sections] == [
            "Vous", "Idees", "La rencontre", "La suite", "La rencontre", "La suite",
        ]  # fmt: skip
    assert browser.post(path, {"ready": "rien"}).status_code == 404


def test_answers_given_never_meet_the_keys_of_a_file(region: World) -> None:
    """A file whose keys are those of questions answered already is taken in under others."""
    with region.use():
        survey = make_survey()
    answer_small(region.client(), survey)
    path = manage_path(survey, "reprendre/")
    region.client(region.manager).post(
        path, {"file": SimpleUploadedFile("q.json", _file().encode())}
    )
    with region.use():
        assert not set(in_work(survey).questions) & {"one_choice", "scale"}
