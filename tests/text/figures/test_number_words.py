"""Words that form one number are read as one number; words of several numbers are read separately."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.text.figures.number_words import DECADE, SHARE, find_spelled_numbers

UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
UNITS_WORDS = ["", *UNITS.split(), "nineteen"]
TENS_WORDS = ["", "", *["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]]


def spell(number: int) -> str:
    """A number below a million in English words."""
    if number >= 1000:
        return f"{spell(number // 1000)} thousand {spell(number % 1000)}".strip()
    if number >= 100:
        rest = spell(number % 100)
        return f"{UNITS_WORDS[number // 100]} hundred" + (f" and {rest}" if rest else "")
    if number >= 20:
        return TENS_WORDS[number // 10] + (f"-{UNITS_WORDS[number % 10]}" if number % 10 else "")
    return UNITS_WORDS[number]


def values(text: str) -> list[tuple[Decimal, str]]:
    return [(min(number.values), number.kind) for number in find_spelled_numbers(text)]


@given(st.integers(1, 999_999))
def test_every_number_is_read_as_it_is_spelt(number: int) -> None:
    assert values(f"There are {spell(number)} of them.") == [(Decimal(number), "")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("five twenty", [5, 20]),
        ("nine eleven", [9, 11]),
        ("a man and a dog", []),
        ("a hundred", [100]),
        ("two dozen", [24]),
        ("two and a half million", [2_500_000]),
        ("deux cent quarante-trois mille", [243_000]),
        ("soixante et onze", [71]),
        ("quatre-vingt-dix-neuf", [99]),
        ("per cent", []),
        ("dix-sept", [17]),
        ("soixante-dix-huit", [78]),
        ("quatre-vingt-dix-neuf mille", [99_000]),
        ("deux milliards", [2_000_000_000]),
        ("trois millions cinq cent mille", [3_500_000]),
        ("two thousand and twenty-three", [2023]),
        ("nineteen ninety-nine", [19, 99]),
        ("someone often weighs tonnes", []),
    ],
)
def test_words_say_these_numbers(text: str, expected: list[int]) -> None:
    assert values(text) == [(Decimal(number), "") for number in expected]


def test_parts_and_decades_are_of_their_own_kind() -> None:
    assert values("half of it, three quarters of that") == [
        (Decimal(50), SHARE),
        (Decimal(75), SHARE),
    ]
    assert values("in the nineties") == [(Decimal(90), DECADE)]
