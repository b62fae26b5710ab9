"""Compare two texts word by word: a number, a date, a time or a term is one word, whatever marks it has.

With `differences` the only module that names rapidfuzz.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Literal, NamedTuple

from rapidfuzz.distance import Indel

from briefing.text.languages.calendar import MONTH_OF

_SPACE = "\u00a0\u2009\u202f "
_MONTH = rf"(?:{'|'.join(sorted(MONTH_OF, key=len, reverse=True))})\b\.?"
_YEAR = r"(?:1[5-9]|20|21)\d\d"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|er)?(?!\d)"
_DAYS = rf"{_DAY}(?:\s*(?:–|-|and|to|or|et|au|ou|,)\s*{_DAY})?"
_OFFSET = r"[+−-]\d\d:?\d\d(?::\d\d)?"
_ZONE = rf"(?:\s?(?:(?:UTC|GMT)(?:\s?(?:{_OFFSET}|[+−-]\d\d?(?::\d\d)?))?|Z|(?-i:[A-Z]{{1,3}}T|MSK)|{_OFFSET})(?!\w))?"
_DATE = "|".join(
    (
        rf"\d{{4}}-\d\d(?:-\d\d)?(?:[T ][0-2]\d:[0-5]\d(?::[0-5]\d)?{_ZONE})?(?!\d)",
        r"\d{1,2}(?P<mark>[/.])\d{1,2}(?P=mark)(?:\d{4}|\d\d)(?!\d)",
        rf"{_DAYS}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR}\b)?",
        rf"{_MONTH}\s+{_DAYS}(?![.,]?\d)(?:,?\s+{_YEAR}\b)?",
        rf"{_MONTH}\s+{_YEAR}\b",
    )
)
_HOUR = r"(?:[01]?\d|2[0-3])"
_TIME = rf"{_HOUR}(?:[:.][0-5]\d)?\s?[ap](?:\.m\.|m\b){_ZONE}|{_HOUR}\s?[:hH]\s?[0-5]\d(?::[0-5]\d)?{_ZONE}(?!\d)"
_DIGITS = rf"(?:\d{{1,3}}(?:[,.’'{_SPACE}]\d{{3}})+(?!\d)|\d+)(?:[.,]\d+)*"
_CURRENCIES = "$¢-¥₠-⃀؋৲৳૱௹฿៛﷼"
_UNIT = (
    rf"[{_SPACE}-]?(?:[%‰]|°\s?[CF]?|(?:per\s?cent|pour\s?cent|percentage\s+points?|thousand|million|billion|trillion|"
    r"milliards?|millions|mille|bn|mn|km|m|k)\b)"
)
_AMOUNT = rf"[{_CURRENCIES}]?\s?{_DIGITS}(?:st|nd|rd|th|er|e|s)?"
_NUMBER = rf"(?:(?<![^\s(])[-−+])?{_AMOUNT}(?:\s?[-–]\s?{_AMOUNT})?(?:{_UNIT}|[A-Za-z]{{1,4}}\b)*(?!\w)"
_MOST_SLIGHT, _SLIGHT_LENGTH = 2, 3
_WORD = r"\w+(?:[’'\-\u2010\u2011.@/:+]\w+)*(?:(?<=(?-i:[A-Z]))[+−-](?!\w))?"


@dataclass(frozen=True)
class Run:
    """Words that are the same, struck out or added. `is_value`: all of them are a number, a date, a time or a term."""

    kind: Literal["same", "struck", "added"]
    text: str
    is_value: bool = False


class Word(NamedTuple):
    """A word, a mark or a value of a text, and the white space after it."""

    text: str
    space: str
    is_value: bool


@lru_cache(maxsize=16)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(terms, key=len, reverse=True)
    named = rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)|" if terms else ""
    value = rf"(?P<value>{named}(?<![\w.,])(?:{_DATE}|{_TIME}|{_NUMBER}))"
    return re.compile(rf"(?:{value}|{_WORD}|\S|^(?=\s))(?P<space>\s*)", re.IGNORECASE)


def split_words(text: str, terms: tuple[str, ...] = ()) -> list[Word]:
    """Return a text as words, marks and values; `terms` are names and expressions that are one value each."""
    found = _pattern(terms).finditer(text)
    return [Word(m[0][: m.start("space") - m.start()], m["space"], m["value"] is not None) for m in found]


def compare_words(before: str, after: str, terms: tuple[str, ...] = ()) -> list[Run]:
    """Return the words of two texts as one text, with the words that were removed and added."""
    pieces = [
        piece for block in _blocks(split_words(before, terms), split_words(after, terms)) for piece in _pieces(block)
    ]
    return [
        Run(kind, "".join(run.text for run in runs), all(run.is_value for run in runs))
        for kind, group in groupby(pieces, key=lambda run: run.kind)
        if (runs := list(group))
    ]


def similarity(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the similarity of two sequences of words, from 0 to 1."""
    return float(Indel.normalized_similarity(one, other))


class _Block(NamedTuple):
    """A stretch of two texts: its words in the one and in the other."""

    is_same: bool
    old: Sequence[Word]
    new: Sequence[Word]


def _blocks(old: Sequence[Word], new: Sequence[Word]) -> list[_Block]:
    """Return two texts as stretches that are the same and stretches that are not, in turn."""
    opcodes = Indel.opcodes([word.text for word in old], [word.text for word in new])
    cut = [
        _Block(code.tag == "equal", old[code.src_start : code.src_end], new[code.dest_start : code.dest_end])
        for code in opcodes
    ]
    # One or two small words between two changes belong to them: `the army [of the] north` is read as one change.
    same = [
        block.is_same and not (0 < n < len(cut) - 1 and _is_slight(block.new, cut[n - 1], cut[n + 1]))
        for n, block in enumerate(cut)
    ]
    return [
        _Block(is_same, [w for block in group for w in block.old], [w for block in group for w in block.new])
        for is_same, pairs in groupby(zip(same, cut, strict=True), key=lambda pair: pair[0])
        if (group := [block for _, block in pairs])
    ]


def _is_slight(words: Sequence[Word], before: _Block, after: _Block) -> bool:
    if len(words) > _MOST_SLIGHT or any(word.is_value or len(word.text) > _SLIGHT_LENGTH for word in words):
        return False
    around = [*before.old, *before.new, *after.old, *after.new]
    return not any(word.is_value for word in around)


def _pieces(block: _Block) -> Iterator[Run]:
    if block.is_same:
        for old, new in zip(block.old, block.new, strict=True):
            yield Run("same", new.text)
            if old.space == new.space:
                yield Run("same", new.space)
            else:
                yield from _replaced(old.space, new.space)
        return
    old_text, new_text = ("".join(w.text + w.space for w in words) for words in (block.old, block.new))
    space = _common_end(old_text, new_text) if old_text and new_text else ""
    is_value = all(word.is_value for word in (*block.old, *block.new))
    yield from _replaced(old_text[: len(old_text) - len(space)], new_text[: len(new_text) - len(space)], is_value)
    if space:
        yield Run("same", space)


def _replaced(old: str, new: str, is_value: bool = False) -> Iterator[Run]:
    if old:
        yield Run("struck", old, is_value)
    if new:
        yield Run("added", new, is_value)


def _common_end(one: str, other: str) -> str:
    """Return the white space that both texts end with, if they end with the same."""
    ends = [text[len(text.rstrip()) :] for text in (one, other)]
    return ends[0] if ends[0] == ends[1] else ""
