"""Operators that alter a figure of an article, or write it faithfully in another way, in the statement of a briefing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tests.adversary.stated_figures import Figure

Write = Callable[[Figure], Iterator[str]]


def _figures(value: float, french: bool) -> str:
    if value != int(value):
        return f"{value:.10g}".replace(".", "," if french else ".")
    return f"{int(value):,}".replace(",", "\u202f" if french else ",")


def _say(figure: Figure, written: str, unit: str | None = None) -> str:
    return figure.statement.format(f"{written} {figure.unit if unit is None else unit}".strip())


def _number(figure: Figure, value: float) -> str:
    return _say(figure, _figures(value, figure.article.startswith("fr")))


def _cell(written: str, unit: str) -> str:
    """Return a table whose row cites the article where it has an `@`."""
    return f"| Item | Value | Source |\n|---|---|---|\n| Reported | {written} {unit} | @ |"


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
    others = {"fourteen": "forty", "thirty-one": "thirty-three", "one hundred and twelve": "one hundred and twenty"}
    others |= {"sixty-three": "sixty-two", "forty-one": "forty-four", "trois cent quarante": "trois cent trente"}
    others |= {"onze": "douze", "quatre millions": "quatorze millions"}
    others |= {"nine": "seven", "eleven": "twelve", "sixty": "sixteen", "thirty-eight": "thirty-nine"}
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


def in_cell(figure: Figure) -> Iterator[str]:
    french = figure.article.startswith("fr")
    for value in (figure.value * 3, figure.value + (1 if figure.value < 1000 else 1000)):
        yield _cell(_figures(round(value, 2), french), figure.unit)


_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}


def another_weekday(figure: Figure) -> Iterator[str]:
    statement, weekday = figure.weekday
    names = _WEEKDAYS[figure.article[:2]]
    for step in (1, 3, 6) if weekday else ():
        yield statement.format(names[(names.index(weekday) + step) % 7])


def another_title(figure: Figure) -> Iterator[str]:
    statement, title = figure.title
    others = ("ministre de la Justice", "député") if figure.article.startswith("fr") else ("Finance Minister", "Bishop")
    for other in others if title else ():
        yield statement.replace(title, other)


def weekday_as_it_is(figure: Figure) -> Iterator[str]:
    if figure.weekday[0]:
        yield figure.weekday[0].format(figure.weekday[1])


def title_as_it_is(figure: Figure) -> Iterator[str]:
    if figure.title[0]:
        yield figure.title[0]


def right_cell(figure: Figure) -> Iterator[str]:
    yield _cell(figure.words, figure.unit)
    yield _cell(_figures(figure.value, figure.article.startswith("fr")), figure.unit)


def _of_numbers(write: Write) -> Write:
    """Return an operator for figures that are numbers."""

    def only(figure: Figure) -> Iterator[str]:
        if figure.statement:
            yield from write(figure)

    return only


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
    "one more or less": _of_numbers(one_more),
    "ten times, or a tenth": _of_numbers(ten_times),
    "twice": _of_numbers(twice),
    "two digits exchanged": _of_numbers(exchange_digits),
    "another digit": _of_numbers(another_digit),
    "another number word": _of_numbers(another_word),
    "another unit": _of_numbers(another_unit),
    "a fraction or a round number": _of_numbers(a_fraction),
    "another number in a cell": _of_numbers(in_cell),
    "another weekday": another_weekday,
    "another title": another_title,
}

FAITHFUL_FIGURES: Mapping[str, Write] = {
    "as it is written": _of_numbers(as_written),
    "in figures": _of_numbers(in_figures),
    "in words": _of_numbers(in_words),
    "with “about”": _of_numbers(approximate),
    "in a cell": _of_numbers(right_cell),
    "the weekday": weekday_as_it_is,
    "the title": title_as_it_is,
}
