"""Statements with figures from the articles, and operators that alter the figure or write it faithfully in another way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tests.adversary.articles import REPORTED


@dataclass(frozen=True)
class Figure:
    """A figure that an article states: the statement of a briefing with `{}` for it, its paragraph, and its unit if it has one.

    `value` is the number, `words` is how the article has it; `spelled` is the number in words; `other_unit` would be wrong.
    """

    article: str
    paragraph: int
    statement: str
    value: float
    words: str
    spelled: str = ""
    unit: str = ""
    other_unit: str = ""


FIGURES = (
    Figure("en-bridge", 1, "A pier moved by {}.", 11, "eleven", "eleven", "centimetres", "metres"),
    Figure("en-bridge", 3, "Soldiers have guarded the crossing for {}.", 9, "nine", "nine", "years", "months"),
    Figure("en-bridge", 5, "The union speaks for {}.", 4300, "4,300", "", "drivers", ""),
    Figure("en-bridge", 6, "The engineer asked for {} of steel.", 60, "60", "sixty", "tonnes", "kilograms"),
    Figure("en-bridge", 7, "The closure would cost {} of growth.", 0.4, "0.4", "", "per cent", ""),
    Figure("en-fever", 1, "There were {}.", 38, "38", "thirty-eight", "new cases", ""),
    Figure("en-fever", 6, "Open Hands has sent {} of salts.", 12000, "12,000", "twelve thousand", "sachets", ""),
    Figure("fr-mine", 1, "La grève a duré {}.", 17, "dix-sept", "dix-sept", "jours", "semaines"),
    Figure("fr-mine", 3, "Les pompes auront tourné {}.", 3, "trois", "trois", "jours", "heures"),
    Figure("fr-mine", 4, "L’accord concerne {}.", 200, "deux cents", "deux cents", "familles", ""),
)

Write = Callable[[Figure], Iterator[str]]


def _figures(value: float, french: bool) -> str:
    if value != int(value):
        return f"{value:.10g}".replace(".", "," if french else ".")
    return f"{int(value):,}".replace(",", "\u202f" if french else ",")


def _say(figure: Figure, written: str, unit: str | None = None) -> str:
    return figure.statement.format(f"{written} {figure.unit if unit is None else unit}".strip())


def _number(figure: Figure, value: float) -> str:
    return _say(figure, _figures(value, figure.article.startswith("fr")))


def one_more(figure: Figure) -> Iterator[str]:
    step = 0.1 if figure.value < 1 else 1
    yield _number(figure, round(figure.value + step, 1))
    yield _number(figure, round(figure.value - step, 1))


def ten_times(figure: Figure) -> Iterator[str]:
    yield _number(figure, figure.value * 10)
    if figure.value >= 30:
        yield _number(figure, figure.value / 10)


def twice(figure: Figure) -> Iterator[str]:
    yield _number(figure, figure.value * 2)


def exchange_digits(figure: Figure) -> Iterator[str]:
    digits = _figures(figure.value, french=False)
    if len(digits) > 1 and digits[:2].isdigit() and digits[0] != digits[1] and digits[1] != "0":
        yield _say(figure, digits[1] + digits[0] + digits[2:])


def another_digit(figure: Figure) -> Iterator[str]:
    digits = f"{figure.value:.10g}"
    for n, digit in enumerate(digits):
        if digit.isdigit() and digit != "0":
            other = str((int(digit) + 3) % 10 or 5)
            yield _number(figure, float(digits[:n] + other + digits[n + 1 :]))


def another_word(figure: Figure) -> Iterator[str]:
    others = {"nine": "seven", "eleven": "twelve", "sixty": "sixteen", "thirty-eight": "thirty-nine"}
    others |= {
        "twelve thousand": "twenty thousand",
        "dix-sept": "dix-huit",
        "trois": "deux",
        "deux cents": "trois cents",
    }
    if figure.spelled:
        yield _say(figure, others[figure.spelled])


def another_unit(figure: Figure) -> Iterator[str]:
    if figure.other_unit:
        yield _say(figure, figure.words, figure.other_unit)


def a_fraction(figure: Figure) -> Iterator[str]:
    french = figure.article.startswith("fr")
    yield _say(figure, "la moitié des" if french else "half of the")
    yield _say(figure, "plusieurs milliers de" if french else "half a million")


def as_written(figure: Figure) -> Iterator[str]:
    yield _say(figure, figure.words)


def in_figures(figure: Figure) -> Iterator[str]:
    yield _number(figure, figure.value)
    yield _say(figure, f"{figure.value:.10g}".replace(".", "," if figure.article.startswith("fr") else "."))


def in_words(figure: Figure) -> Iterator[str]:
    if figure.spelled:
        yield _say(figure, figure.spelled)


def approximate(figure: Figure) -> Iterator[str]:
    about = ("environ", "près de") if figure.article.startswith("fr") else ("about", "some")
    for word in about:
        yield _say(figure, f"{word} {_figures(figure.value, figure.article.startswith('fr'))}")


ALTERED_FIGURES: Mapping[str, Write] = {
    "one more or less": one_more,
    "ten times, or a tenth": ten_times,
    "twice": twice,
    "two digits exchanged": exchange_digits,
    "another digit": another_digit,
    "another number word": another_word,
    "another unit": another_unit,
    "a fraction or a round number": a_fraction,
}

FAITHFUL_FIGURES: Mapping[str, Write] = {
    "as it is written": as_written,
    "in figures": in_figures,
    "in words": in_words,
    "with “about”": approximate,
}

assert {figure.article for figure in FIGURES} <= {article.name for article in REPORTED}
