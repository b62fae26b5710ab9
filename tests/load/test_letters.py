"""Letters that no installed font has are reported by script, with the fonts to install; an original is not printed instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.load import letters
from briefing.pages.fonts import covered
from briefing.problems import ContentError, Problem
from briefing.resources import INSTALLED_FONTS, OPTIONAL_FONTS
from briefing.text.font_metrics import script_of
from tests.briefs import BRIEF, load


@pytest.fixture
def no_extra_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if none of the extras for fonts was installed; tests read with Latin letters alone."""
    monkeypatch.setattr(letters, "INSTALLED_FONTS", tuple(font for font in OPTIONAL_FONTS if not font.extra))


def problems(tmp_path: Path, text: str) -> tuple[Problem, ...]:
    with pytest.raises(ContentError) as raised:
        load(tmp_path / "x", text)
    return tuple(problem for problem in raised.value.problems if problem.code == "no-glyph")


@pytest.mark.usefixtures("no_extra_fonts")
@pytest.mark.parametrize(
    ("words", "scripts", "extra"),
    [
        ("รัฐบาลกล่าวว่า", "Thai", "fonts-southeast-asia"),
        ("រដ្ឋាភិបាល", "Khmer", "fonts-southeast-asia"),
        ("सरकार ने कहा", "Devanagari", "fonts-south-asia"),
        ("সরকার বলেছে", "Bengali", "fonts-south-asia"),
        ("அரசு கூறியது", "Tamil", "fonts-south-asia"),
        ("政府は国境を", "Hiragana and Han", "fonts-east-asia"),
        ("정부는", "Hangul", "fonts-east-asia"),
        ("መንግሥት", "Ethiopic", ""),
        ("အစိုးရ", "Myanmar", ""),
    ],
)
def test_a_script_without_a_font_is_one_problem_at_its_first_letter(
    tmp_path: Path, words: str, scripts: str, extra: str
) -> None:
    text = BRIEF.replace("A title", f"A title {words}").replace("One sentence.", f"He said {words} twice.")
    (problem,) = problems(tmp_path, text.replace("Who leads.", words))
    assert problem.what == f"no installed font has {scripts} letters, here and in 2 more texts"
    assert problem.place
    assert (problem.place.line, problem.place.column) == (2, 16)
    assert problem.hint
    assert (f'pip install "briefing[{extra}]"' in problem.hint) if extra else ("none to install" in problem.hint)


@pytest.mark.usefixtures("no_extra_fonts")
def test_each_script_has_its_own_message(tmp_path: Path) -> None:
    found = problems(tmp_path, BRIEF.replace("A title", "A title สวัสดี").replace("One sentence.", "One 안녕."))
    assert [problem.what.split(" letters")[0].rsplit(" ", 1)[1] for problem in found] == ["Thai", "Hangul"]


def test_what_is_in_no_font_for_an_installed_script_is_named_itself(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, BRIEF.replace("A title", "A title 🛳"))
    assert "(U+1F6F3, passenger ship)" in problem.what


def test_an_original_need_not_be_printable_but_has_no_marks_that_reorder_it(tmp_path: Path) -> None:
    reaction = 'reactions:\n  - {body: B, stance: warns, quote: No, original: "ሀገር", own: true}\n'
    assert load(tmp_path / "x", BRIEF + reaction).briefing.reactions[0].original == "ሀገር"
    (problem,) = problems(tmp_path, BRIEF + reaction.replace("ሀገር", "ሀ\u202eገር"))
    assert "U+202E" in problem.what


def test_the_fonts_that_are_installed_have_the_letters_of_their_scripts() -> None:
    samples = {"Thai": "ก", "Khmer": "ក", "Devanagari": "क", "Bengali": "ক", "Tamil": "க", "Hebrew": "א"}
    samples |= {"Armenian": "հ", "Georgian": "ქ", "Han": "中", "Hangul": "한"}
    for font in INSTALLED_FONTS:
        for script in font.scripts:
            assert script not in samples or ord(samples[script]) in covered()


def test_scripts_have_their_names_and_shared_signs_none() -> None:
    assert [script_of(sign) for sign in "aЖกሀ中1.–€"] == [
        "Latin",
        "Cyrillic",
        "Thai",
        "Ethiopic",
        "Han",
        "",
        "",
        "",
        "",
    ]
