"""Whether words stand in a source, word for word.

A quotation and its source are compared as sequences of words and marks. Nothing is levelled out but white space, the shape of
quotation marks and apostrophes, and that of dashes and hyphens; case and every other mark count. In a quotation
- `…` (also `...`, `[…]`, `(…)`) stands for words left out, inside one paragraph or between two neighbours;
- `[word]` is the editor's own: it is passed over, unless it negates, joins a word, runs on, or its letters pass for others;
- `[T]he` is the source's `the` with its first letter changed in case.
What is found must be whole words: `deadly` is not in `deadlyish`, nor `well` in `well-being`, nor `1` in `1,000`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product
from typing import NamedTuple

QUOTES = "'’‘‚‛ʼʻ′`´\"“”„‟«»‹›″＂〝〞❛❜❝❞"
HYPHENS = "-\u2010\u2011"
DASHES = "‒–—―−⸺"
MOST_INSERTED = 8
"""The most words that the brackets of one quotation may insert."""
MOST_GAPS = 20
"""The most ellipses of one quotation: what has more is no longer one."""

ONE_SHAPE = str.maketrans(dict.fromkeys(QUOTES, "'") | dict.fromkeys(HYPHENS + DASHES, "-"))
# Marks that cannot be seen: soft hyphens, joiners of width zero, byte order and direction marks. Those that turn the order of
# what is read (U+202B, U+202D, U+202E, U+2067) stay, and must stand in the source too: they make other words of the same ones.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a\u202c\u2060\u2066\u2068\u2069\ufeff]")
_DOTS = re.compile(r"\.(?:\s?\.){2,3}|…\.?")
# A script that sets no spaces is compared sign by sign.
_SIGN = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
# A number is one word with the marks inside it: `2013,500` is not in `in 2013, 500 men`.
TOKEN = re.compile(rf"{_SIGN}|\d+(?:[.,:]\d+)+|(?:(?!{_SIGN})[^\W_])+|[^\w\s]|_")
_GAP = re.compile(r"[\[(]\s*…\s*[\])]|…")
_BRACKET = re.compile(r"\[([^\[\]]*)\]")
_NEGATES = re.compile(
    r"\b(not|never|no|nor|none|nobody|nothing|nowhere|neither|without|cannot|hardly|scarcely|barely|rarely|seldom|"
    r"refus(?:e|es|ed|ing|al)|fail(?:s|ed|ing|ure)?|den(?:y|ies|ied|ying|ial)|ne|ni|pas|jamais|non|sans|aucune?|rien|nulle?|"
    r"guère|false(?:ly)?|untrue|nicht|kein\w*|nie|niemals)\b|n't\b",
    re.IGNORECASE,
)
_MOST_VARIANTS = 8


@dataclass(frozen=True)
class Found:
    """Where a quotation stands: its paragraphs (from 1, in order), and what its ellipses leave out."""

    paragraphs: tuple[int, ...]
    left_out: tuple[str, ...] = ()


class _Token(NamedTuple):
    paragraph: int
    start: int
    end: int


class SourceText:
    """The text of a source in paragraphs, numbered from 1, ready to be searched."""

    def __init__(self, text: str) -> None:
        self.paragraphs = tuple(part.strip() for part in re.split(r"\n[^\S\n]*\n", text) if part.strip())

    @cached_property
    def _kept(self) -> tuple[str, ...]:
        return tuple(settle(paragraph) for paragraph in self.paragraphs)

    @cached_property
    def _tokens(self) -> tuple[_Token, ...]:
        shaped = enumerate((kept.translate(ONE_SHAPE) for kept in self._kept), start=1)
        return tuple(_Token(n, m.start(), m.end()) for n, text in shaped for m in TOKEN.finditer(text))

    @cached_property
    def _joined(self) -> str:
        shaped = [kept.translate(ONE_SHAPE) for kept in self._kept]
        return " " + "".join(f"{shaped[t.paragraph - 1][t.start : t.end]} " for t in self._tokens)

    @cached_property
    def _offsets(self) -> list[int]:
        offsets, at = [], 0
        for token in self._tokens:
            offsets.append(at)
            at += token.end - token.start + 1
        return offsets

    def occurrences(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Each place some words and marks stand at, whole: the numbers of the first token and of the one after the last."""
        needle = f" {' '.join(words)} "
        at = self._joined.find(needle)
        while at >= 0:
            first = bisect_left(self._offsets, at)
            if self._is_whole(first, first + len(words)):
                yield first, first + len(words)
            at = self._joined.find(needle, at + 1)

    def _is_whole(self, first: int, after: int) -> bool:
        start, end = self._tokens[first], self._tokens[after - 1]
        return may_part(self._kept[start.paragraph - 1], start.start) and may_part(
            self._kept[end.paragraph - 1], end.end
        )

    def paragraph_of(self, token: int) -> int:
        """The paragraph a token stands in."""
        return self._tokens[token].paragraph

    def between(self, first: int, after: int) -> str:
        """The text from one token up to another."""
        pieces: dict[int, list[_Token]] = {}
        for token in self._tokens[first:after]:
            pieces.setdefault(token.paragraph, []).append(token)
        return " ".join(self._kept[n - 1][tokens[0].start : tokens[-1].end] for n, tokens in pieces.items())


