"""Questionnaires and answers drawn by hypothesis: any shape that the builder can make, and some more."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from modules.surveys.conditions import TESTS
from modules.surveys.document import (
    END,
    Choice,
    Condition,
    Jump,
    Question,
    Questionnaire,
    Rule,
    Section,
)
from modules.surveys.kinds import KINDS

# The machine may be busy with other tests: what is drawn matters, not how fast.
UNHURRIED = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow], database=None
)
WORDS = st.text(max_size=6) | st.sampled_from(["a", "b", "A ", "1", "2,5", "-3", " 10", "é", "ß"])
LABELS = st.text(min_size=1, max_size=20).filter(lambda text: text.strip() == text)
KEYS = [f"k{n}" for n in range(8)]


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    rule = st.builds(
        Rule,
        question=st.sampled_from(KEYS),
        test=st.sampled_from(list(TESTS)),
        value=WORDS | st.sampled_from(["a", "b"]),
    )
    rules = draw(st.lists(rule, max_size=3))
    match: Any = draw(st.sampled_from(["all", "any"])) if rules else "all"
    return Condition(match=match, rules=tuple(rules))


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    """Some of the keys' questions, dealt to some sections, with conditions and jumps of all sorts."""
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True, min_size=1))
    sections: list[list[Question]] = [[] for _n in range(draw(st.integers(1, 4)))]
    for key in keys:
        sections[draw(st.integers(0, len(sections) - 1))].append(draw(_questions(key)))
    places = [f"s{n}" for n in range(len(sections))]
    jump = st.builds(Jump, to=st.sampled_from([*places, END, "gone"]), when=conditions())
    return Questionnaire(
        sections=tuple(
            Section(
                key=place,
                title=draw(LABELS),
                intro=draw(st.just("") | LABELS),
                show=draw(conditions()),
                jumps=tuple(draw(st.lists(jump, max_size=2))),
                questions=tuple(questions),
            )
            for place, questions in zip(places, sections, strict=True)
        )
    )


@st.composite
def _questions(draw: st.DrawFn, key: str) -> Question:
    kind = draw(st.sampled_from(list(KINDS)))
    offered = (Choice(key="a", label=draw(LABELS)), Choice(key="b", label=draw(LABELS)))
    lines = (Choice(key="c", label=draw(LABELS)), Choice(key="d", label=draw(LABELS)))
    return Question(
        key=key,
        kind=kind,
        label=draw(LABELS),
        help=draw(st.just("") | LABELS),
        required=draw(st.booleans()),
        choices=offered if KINDS[kind].choices else (),
        rows=lines if KINDS[kind].rows else (),
        show=draw(conditions()),
    )


ANSWERS = st.dictionaries(
    st.sampled_from(KEYS), st.lists(WORDS.filter(str.strip), min_size=1, max_size=3)
)
