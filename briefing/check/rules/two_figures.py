"""The rule on one label with two figures: a toll of 38,044 in the summary and of 36,187 in a table.

To have few false alarms, two figures are compared only where all of this is so: their labels have the same words (`killed`,
`dead` and `toll` are one), neither is qualified by a place, name or date that the other lacks, neither is a change, a share or
an earlier figure, they are in different texts that have no date of their own, and neither can be the other rounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefing.check.check_input import CheckInput, Finding, shorten
from briefing.load.located_values import ValuePath
from briefing.model.key_figures.value import parse_value
from briefing.text.figures.numbers import read_figures
from briefing.text.printed_markdown import printed_tables
from briefing.text.sentences import split_sentences

_SAME = """
    kill killed killing kills dead die died dies death deaths toll fatality fatalities slain lives > dead
    tué tués tuées mort morts mortes décès bilan > dead
    injured injury injuries wounded hurt casualties blessé blessés blessées > injured
    displaced displacement > displaced
    refugee refugees > refugee
    arrested arrests detained detainees > arrested
    missing > missing
    home homes house houses > home
"""
_CONCEPTS = {
    word: meaning.strip()
    for line in _SAME.strip().splitlines()
    for words, meaning in [line.split(">")]
    for word in words.split()
}
_NEUTRAL_WORDS = """
    a an the of in on at to by for from as with and or that which who whose this these those its their it they he she his her
    has have had been be is are was were being will would people person persons individuals number numbers figure figures
    count total totals overall altogether sum least than more fewer less some around nearly almost over approximately roughly
    up now so far already have stands stand stood standing reached reach reaches rose risen rises climbed climb passed exceeds
    exceeded says said say according reported reports report confirmed there officials official authorities authority ministry
    health government latest current currently indicator value amount category item description what measure since also still
    put puts recorded about le la les l de du des d un une au aux en et est sont a ont été personnes nombre total plus moins de
    selon chiffre indicateur désormais atteint
"""
_NEUTRAL = frozenset(_NEUTRAL_WORDS.split())
_EARLIER = """
    from by another
    additional further extra increase decrease rise fall drop up down compared against previously earlier initial
    initially
    first revised instead each every per between daily weekly monthly average day days week weeks month months year years
    hour hours today yesterday overnight last next expected planned forecast could may might autre supplémentaires hausse baisse
    chaque par entre prévu