def settle(text: str) -> str:
    """A text with its invisible marks gone, its letters composed and its ellipses one sign each."""
    return _DOTS.sub("…", _UNSEEN.sub("", unicodedata.normalize("NFC", text)))


def may_part(text: str, at: int) -> bool:
    """Tell whether a word may begin or end at an offset: nothing there holds two halves of one together."""
    before, after = text[max(at - 2, 0) : at], text[at : at + 2]
    if not before or not after:
        return True
    if unicodedata.combining(after[0]):
        return False
    if re.match(_SIGN, before[-1]) or re.match(_SIGN, after[0]):
        return True
    if before[-1].isalnum() and after[0].isalnum():
        return False
    if (before[-1].isdigit() and after[0] in "%‰°") or (before[-1] in "$€£¥" and after[0].isdigit()):
        return False
    # A mark that joins: `well-being`, `Niger’s`, `1,000`; seen from either side of it.
    left = len(after) == 2 and _joins(before[-1], after[0], after[1])
    right = len(before) == 2 and _joins(before[0], before[1], after[0])
    return not (left or right)


def _joins(before: str, mark: str, after: str) -> bool:
    if before.isdigit() and after.isdigit():
        return mark in ".,:’'\u00a0\u2009\u202f" or mark in HYPHENS
    return before.isalnum() and after.isalnum() and (mark in HYPHENS or mark in "'’ʼ‘′`´")


def find_words(quotation: str, source: SourceText, within: Collection[int] = ()) -> Found | None:
    """Find a quotation in a source, all of it in the paragraphs `within` where any are given. None where it is not."""
    for segments in _readings(settle(quotation).translate(ONE_SHAPE)):
        if segments and (found := _chain(segments, source, within)):
            return found
    return None


def _readings(quotation: str) -> Iterator[list[list[str]]]:
    """The sequences of words a quotation asks for: its brackets as the editor's, then as the source's own."""
    parts = _GAP.split(quotation)
    if len(parts) > MOST_GAPS:
        return
    choices = [_variants(part) for part in parts]
    inserted = sum(len(inside.split()) for inside in _BRACKET.findall(quotation) if len(inside) > 1)
    if all(choices) and inserted <= MOST_INSERTED:
        for chosen in islice(product(*choices), _MOST_VARIANTS):
            yield [tokens for tokens in chosen if tokens]
    if "[" in quotation:
        yield [tokens for part in parts if (tokens := TOKEN.findall(part))]


def _variants(part: str) -> list[list[str]]:
    """What one stretch without a gap may stand for; nothing where its brackets may not be."""
    variants: list[list[str]] = [[]]
    at = 0
    for match in [*_BRACKET.finditer(part), None]:
        plain = TOKEN.findall(part[at : match.start() if match else len(part)])
        variants = [[*tokens, *plain] for tokens in variants]
        if match is None:
            break
        at = match.end()
        inside, joined = match[1], at < len(part) and part[at].isalnum()
        if match.start() and part[match.start() - 1].isalnum():
            return []
        if joined and len(inside) == 1 and inside.isalpha():
            rest = re.match(r"\w+", part[at:])
            word = rest[0] if rest else ""
            at += len(word)
            variants = [[*tokens, letter + word] for tokens in variants for letter in (inside, inside.swapcase())]
        elif joined or _NEGATES.search(inside) or any(map(_disguised, inside.split())):
            return []
    return variants


def _disguised(word: str) -> bool:
    """Tell whether a word is of letters of more than one script: with a Cyrillic о, `not` is no negation to a machine."""
    if word.isascii():
        return False
    return len({unicodedata.name(c, "").split(" ")[0] for c in word if c.isalpha()}) > 1


def _chain(segments: Sequence[Sequence[str]], source: SourceText, within: Collection[int]) -> Found | None:
    """Find the segments one after the other, each in the paragraph where the one before it ends or in the next."""
    # Of all the places a segment may end at, the last one before the next segment is in the nearest paragraph: of each
    # place only the best way there needs to be kept.
    ends: list[int] = []
    ways: dict[int, tuple[tuple[int, int], ...]] = {}
    for nth, words in enumerate(segments):
        reached: dict[int, tuple[tuple[int, int], ...]] = {}
        for first, after in source.occurrences(words):
            if not _allowed(source, first, after, within):
                continue
            way: tuple[tuple[int, int], ...] | None = ()
            if nth:
                place = bisect_right(ends, first) - 1
                near = place >= 0 and source.paragraph_of(first) - source.paragraph_of(ends[place] - 1) <= 1
                way = ways[ends[place]] if near else None
            if way is not None:
                reached[after] = (*way, (first, after))
        ends, ways = sorted(reached), reached
    if not ends:
        return None
    way = ways[ends[0]]
    paragraphs = {
        n for first, after in way for n in range(source.paragraph_of(first), source.paragraph_of(after - 1) + 1)
    }
    gaps = tuple(source.between(way[n][1], way[n + 1][0]) for n in range(len(way) - 1))
    return Found(tuple(sorted(paragraphs)), gaps)


def _allowed(source: SourceText, first: int, after: int, within: Collection[int]) -> bool:
    last = source.paragraph_of(after - 1)
    return not within or all(n in within for n in range(source.paragraph_of(first), last + 1))


def negates(words: str) -> bool:
    """Tell whether some words hold a negation."""
    return bool(_NEGATES.search(words.translate(ONE_SHAPE)))
