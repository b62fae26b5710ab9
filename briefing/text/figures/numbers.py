"""Numbers, percentages, measures, dates and times in a text.

`1,000`, `1 000`, `1000`, `١٠٠٠` and `one thousand` are one number; `40%` and `forty per cent` one share; `26 July`,
`July 26` and `2023-07-26` one day. Languages: those of `briefing.text.languages`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from briefing.text.figures.counted import counted_words
from briefing.text.figures.dates import Day, take_clock, take_days, undated_weekdays
from briefing.text.figures.number_words import (
    DECADE,
    MANY_OF,
    SHARE,
    SpelledNumber,
    decade_values,
    find_spelled_numbers,
)
from briefing.text.figures.units import SIGNS, SPACE, UNIT, YEAR, unit_of
from briefing.text.languages.detection import languages_of
from briefing.text.languages.number_names import ROUGHLY, SCALES_AFTER_DIGITS

_ASCII_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٬٫", "01234567890123456789,.")
_NUMBER = re.compile(
    # After a hyphen only in a range or as less than nothing: not in a name such as F-16.
    rf"(?:(?<![\w.,/-])|(?<=\d-)|(?<=[\s(]-))(?P<sign>{SIGNS})?\s?(?P<number>\d{{1,3}}(?:[,.’'{SPACE}]\d{{3}})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?)"
    r"(?P<after>(?:st|nd|rd|th|s|er|e)\b)?"
)
_SET_PHRASES = re.compile(r"(?<![\d/])(?:24/7|9/11)(?![\d/])")
_RANGE_OF_YEARS = re.compile(r"(?P<century>1[5-9]|20)\d\d[-–]$")
_SCALE = re.compile(
    rf"[{SPACE}-]?(?P<scale>{'|'.join(re.escape(name) for name in sorted(SCALES_AFTER_DIGITS, key=len, reverse=True))}"
    rf"|M(?=[{SPACE}]?[€$£]))(?!\w)"
)
"""A word or a letter of scale after digits; M for millions (`12,5 M€`) before a sign of money alone."""
_MILLION = 6
_TO = re.compile(rf"[{SPACE}]?(?:[-–—]|to|and|or|à|et|ou|a|y|e|bis|und|إلى)[{SPACE}]?$")
_BETWEEN_MEASURES = re.compile(r"[,;:]")
"""A mark between two numbers: they are no range (`35 m high, or 115 feet`)."""
_SIDES = {word.strip().lower(): side for side, words in ROUGHLY.items() for word in words.split("|")}
_ROUGH_WORD = "|".join(re.escape(word) for word in sorted(_SIDES, key=len, reverse=True))
_ROUGHLY = re.compile(rf"(?<!\w)(?P<word>{_ROUGH_WORD})\s*(?:\ban?\s+)?(?:[A-Z]{{0,3}}[$€£])?$", re.IGNORECASE)
_AGED = re.compile(r"\b(?:aged|age of|âgée?s? de|d[’']?\s?une? âge de|mayor de|de edad)\s*$", re.IGNORECASE)
_COMPUTED = re.compile(
    r"\s+(?:after|later|before|earlier|ago|since|into|from|avant|après|plus tard|auparavant|depuis)\b", re.IGNORECASE
)
"""What follows a duration that the author has counted between two dates."""
_NEAR = 80
"""The characters before and after a number in which other words tell what it is of."""
_LEAST_IN_WORDS = 20


@dataclass(frozen=True)
class Amount:
    """A number with its unit, if that is a known one; `1.000` can be read in two ways, and then has two `values`.

    `counted` are the words for what is counted, `near` the text around the number. `rough` says that it is rounded, and how:
    `near`, `above` or `below`; `scaled` where it is a number of millions. `is_bare`: a mark follows, or nothing.
    """

    written: str
    values: frozenset[Decimal]
    unit: str = ""
    counted: frozenset[str] = frozenset()
    rough: str = ""
    near: str = ""
    is_bare: bool = False


@dataclass(frozen=True)
class StatedFigures:
    """The figures of one text; `clock` has each time as written and in minutes of the day.

    `counts` are small numbers in words with what they count, `weekdays` those that are named without
    a date, by their numbers, Monday being 0.
    """

    days: tuple[Day, ...]
    amounts: tuple[Amount, ...]
    clock: tuple[tuple[str, int], ...]
    counts: tuple[Amount, ...] = ()
    weekdays: tuple[tuple[str, int], ...] = ()


def with_ascii_digits(text: str) -> str:
    """Return a text with the digits of Arabic and Persian as those of Latin, character by character."""
    return text if text.isascii() else text.translate(_ASCII_DIGITS)


@lru_cache(maxsize=4096)
def read_figures(text: str) -> StatedFigures:
    """Return the figures of a text: those in digits, those in words from twenty on, and small counts in words."""
    text = with_ascii_digits(text)
    days, rest = take_days(_SET_PHRASES.sub("    ", text))
    clock, rest = take_clock(rest)
    in_words, counts = [], []
    for amount, number in spelled_amounts(text):
        if not number.is_whole:
            continue
        if number.kind in (SHARE, MANY_OF) or max(number.values) >= _LEAST_IN_WORDS:
            in_words.append(amount)
        elif (
            not number.kind and min(number.values) > 1 and not _COMPUTED.match(text, number.start + len(amount.written))
        ):
            counts.append(amount)
    amounts = (*_amounts(rest), *in_words)
    return StatedFigures(tuple(days), amounts, tuple(clock), tuple(counts), tuple(undated_weekdays(text)))


def _amounts(text: str) -> list[Amount]:
    found: list[Amount] = []
    ends: list[int] = []
    for match in _NUMBER.finditer(text):
        if amount := _read_amount(match):
            one, end = amount
            # `10 to 15 km`, `2–3 million`: the first is of the unit and scale of the second.
            if (
                found
                and _TO.search(text, ends[-1], match.start("number"))
                and not _BETWEEN_MEASURES.search(text, ends[-1], match.start("number"))
                and not found[-1].unit
                and one.unit != DECADE
            ):
                found[-1] = _as_in_range(found[-1], one, match)
            found.append(one)
            ends.append(end)
    return found


def _as_in_range(first: Amount, second: Amount, match: re.Match[str]) -> Amount:
    scale = max(second.values) / max(_values(match["number"]))
    scaled = frozenset(value * scale for value in first.values)
    return replace(first, values=first.values | scaled, unit=second.unit, counted=first.counted or second.counted)


def _read_amount(match: re.Match[str]) -> tuple[Amount, int] | None:
    text, end, values = match.string, match.end(), _values(match["number"])
    if match["after"] == "s" and not min(values) % 10:
        return Amount(match[0].strip(), decade_values(min(values)), DECADE), end
    if len(match["number"]) == 2 and (years := _RANGE_OF_YEARS.search(text, match.start() - 5, match.start())):
        values |= {Decimal(years["century"] + match["number"])}
    rough = _rough(text, match.start())
    if scale := _SCALE.match(text, end):
        scaled = frozenset(value.scaleb(SCALES_AFTER_DIGITS.get(scale["scale"], _MILLION)) for value in values)
        # `500m` may be metres; a number of millions is rounded.
        is_metres = scale["scale"] == "m" and not match["sign"]
        values, rough, end = values | scaled if is_metres else scaled, rough or "scaled", scale.end()
    if end < len(text) and text[end].isalpha() and not match["after"]:
        return None  # 5G, 16h: a name, not a number
    unit, written_end = _unit_after(text, match.start(), end)
    unit = unit or unit_of(match["sign"] or "")
    counted = frozenset[str]() if match["after"] else counted_words(text, written_end)
    written = text[match.start() : written_end].strip()
    return _amount(text, match.start(), written_end, written, values, unit, counted, rough), written_end


def _amount(
    text: str,
    start: int,
    end: int,
    written: str,
    values: frozenset[Decimal],
    unit: str,
    counted: frozenset[str],
    rough: str,
) -> Amount:
    is_bare = (not text[end : end + 1].strip() and not text[end:].strip()) or text[end : end + 1] in tuple(",.;:)]")
    return Amount(written, values, unit, counted, rough, text[max(start - _NEAR, 0) : end + _NEAR], is_bare)


def _unit_after(text: str, start: int, end: int) -> tuple[str, int]:
    """Return the unit after a number and the offset after it; years of someone are their age."""
    match = UNIT.match(text, end)
    if not match:
        return ("age", end) if _AGED.search(text, max(start - 20, 0), start) else ("", end)
    unit = unit_of(match["unit"])
    if unit == YEAR and (_AGED.search(text, max(start - 20, 0), start) or text.startswith("-old", match.end())):
        unit = "age"
    return unit, match.end()


def _rough(text: str, start: int) -> str:
    match = _ROUGHLY.search(text, max(start - 20, 0), start)
    return _SIDES[match["word"].lower()] if match else ""


def _values(written: str) -> frozenset[Decimal]:
    """Return the values a number can have: `1.000` is a thousand or one; `2,5` is two and a half."""
    bare = re.sub(rf"[’'{SPACE}]", "", written)
    if re.match("0[.,]", bare):
        return frozenset({Decimal(bare.replace(",", "."))})
    if not re.search("[.,]", bare):
        return frozenset({Decimal(bare)})
    marks = re.findall("[.,]", bare)
    if re.fullmatch(r"\d{1,3},\d{3}", bare):
        return frozenset({Decimal(bare.replace(",", ""))})
    grouped = re.fullmatch(r"\d{1,3}([.,]\d{3})+", bare) and len(set(marks)) == 1
    values = {Decimal(re.sub("[.,]", "", bare))} if grouped else set()
    if not grouped or len(marks) == 1:
        whole, last = bare[: bare.rfind(marks[-1])], bare[bare.rfind(marks[-1]) + 1 :]
        values.add(Decimal(f"{re.sub('[.,]', '', whole)}.{last}"))
    return frozenset(values)


@lru_cache(maxsize=4096)
def spelled_amounts(text: str) -> tuple[tuple[Amount, SpelledNumber], ...]:
    """Return the numbers in words of a text, with their units and what they count."""
    return tuple(_spelled(text))


def _spelled(text: str) -> Iterator[tuple[Amount, SpelledNumber]]:
    for number in find_spelled_numbers(text, languages_of(text)):
        unit, end = _unit_after(text, number.start, number.end) if not number.kind else (number.kind, number.end)
        counted = counted_words(text, end)
        written = text[number.start : end]
        yield (
            _amount(text, number.start, end, written, number.values, unit, counted, _rough(text, number.start)),
            number,
        )
