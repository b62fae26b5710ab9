"""Numbers written as words: `twenty-five`, `half a million`, `quatre-vingts`, `zweihundert`, `two thirds`, `the nineties`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from functools import cache

from briefing.text.languages.number_names import (
    DUAL_PARTS,
    FEW,
    FEW_OF,
    HALVES_OF,
    MANY,
    NAMES,
    ONE_IN,
    PARTS,
    NumberNames,
)

DECADE = "decade"
SHARE = "%"
MANY_OF = "many"

_ALONE = frozenset({"mille", "mil", "cent", "hundert", "tausend", "ألف", "ألفا", "ألفًا"})
"""Scales that are a number without another before them."""
_DECADE = re.compile(r"\b(twen|thir|for|fif|six|seven|eigh|nine)ties\b", re.IGNORECASE)
_SCALE_NAMES = {word: size for names in NAMES.values() for word, size in names.scales.items()}
_ALL_VALUES = {word: value for names in reversed(NAMES.values()) for word, value in names.values.items()}


def _any_of(words: Sequence[str] | set[str] | dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_HALF_OF = re.compile(
    "|".join(rf"\b{half}[\s-]+(?:{_any_of(scales.split())})\b" for half, scales in HALVES_OF.items()), re.IGNORECASE
)
_COUNT = r"two|three|four|nine|deux|trois|quatre|dos|tres|dois|duas|três|zwei|drei|vier|ثلاثة"
_PART = re.compile(rf"\b(?:(?P<count>{_COUNT})[\s-]+)?(?P<part>{_any_of(set(PARTS))})\b", re.IGNORECASE)
_HALVES = frozenset({"half", "moitié", "hälfte", "mitad", "metade", "نصف"})
_ONE = re.compile(r"\b(?:a|one|une?|um|uma|eine?[mnrs]?)[\s-]+$", re.IGNORECASE)
_NO_HALF = re.compile(
    r"\b(?:first|second|other|latter|and\s+a|première|seconde|deuxième|autre|zweiten?|ersten?)\s+$", re.IGNORECASE
)
_OF_A_WHOLE = re.compile(
    r"\s+(?:of|the|its|their|his|her|all|de|des|du|d[’']|der|dos|das|do|da|del)\b|\s+(?=من)", re.IGNORECASE
)
_ONE_IN = re.compile(
    rf"\b(?P<few>\d{{1,2}}|[^\W\d_]+)\s+(?:{ONE_IN})\s+(?P<of>\d{{1,3}}|[^\W\d_]+)\b(?!\s+(?:per|million|hundred|thousand)|[.,]\d|%)",
    re.IGNORECASE,
)
_MANY = re.compile(rf"\b(?:(?P<many>{_any_of(MANY)})|(?:{FEW})\s+(?P<few>{_any_of(FEW_OF)}))\b", re.IGNORECASE)
_LAST_WORD = re.compile(r"(\w+)[\s\u00a0-]+$")
_UNITS_DE, _SMALL_DE = (
    _any_of({word for word, value in NAMES["de"].values.items() if 0 < value < most}) for most in (20, 100)
)
_GERMAN = re.compile(
    rf"\b(?:(?P<thousands>{_SMALL_DE})?(?P<tausend>tausend)(?:und)?)?(?:(?P<hundreds>{_UNITS_DE})?(?P<hundert>hundert)(?:und)?)?(?P<rest>{_SMALL_DE})?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class SpelledNumber:
    """A number in words: its offsets in the text, its possible values, and its kind (a share, a decade, many, or plain).

    `is_whole`: the words are one number from its beginning, such as `twenty-five`, but not `hundred` or `five twenty`. Of kind
    `many` (`hundreds`), the value is the power of ten.
    """

    start: int
    end: int
    values: frozenset[Decimal]
    kind: str = ""
    is_whole: bool = False


def find_spelled_numbers(text: str, languages: Sequence[str] = ("en", "fr")) -> Iterator[SpelledNumber]:
    """Yield the numbers of a text in words of some languages: plain ones, parts of a whole, uncounted ones, decades."""
    parts = list(_find_parts(text))
    plain = {number for language in languages for number in _find_plain(text, language)}
    # `three` is in `three quarters`; and `six` of French in `fifty-six` of English.
    spans = [(part.start, part.end) for part in parts]
    outer = {(number.start, number.end) for number in plain}
    for number in sorted(plain, key=lambda one: (one.start, one.end, min(one.values))):
        own = (number.start, number.end)
        if not any(start <= own[0] and own[1] <= end for start, end in (*spans, *(outer - {own}))):
            yield number
    yield from parts
    for match in _DECADE.finditer(text):
        values = decade_values(Decimal(_ALL_VALUES[f"{match[1].lower()}ty"]))
        yield SpelledNumber(match.start(), match.end(), values, DECADE)


def _find_plain(text: str, language: str) -> Iterator[SpelledNumber]:
    for match in _number_pattern(language).finditer(text):
        yield from _read_number(match, language)
    if language == "de":
        for match in _GERMAN.finditer(text):
            if match["tausend"] or match["hundert"]:
                values = frozenset({Decimal(_read_german(match))})
                yield SpelledNumber(match.start(), match.end(), values, is_whole=True)


@cache
def _number_pattern(language: str) -> re.Pattern[str]:
    names = NAMES[language]
    word = _any_of(set(names.values) | set(names.scales))
    scales = _any_of(set(names.scales))
    half = (
        rf"(?P<half>\s+half\b(?:\s+(?P<scale>{scales}))?)?" if language == "en" else "(?P<half>(?!))?(?P<scale>(?!))?"
    )
    more = rf"(?:[\s-]+(?:(?:{names.joiners})[\s-]+)?(?:{word}))*"
    return re.compile(
        rf"\b(?<!per )(?<!pour )(?<!por )(?<!half )(?<!\d[\s\u00a0-])(?:{word}){more}{half}\b", re.IGNORECASE
    )


@cache
def _one_word(language: str) -> re.Pattern[str]:
    names = NAMES[language]
    return re.compile(rf"\b(?:{_any_of(set(names.values) | set(names.scales))})\b", re.IGNORECASE)


def decade_values(year: Decimal) -> frozenset[Decimal]:
    """Return the numbers by which a decade may be called: `the 90s` are those of the last century."""
    if year < 100:
        return frozenset({year, year + 1900})
    return frozenset({year, year % 100} if 1900 <= year < 2000 else {year})


def _read_number(match: re.Match[str], language: str) -> Iterator[SpelledNumber]:
    names = NAMES[language]
    written = match[0][: match.start("half") - match.start()] if match["half"] else match[0]
    words = [word.lower() for word in _one_word(language).findall(written)]
    values = list(map(Decimal, _add_up(words, names)))
    if words[0] in names.scales and words[0] not in _ALONE:
        values = values[1:] if len(values) > 1 else []
    # An article alone is no number, but `one and a half` is.
    if words[-1] == "a":
        values.pop()
        if match["half"] and values:
            values[-1] = (values[-1] + Decimal("0.5")) * names.scales.get((match["scale"] or "").lower(), 1)
    is_whole = len(values) == 1 and (words[0] in names.values or words[0] in _ALONE)
    for value in values:
        yield SpelledNumber(match.start(), match.end(), frozenset({value}), is_whole=is_whole)


def _read_german(match: re.Match[str]) -> int:
    values = NAMES["de"].values

    def value(name: str) -> int:
        return values[match[name].lower()] if match[name] else 1

    total = value("thousands") * 1000 if match["tausend"] else 0
    total += value("hundreds") * 100 if match["hundert"] else 0
    return total + (value("rest") if match["rest"] else 0)


def share_values(share: Decimal) -> frozenset[Decimal]:
    """Return the ways to write a share of a hundred: two thirds are 66, 67, 66.7 or 66.67 per cent."""
    exact = [share.quantize(Decimal(step)).normalize() + 0 for step in ("1", "0.1", "0.01")]
    return frozenset({*exact, share.quantize(Decimal(1), ROUND_FLOOR)})


def _find_parts(text: str) -> Iterator[SpelledNumber]:
    halves = list(_HALF_OF.finditer(text))
    for match in halves:
        scale = re.split(r"[\s-]", match[0].lower())[-1]
        yield SpelledNumber(match.start(), match.end(), frozenset({Decimal(_SCALE_NAMES[scale]) / 2}), is_whole=True)
    starts = {match.start() for match in halves}
    for match in _PART.finditer(text):
        if match.start() not in starts and (found := _read_part(match)):
            yield found
    for match in _ONE_IN.finditer(text):
        few, of = (_read_small(match[name]) for name in ("few", "of"))
        if few and of and few < of:
            yield SpelledNumber(match.start(), match.end(), share_values(Decimal(100 * few) / of), SHARE, is_whole=True)
    for match in _MANY.finditer(text):
        if match["few"] or not _is_number(text[max(match.start() - 20, 0) : match.start()]):
            power = MANY[match["many"].lower()] if match["many"] else FEW_OF[match["few"].lower()]
            yield SpelledNumber(match.start(), match.end(), frozenset({Decimal(power)}), MANY_OF, is_whole=True)


def _read_part(match: re.Match[str]) -> SpelledNumber | None:
    """Return a part of a whole; it is only sure to be one (`is_whole`) after a count, or before `of` and the whole."""
    name, text = match["part"].lower(), match.string
    counted = _read_small(match["count"]) if match["count"] else 2 if name in DUAL_PARTS else 1
    before = text[max(match.start() - 12, 0) : match.start()]
    is_one = not _NO_HALF.search(before) if name in _HALVES else bool(_ONE.search(before))
    if (counted == 1 and not is_one) or PARTS[name] * counted >= 100:
        return None  # the third day, the second quarter, the second half, tenths
    is_sure = counted > 1 or bool(_OF_A_WHOLE.match(text, match.end()))
    return SpelledNumber(match.start(), match.end(), share_values(PARTS[name] * counted), SHARE, is_whole=is_sure)


def _read_small(word: str) -> int:
    """Return the value of a word for a number, or of digits; 0 for any other word."""
    return int(word) if word.isdecimal() else _ALL_VALUES.get(word.lower(), 0)


def _is_number(before: str) -> bool:
    """Tell whether the last word of a text is a number."""
    last = _LAST_WORD.search(before)
    word = last[1].lower() if last else ""
    return word.isdecimal() or word in _ALL_VALUES or word in _SCALE_NAMES


def _add_up(words: Sequence[str], names: NumberNames) -> list[int]:
    """Return the numbers that words make one after the other: `twenty-five` is one, `five twenty` are two."""
    numbers: list[int] = []
    total = part = 0
    for index, word in enumerate(words):
        if index and not _continues(part, total, word, names):
            numbers.append(total + part)
            total = part = 0
        scale = names.scales.get(word)
        if scale is None:
            # quatre-vingts is four twenties.
            part += 76 if word.startswith("vingt") and part % 100 == 4 else names.values[word]
        elif scale > 100 and total < scale:
            total, part = max(total + part, 1) * scale, 0
        elif scale > 100:
            total, part = total + max(part, 1) * scale, 0
        else:
            part = max(part, 1) * scale
    return [*numbers, total + part]


def _continues(part: int, total: int, word: str, names: NumberNames) -> bool:
    """Tell whether a word continues a number of which `total` and `part` have been read."""
    scale, rest = names.scales.get(word), part % 100
    if scale is not None:
        return (part > 0 and (scale > 100 or part < 100)) or (not part and 0 < total < scale)
    value = names.values[word]
    if word == "a" or not (part or total):
        return False
    if not rest:
        return part == 0 or value < 100
    if word.startswith("vingt") and rest == 4:
        return True
    if names is NAMES["ar"]:
        return rest < 10 <= value < 100  # the unit comes before the ten
    # soixante-dix and quatre-vingt-dix, as far as dix-neuf.
    return (value < 10 and rest >= 20 and rest % 10 == 0) or (10 <= value < 20 and rest in (60, 80))
