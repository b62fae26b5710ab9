"""Numbers written as words, in English and French: `twenty-five`, `half a million`, `quatre-vingts`, `the nineties`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

DECADE = "decade"
SHARE = "%"

_UP_TO_NINETEEN = """
    zero zéro|one a first un une premier première|two second deux deuxième|three third trois troisième|
    four fourth quatre quatrième|five fifth cinq cinquième|six sixth sixième|seven seventh sept septième|
    eight eighth huit huitième|nine ninth neuf neuvième|ten tenth dix dixième|eleven eleventh onze|twelve twelfth douze|
    thirteen thirteenth treize|fourteen fourteenth quatorze|fifteen fifteenth quinze|sixteen sixteenth seize|
    seventeen seventeenth dix-sept|eighteen eighteenth dix-huit|nineteen nineteenth dix-neuf
"""
_TENS = """
    twenty twentieth vingt vingts|thirty thirtieth trente|forty fortieth quarante|fifty fiftieth cinquante|
    sixty sixtieth soixante|seventy seventieth septante|eighty eightieth|ninety ninetieth nonante
"""
_VALUES = {word: n for n, words in enumerate(_UP_TO_NINETEEN.split("|")) for word in words.split()}
_VALUES |= {word: n * 10 for n, words in enumerate(_TENS.split("|"), start=2) for word in words.split()}
_SCALES = {"hundred": 100, "hundredth": 100, "cent": 100, "cents": 100, "dozen": 12, "thousand": 1000}
_SCALES |= {"thousandth": 1000, "mille": 1000, "million": 10**6, "millions": 10**6, "billion": 10**9}
_SCALES |= {"milliard": 10**9, "milliards": 10**9}
_WORD = "|".join(sorted([*_VALUES, *_SCALES], key=len, reverse=True))
_ONE_WORD = re.compile(rf"\b(?:{_WORD})\b", re.IGNORECASE)
_NUMBER = re.compile(
    rf"\b(?<!per )(?<!pour )(?<!half )(?:{_WORD})(?:[\s-]+(?:(?:and|et)[\s-]+)?(?:{_WORD}))*"
    r"(?P<half>\s+half\b(?:\s+(?P<scale>hundred|dozen|thousand|million|billion))?)?\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:half\s+a\s+(?P<scale>hundred|dozen|thousand|million|billion)|(?P<half>(?<!and a )half|moitié)|"
    r"(?P<three>three|trois)[\s-]quar(?:ter|t)s|(?:a|one|un)\s+quart(?:er)?)\b",
    re.IGNORECASE,
)
_DECADE = re.compile(r"\b(twen|thir|for|fif|six|seven|eigh|nine)ties\b", re.IGNORECASE)


@dataclass(frozen=True)
class SpelledNumber:
    """A number in words: its offsets in the text, its possible values, and its kind (a share, a decade, or plain).

    `is_whole`: the words are one number from its beginning, such as `twenty-five`, but not `hundred` or `five twenty`.
    """

    start: int
    end: int
    values: frozenset[Decimal]
    kind: str = ""
    is_whole: bool = False


def find_spelled_numbers(text: str) -> Iterator[SpelledNumber]:
    """Yield the numbers of a text that are written as words, then its halves and quarters, then its decades."""
    for match in _NUMBER.finditer(text):
        yield from _read_number(match)
    for match in _PART.finditer(text):
        value, kind = _read_part(match)
        yield SpelledNumber(match.start(), match.end(), frozenset({value}), kind)
    for match in _DECADE.finditer(text):
        values = decade_values(Decimal(_VALUES[f"{match[1].lower()}ty"]))
        yield SpelledNumber(match.start(), match.end(), values, DECADE)


def decade_values(year: Decimal) -> frozenset[Decimal]:
    """Return the numbers by which a decade may be called: `the 90s` are those of the last century."""
    if year < 100:
        return frozenset({year, year + 1900})
    return frozenset({year, year % 100} if 1900 <= year < 2000 else {year})


def _read_number(match: re.Match[str]) -> Iterator[SpelledNumber]:
    written = match[0][: match.start("half") - match.start()] if match["half"] else match[0]
    words = [word.lower() for word in _ONE_WORD.findall(written)]
    values = list(map(Decimal, _add_up(words)))
    # An article alone is no number, but `one and a half` is.
    if words[-1] == "a":
        values.pop()
        if match["half"] and values:
            values[-1] = (values[-1] + Decimal("0.5")) * _SCALES.get((match["scale"] or "").lower(), 1)
    is_whole = len(values) == 1 and words[0] in _VALUES
    for value in values:
        yield SpelledNumber(match.start(), match.end(), frozenset({value}), is_whole=is_whole)


def _read_part(match: re.Match[str]) -> tuple[Decimal, str]:
    if match["scale"]:
        return Decimal(_SCALES[match["scale"].lower()]) / 2, ""
    return Decimal(50 if match["half"] else 75 if match["three"] else 25), SHARE


def _add_up(words: Sequence[str]) -> list[int]:
    """Return the numbers that words make one after the other: `twenty-five` is one, `five twenty` are two."""
    numbers: list[int] = []
    total = part = 0
    for index, word in enumerate(words):
        if index and not _continues(part, total, word):
            numbers.append(total + part)
            total = part = 0
        scale = _SCALES.get(word)
        if scale is None:
            # quatre-vingts is four twenties.
            part += 76 if word.startswith("vingt") and part % 100 == 4 else _VALUES[word]
        elif scale > 100:
            total, part = total + max(part, 1) * scale, 0
        else:
            part = max(part, 1) * scale
    return [*numbers, total + part]


def _continues(part: int, total: int, word: str) -> bool:
    """Tell whether a word continues a number of which `total` and `part` have been read."""
    scale, rest = _SCALES.get(word), part % 100
    if scale is not None:
        return part > 0 and (scale > 100 or part < 100)
    value = _VALUES[word]
    if word == "a" or (not rest and not part and not total):
        return False
    if not rest or (word.startswith("vingt") and rest == 4):
        return True
    # soixante-dix and quatre-vingt-dix, as far as dix-neuf.
    return (value < 10 and rest >= 20 and rest % 10 == 0) or (10 <= value < 20 and rest in (60, 80))
