"""The open problems of a draft are printed in the language of the document."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.check.rules import OTHER_CODES, RULES
from briefing.i18n import get_translator
from briefing.pages.parts.open_problems import list_problems, requirements
from briefing.problems import Place, Problem, Severity
from tests.briefs import BRIEF, pdf_text, write_brief
from tests.command import Command

FAULTY = Problem(
    "acronym-wrong", "“World Health Office” is not what WHO stands for", Place("b.yaml", 3, 4), "correct it"
)


def test_what_is_required_is_what_the_rule_says() -> None:
    said = requirements(get_translator("en"))
    rules = {rule.code: rule.requirement for rule in RULES} | {code: asks for code, _, asks in OTHER_CODES}
    assert {code: asks for code, asks in rules.items() if code in said} == said
    french = requirements(get_translator("fr"))
    assert all(french[code] != said[code] for code in said)


def test_a_french_page_says_what_is_required_and_quotes_the_author() -> None:
    (printed,) = list_problems([FAULTY], get_translator("fr"))
    assert printed.severity == "erreur"
    assert printed.place == "b.yaml:3:4"
    assert printed.what.startswith("Règle : un sigle a les initiales et le nom de son organisme.")
    assert "World Health Office" in printed.what
    assert "stands for" not in printed.what
    assert (printed.hint, printed.language) == ("", "")


def test_an_english_page_has_the_whole_message() -> None:
    (printed,) = list_problems([FAULTY], get_translator("en"))
    assert (printed.severity, printed.what, printed.hint) == ("error", FAULTY.what, "correct it")


def test_what_has_no_phrase_is_marked_as_english() -> None:
    other = Problem("a-code", "it is wrong", None, "correct it", Severity.WARNING)
    (printed,) = list_problems([other], get_translator("fr"))
    assert (printed.severity, printed.what, printed.language) == ("avertissement", "it is wrong", "en")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Règle : une affirmation indique sa source, ou elle est de ce bureau."),
        ("en", "this key point cites no source: One point."),
    ],
)
def test_the_last_page_of_a_draft(command: Command, language: str, words: str) -> None:
    text = f"language: {language}\n" + BRIEF.replace("{text: One point., own: true}", "One point.")
    write_brief(command.folder / "x", text)
    ended = command("build", "x", "--draft", "--force")
    assert ended.code == 0, ended.err
    pdf = Path(command.folder / ended.out.partition(":")[0])
    assert words in " ".join(pdf_text(pdf).replace("\r", "").split())