"""
CHANGES = re.compile(
    rf"\b(?:{'|'.join(_EARLIER.split())}|(?<!more )(?<!less )(?<!fewer )than|of\s+(?:the|these|those|them|which|whom))\b",
    re.IGNORECASE,
)
"""Words before a figure that is a change, a rate, a share or an earlier figure."""
_MEASURED = re.compile(
    r"\s?(?:%|°|per\s?cent|percent|pour\s?cent|(?:year|day|week|month|hour|minute|second|mile|met(?:re|er)|kilomet(?:re|er)|degree|an|jour|mois|thousand|million|billion|milliard)s?\b|bn\b|km)",
    re.IGNORECASE,
)
_MORE = re.compile(r"^\s*(?:more|others?|fewer|of\s+(?:the|them|whom|these|those))\b", re.IGNORECASE)
_ROUGH = re.compile(
    r"\b(?:more than|over|at least|about|around|nearly|almost|some|up to|fewer than|less than|approximately|roughly)\s*$",
    re.I,
)
_CLAUSE = re.compile(
    r"[,;:()–—]\s|\s(?:and|but|while|whereas|although|as|which|where|when|after|before|including)\s", re.IGNORECASE
)
_NUMBER = re.compile(
    r"(?<![\w.,/-])[$€£]?(?:\d{1,3}(?:[,.\u00a0\u2009\u202f ]\d{3}){1,6}(?![\d.,]{0,9}\d)|\d+(?:\.\d+)?(?![\w/-]|[.,]\d))"
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_LABEL_NUMBER = re.compile(r"(?<![\w.,])\d{1,4}(?![\w.,])")
_LEAST = 10
_MOST_RATIO = 3
_MOST_COMPARED = 20
"""The figures of one label that are remembered: who has given twenty has other things to correct first."""


@dataclass(frozen=True)
class _Stated:
    """A figure with its label: in which value, the words as written, its value and unit, and the words of its label."""

    path: ValuePath
    block: tuple[ValuePath, int]
    written: str
    value: Decimal
    unit: str
    label: frozenset[str]
    names: frozenset[str]
    is_rough: bool
    phrase: str


def two_figures(given: CheckInput) -> Iterator[Finding]:
    """Find a label that has one figure here and another there."""
    about = f"{given.briefing.title} {given.briefing.region.name if given.briefing.region else ''}"
    common, subject = _names(about), frozenset(word.casefold() for word in _WORD.findall(about)) - frozenset(_CONCEPTS)
    seen: dict[tuple[str, frozenset[str], frozenset[str]], list[_Stated]] = {}
    for stated in _all_figures(given):
        same = seen.setdefault((stated.unit, stated.label - subject or stated.label, stated.names - common), [])
        for other in same:
            if other.block != stated.block and not _are_key_figures(stated, other) and _differ(stated, other):
                what = f"“{shorten(stated.phrase, 50)}” has {stated.written} here and {other.written} at {{other}}"
                hint = "correct one of them, or say how they differ: as of when, where, counted by whom"
                yield Finding(stated.path, what, hint, stated.written, other.path, other.written)
                break
        if len(same) < _MOST_COMPARED and all(stated.value != other.value for other in same):
            same.append(stated)


def _are_key_figures(one: _Stated, other: _Stated) -> bool:
    """Tell whether both are key figures, whose labels are never the same: they may differ in a number (`Phase 3`)."""
    return one.path[0] == other.path[0] == "figures"


def _differ(one: _Stated, other: _Stated) -> bool:
    small, large = sorted((one, other), key=lambda stated: stated.value)
    if small.value == large.value or large.value > _MOST_RATIO * small.value:
        return False
    return not any(_is_rounded(first, second) for first, second in ((one, other), (other, one)))


def _is_rounded(rough: _Stated, exact: _Stated) -> bool:
    """Tell whether a figure can stand for another."""
    return is_rounded_value(rough.value, exact.value, is_rough=rough.is_rough)


def is_rounded_value(rough: Decimal, exact: Decimal, *, is_rough: bool = False) -> bool:
    """Tell whether a number can stand for another: it has fewer digits that count, and is near it."""
    digits = str(rough.normalize().as_tuple().exponent)
    step = Decimal(10) ** max(int(digits), 0)
    near = abs(rough - exact)
    is_rounded = near * 2 <= step or (rough < exact and near < step)
    return step >= 10 and (is_rounded or (is_rough and step >= 100 and near * 10 <= exact))


def _all_figures(given: CheckInput) -> Iterator[_Stated]:
    yield from _key_figures(given)
    for text in given.texts:
        part, key = text.path[0], text.path[-1]
        if (
            text.is_speech
            or part in ("figures", "timeline", "reactions", "actors", "contact", "expect", "map")
            or (key == "title" and part != "title")
        ):
            continue
        if part == "sections":
            yield from _in_section(given, text.path)
            continue
        for number, block in enumerate(text.blocks):
            yield from _in_prose(text.path, number, block.text)


def _key_figures(given: CheckInput) -> Iterator[_Stated]:
    """Yield the key figures that are one number: first, so that what differs from them is named at its own place."""
    for i, figure in enumerate(given.briefing.figures):
        value, path = parse_value(figure.value), ("figures", i, "value")
        if len(value.numbers) == 1 and not value.scale and not value.unit:
            words, names = f"{figure.unit or ''} {figure.label}", _names(figure.label, start=1)
            yield from _stated(path, 0, value.numbers[0], words, names, value.is_rough, figure.label)


def _in_section(given: CheckInput, path: ValuePath) -> Iterator[_Stated]:
    section = given.briefing.sections[int(path[1])]
    context = section.title
    for number, (table, words) in enumerate(printed_tables(section.text, given.briefing.language)):
        if table:
            if not is_dated(f"{context} {' '.join(table[0])}"):
                yield from _in_table(
                    path,
                    number,
                    table,
                    frozenset(name for name in _names(section.title, start=1) if len(name) > 1)
                    | frozenset(_LABEL_NUMBER.findall(section.title)),
                )
            context = section.title
        else:
            context = f"{section.title} {words}"
            if not is_dated(section.title):
                yield from _in_prose(path, number, words)


def _in_table(path: ValuePath, number: int, rows: Sequence[Sequence[str]], names: frozenset[str]) -> Iterator[_Stated]:
    head = rows[0]
    for row in rows[1:]:
        for column, cell in enumerate(row[1:], start=1):
            match = _NUMBER.fullmatch(cell.strip())
            words = f"{row[0]} {head[column] if column < len(head) else ''}"
            if match and not is_dated(words):
                yield from _stated(
                    path, number, match[0], words, (names | _names(row[0], start=1)), False, words.strip()
                )


def _in_prose(path: ValuePath, number: int, text: str) -> Iterator[_Stated]:
    for sentence in split_sentences(text):
        if "“" in sentence or "‘" in sentence or is_dated(sentence):
            continue
        for clause in _CLAUSE.split(sentence):
            found = list(_NUMBER.finditer(clause))
            if len(found) != 1 or CHANGES.search(clause[: found[0].start()]) or _MORE.match(clause[found[0].end() :]):
                continue
            before, after = clause[: found[0].start()], clause[found[0].end() :]
            if _MEASURED.match(after):
                continue
            rough = bool(_ROUGH.search(before))
            names = _names(sentence, start=1)
            yield from _stated(path, number, found[0][0], f"{before} {after}", names, rough, clause.strip(" .,;"))


def _stated(
    path: ValuePath, number: int, written: str, words: str, names: frozenset[str], rough: bool, phrase: str
) -> Iterator[_Stated]:
    value = Decimal(re.sub(r"[^\d.]", "", re.sub(r"[.,\u00a0\u2009\u202f ](?=\d{3}(?!\d))", "", written)) or "0")
    unit = written[0] if written[0] in "$€£" else ""
    label = frozenset(
        _CONCEPTS.get(word, word)
        for word in (found.casefold() for found in _WORD.findall(words))
        if word not in _NEUTRAL and word.capitalize() not in names
    ) - {name.casefold() for name in names}
    if label:  # District 1 is not District 2, nor is Phase 3 Phase 4
        label |= frozenset(_LABEL_NUMBER.findall(words))
    is_year = not unit and "," not in written and 1900 <= value <= 2100
    if label and value >= _LEAST and not is_year:
        yield _Stated(path, (path, number), written, value, unit, label, names, rough, phrase)


def is_dated(text: str) -> bool:
    """Tell whether a text says of when it is: with a date, or in words."""
    return bool(read_figures(text).days) or bool(_TIME_WORDS.search(text))


_TIME_WORDS = re.compile(
    r"\b(?:as of|by (?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|last (?:week|month|year)|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def _names(text: str, start: int = 0) -> frozenset[str]:
    """Return the words with a capital, which may be names of places, people or bodies; the first word may be none."""
    return frozenset(
        word
        for n, word in enumerate(_WORD.findall(text))
        if word[0].isupper()
        and (word.isupper() or (n >= start and word.casefold() not in _NEUTRAL and word.casefold() not in _CONCEPTS))
    )
