"""The sentences around a quotation, as a source has them."""

from __future__ import annotations

import pytest

from briefing.text.matching import SourceText, find_words
from briefing.text.passages import CUT, Share, find_passage


def shown(text: str, quotation: str, share: Share = "sentence") -> str:
    """Return the passage of a quotation, the words quoted between * and paragraphs divided by a bar."""
    source = SourceText(text)
    found = find_words(quotation, source)
    assert found
    passages = find_passage(source, found.stretches, share)
    return " | ".join(
        "".join(
            f"*{piece.words}*" if piece.is_quoted else f"<{piece.words}>" if piece.is_struck else piece.words
            for piece in passage
        )
        for passage in passages
    )


LONG = " ".join(f"word{number}" for number in range(200))


@pytest.mark.parametrize(
    ("text", "quotation", "expected"),
    [
        ("One. Two is here. Three.", "is here", "Two *is here*."),
        ("“Water is the emergency now, not the lava,” she said. She left.", "Water is the emergency now, not the lava",
         "“*Water is the emergency now, not the lava*,” she said."),
        ("One. Two left. Three came home. Four.", "left. Three came", "Two *left. Three came* home."),
        ("One. We go home. And we stay there. Four.", "We go … stay", "*We go* home. And we *stay* there."),
        ("First part ends here.\n\nSecond part begins. Third.", "ends … Second part",
         "First part *ends* here. | *Second part* begins."),
        ("He said we will not... leave the town. So.", "we will not… leave", "He said *we will not*... *leave* the town."),
        ("Il a dit : « Nous partons. » Puis rien.", "Nous partons.", "Il a dit : « *Nous partons.* »"),
        ("قال: لن نغادر المدينة أبداً. ثم عاد.", "لن نغادر المدينة", "قال: *لن نغادر المدينة* أبداً."),
        ("我們走了。他說：「再見」。然後離開。", "再見", "他說：「*再見*」。"),
        ("می\u200cخواهم بروم. نه.", "میخواهم بروم", "*می\u200cخواهم بروم*."),
        ("The \u202ered\u202c well\u00adbeing is here. No.", "wellbeing", "The red *wellbeing* is here."),
        ("A line\nof  text here. No.", "line of text", "A *line of text* here."),
        ("It took 10\u202f000 men. No.", "took", "It *took* 10\u202f000 men."),
        ("Cafe\u0301 is shut. No.", "Café is", "*Café is* shut."),
        ("The army won² and left.³ No.", "won and left", "The army *won² and left*.³"),
        ("The oﬃce is shut. No.", "office is", "The *oﬃce is* shut."),
        ("They may ~~not. Never~~ leave the town. No.", "leave the", "They may <not. Never> *leave the* town."),
    ],
)  # fmt: skip
def test_the_sentence_is_whole_and_as_written(text: str, quotation: str, expected: str) -> None:
    assert shown(text, quotation) == expected


def test_brackets_of_the_quotation_are_not_words_of_the_source() -> None:
    assert shown("Then the army left town. No.", "[T]he army [quickly] left") == "Then *the army left* town."


def test_a_long_sentence_is_shortened_at_words_around_the_quotation() -> None:
    text = shown(f"{LONG} the bridge is shut {LONG} and nobody {LONG}.", "the bridge is shut … and nobody")
    before, _, after = text.partition("*the bridge is shut*")
    assert before.startswith(f"{CUT} word")
    assert after.count(CUT) == 2
    assert text.endswith(CUT)
    words = text.replace("*", "").split()
    assert set(words) <= {CUT, *LONG.split(), "the", "bridge", "is", "shut", "and", "nobody"}
    assert len(text) < 800


def test_a_paragraph_is_shown_where_that_is_allowed() -> None:
    assert shown("One. Two is here. Three.", "is here", "paragraph") == "One. Two *is here*. Three."
    assert CUT in shown(f"{LONG} {LONG} is here. Three.", "is here", "paragraph")


def test_a_text_without_spaces_is_not_cut_within_a_letter() -> None:
    text = "กำ" * 300 + "ที่นี่" + "ก็" * 300
    result = shown(text, "ที่นี่")
    assert result.startswith(CUT)
    assert result.removeprefix(CUT).lstrip()[0] == "ก"
    assert len(result) < 400


def test_a_quoted_paragraph_is_never_shortened() -> None:
    assert shown(f"{LONG}. No.", LONG) == f"*{LONG}*."
