"""The RGAA check list has every criterion, each judged and reasoned, and what it cites exists."""

from pathlib import Path

from infra.accessibility.criteria import FAMILIES, NOT_CONFORM, THEMES, VERDICTS, criteria, summary

ROOT = Path(__file__).parents[2]
README = ROOT / "infra/accessibility/README.md"


def test_all_106_criteria_are_there_in_order() -> None:
    numbers = [
        f"{theme}.{number}"
        for theme, most in enumerate(THEMES, start=1)
        for number in range(1, most + 1)
    ]
    assert len(numbers) == 106
    assert [criterion.number for criterion in criteria()] == numbers


def test_each_is_judged_for_each_family_and_says_why() -> None:
    for criterion in criteria():
        assert set(criterion.verdicts) == set(FAMILIES)
        assert set(criterion.verdicts.values()) <= set(VERDICTS), criterion.number
        assert len(criterion.words) > 10, criterion.number
        assert len(criterion.why) > 3, criterion.number


def test_the_tests_it_cites_exist() -> None:
    missing = {
        f"{criterion.number}: {cited}"
        for criterion in criteria()
        for cited in criterion.tests
        if not _exists(*cited.partition("::")[::2])
    }
    assert missing == set()


def test_a_machine_watches_over_most_of_what_is_conform() -> None:
    conform = [one for one in criteria() if "conform" in one.verdicts.values()]
    assert sum(bool(one.tests) for one in conform) / len(conform) > 0.6


def test_what_is_not_conform_is_said_plainly() -> None:
    for criterion in criteria():
        if NOT_CONFORM in criterion.verdicts.values():
            assert len(criterion.why.split()) > 8, criterion.number


def test_its_summary_is_up_to_date() -> None:
    assert summary() in README.read_text(encoding="utf-8"), summary()


def _exists(path: str, name: str) -> bool:
    file = ROOT / path
    return file.is_file() and (not name or f"def {name}(" in file.read_text(encoding="utf-8"))
