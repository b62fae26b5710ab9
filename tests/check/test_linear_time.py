"""Prose of any kind is read and checked in a time that grows with its length, not with the square of it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from briefing.check.review import review_briefing
from briefing.load.folder import load_briefing
from briefing.load.located_values import MAX_TEXT
from briefing.problems import ContentError
from briefing.text.sentences import split_sentences

HEAD = """
id: x
title: T
marking: TLP:CLEAR
as_of: 2023-07-27T20:00Z
contact: {name: Duty officer, email: duty@desk.example}
sources: [{id: b, publisher: B, title: T, text: b.txt}]
bottom_line: One.
"""
PIECES = [
    "‘a ",
    "![a](",
    "<",
    "“a ",
    "[",
    "*a ",
    "_",
    "`",
    "[^",
    "**",
    "« ",
    "> ",
    "- ",
    "a\n\n",
    "| a | b |\n",
    "](",
    ".",
]
PIECES += [
    "“a” ",
    "'a ",
    '"a ',
    "A. ",
    "’",
    "ab … ",
    "[a]b ",
    "1,000 ",
    "12:30 ",
    "AB (",
    "“ab” [@b para. 1]\n\n",
    "as ",
]
PIECES += ["~~a~~ ", "{a=b} ", "12 dead\n\n", "111,", "[1] ", "<b ", "&foo; "]
SHORT, LONG = MAX_TEXT // 8, MAX_TEXT // 2


def distinct(count: int, make: Callable[[random.Random], str]) -> str:
    chance = random.Random(1)
    return " ".join(make(chance) for _ in range(count))


def acronym(chance: random.Random) -> str:
    return "".join(chance.choice("ABCDEFGH") for _ in range(4))


def number(chance: random.Random) -> str:
    return str(chance.randrange(10_000, 99_999))


def mixture(chance: random.Random) -> str:
    return chance.choice(PIECES)


GENERATED = {
    "acronyms": lambda size: distinct(size // 5, acronym),
    "numbers": lambda size: distinct(size // 6, number) + " [@b para. 1]",
    "quotations": lambda size: distinct(size // 7, lambda chance: f"“{acronym(chance)}”") + " [@b para. 1]",
    "mixture": lambda size: distinct(size, mixture)[:size],
}
CASES = {piece: lambda size, piece=piece: piece * (size // len(piece)) for piece in PIECES} | GENERATED


def briefs(text: str) -> Iterator[str]:
    """The text as a section, as a key point, and as a quotation."""
    indented = "\n".join(f"      {line}" for line in text.split("\n"))
    yield f"{HEAD}summary: [One point.]\nsections:\n  - title: T\n    text: |\n{indented}\n"
    yield f"{HEAD}summary:\n  - |\n{indented}\n"
    reaction = f"  - body: UN\n    stance: warns\n    source: b para. 1\n    quote: |\n{indented}\n"
    yield f"{HEAD}summary: [One point.]\nreactions:\n{reaction}"


def seconds(text: str, folder: Path) -> float:
    """The processor time that reading and checking a text takes."""
    return sum(seconds_of(brief, folder) for brief in briefs(text))


def seconds_of(brief: str, folder: Path) -> float:
    (folder / "briefing.yaml").write_text(brief, encoding="utf-8")
    start = time.process_time()
    try:
        loaded = load_briefing(folder, [], lambda: frozenset(range(0x20, 0x3000)))
        review_briefing(loaded.briefing, loaded.values, loaded.texts)
    except ContentError:
        pass
    return time.process_time() - start


@pytest.mark.parametrize("name", CASES)
def test_four_times_the_text_takes_about_four_times_as_long(name: str, tmp_path: Path) -> None:
    """Twice the length would take four times as long where the time grows with the square: four times, sixteen."""
    source = "ab " * 5_000 + distinct(5_000, number) + "\n\n" + distinct(5_000, acronym)
    (tmp_path / "b.txt").write_text(source, encoding="utf-8")
    short = min(seconds(CASES[name](SHORT), tmp_path) for _ in range(2))
    # One run in time is enough; a busy machine may slow down others.
    runs = (seconds(CASES[name](LONG), tmp_path) for _ in range(3))
    assert any(long < 8 * short + 0.4 for long in runs), f"{SHORT} characters take {short:.2f} s"


def test_a_longer_text_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("ab", encoding="utf-8")
    for brief in briefs("‘a " * 66_000):
        (tmp_path / "briefing.yaml").write_text(brief, encoding="utf-8")
        with pytest.raises(ContentError) as caught:
            load_briefing(tmp_path, [], lambda: frozenset(range(0x20, 0x3000)))
        problem = caught.value.problems[0]
        assert (problem.code, problem.place is not None) == ("text-too-long", True)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It begins. It ends.", 2),
        ("Col. Maj. Abdramane spoke. He left.", 2),
        ("He said “no.” Then he left (by car.) It rained.", 3),
        ("It fell by 3%. In 2023. So what?! Yes.", 4),
        ("No end", 1),
        ("Dr. K. N. Smith", 1),
        ("", 0),
    ],
)
def test_sentences_end_with_a_word_and_a_mark(text: str, sentences: int) -> None:
    found = split_sentences(text)
    assert "".join(found) == text
    assert len(found) == sentences
