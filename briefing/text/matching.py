"""Find a quotation in a source, word for word.

Both are compared as sequences of words and marks. Only white space, the shape of quotation marks and apostrophes, and that of
dashes and hyphens make no difference, nor do ligatures, wide letters and the marks of notes (won²); case and every other mark
count. What a source has struck out (~~not~~) is no word of it, and no quotation runs over it. In a quotation
- `…` (also `...`, `[…]`, `(…)`) stands for omitted words, inside one paragraph or between two neighbours;
- `[word]` is inserted by the editor and skipped, unless it negates, is part of a word, is long, or imitates other letters;
- `[T]he` is the source's `the` with its first letter changed in case.
Only whole words are found: `deadly` is not in `deadlyish`, nor `well` in `well-being`, nor `1` in `1,000`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice, product
from typing import NamedTuple

from briefing.text.languages.negations import negates
from briefing.text.markup.source_marks import blank_struck, plain_forms, without_note_marks

QUOTES = "'’‘‚‛ʼʻ′`´\"“”„‟«»‹›″＂〝〞❛❜❝❞"
HYPHENS = "-\u2010\u2011"
DASHES = "‒–—―−⸺"
MOST_INSERTED = 8
"""The most words that the brackets of one quotation may insert."""
MOSTBRACKETS = 40
"""The most brackets between two ellipses."""
MOST_GAPS = 20
"""The most ellipses of one quotation."""

SAME_SHAPE = str.maketrans(dict.fromkeys(QUOTES, "'") | dict.fromkeys(HYPHENS + DASHES, "-"))
# Soft hyphens, zero-width joiners, variation selectors, byte order and direction marks. Those that reverse the order of
# letters (U+202B, U+202D, U+202E, U+2067) are not ignored, and must be in the source too: they make other words.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200e\u200f\u202a\u202c\u2060\u2066\u2068\u2069\ufe00-\ufe0f\ufeff]")
_DOTS = re.compile(r"\.(?:\s?\.){2,3}|…\.?")
# Scripts without spaces between words are compared character by character.
_SIGN = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
# A number is one word with the marks inside it: `2013,500` is not in `in 2013, 500 men`.
TOKEN = re.compile(rf"{_SIGN}|\d+(?:[.,:]\d+)+|(?:(?!{_SIGN})[^\W_])+|[^\w\s]|_")
_GAP = re.compile(r"[\[(]\s*…\s*[\])]|…")
BRACKET = re.compile(r"\[([^\[\]]*)\]")
_MOST_VARIANTS = 8
"""How many ways to read the changed capitals of a quotation are tried: each one doubles their number."""


@dataclass(frozen=True)
class Found:
    """Where a quotation was found: its paragraphs (from 1, in order), and the text its ellipses omit.

    `before` and `after` are what is written around it in its first and its last paragraph; `crosses` tells of each ellipsis
    whether it goes on in the next paragraph. `stretches` are its words: each the number of a paragraph, and the offsets where
    they begin and end in that paragraph as `normalize` gives it.
    """

    paragraphs: tuple[int, ...]
    left_out: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    crosses: tuple[bool, ...] = ()
    stretches: tuple[tuple[int, int, int], ...] = ()


class _Token(NamedTuple):
    paragraph: int
    start: int
    end: int


class SourceText:
    """The text of a source in paragraphs, numbered from 1, ready to be searched; `pages` is 0 where it has no form feeds."""

    def __init__(self, text: str) -> None:
        self.pages = text.count("\f") + 1 if "\f" in text else 0
        self.paragraphs = tuple(part.strip() for part in re.split(r"\n[^\S\n]*\n", text) if part.strip())

    @cached_property
    def _normalized(self) -> tuple[str, ...]:
        return tuple(normalize(paragraph) for paragraph in self.paragraphs)

    @cached_property
    def _shaped(self) -> tuple[str, ...]:
        return tuple(blank_struck(paragraph, "~").translate(SAME_SHAPE) for paragraph in self._normalized)

    @cached_property
    def standing(self) -> tuple[str, ...]:
        """The paragraphs without the words that the source has struck out."""
        return tuple(map(blank_struck, self.paragraphs))

    @cached_property
    def _tokens(self) -> tuple[_Token, ...]:
        shaped = enumerate(self._shaped, start=1)
        return tuple(_Token(n, m.start(), m.end()) for n, text in shaped for m in TOKEN.finditer(text))

    @cached_property
    def _joined(self) -> str:
        return " " + "".join(f"{self._shaped[t.paragraph - 1][t.start : t.end]} " for t in self._tokens)

    @cached_property
    def _offsets(self) -> list[int]:
        offsets, at = [], 0
        for token in self._tokens:
            offsets.append(at)
            at += token.end - token.start + 1
        return offsets

    def occurrences(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield where some words and marks occur as whole words: the indexes of the first token and after the last."""
        needle = f" {' '.join(words)} "
        at = self._joined.find(needle)
        while at >= 0:
            first = bisect_left(self._offsets, at)
            if self._is_whole(first, first + len(words)):
                yield first, first + len(words)
            at = self._joined.find(needle, at + 1)

    def _is_whole(self, first: int, after: int) -> bool:
        start, end = self._tokens[first], self._tokens[after - 1]
        return is_word_boundary(self._normalized[start.paragraph - 1], start.start) and is_word_boundary(
            self._normalized[end.paragraph - 1], end.end
        )

    def paragraph_of(self, token: int) -> int:
        """Return the number of the paragraph of a token."""
        return self._tokens[token].paragraph

    def between(self, first: int, after: int) -> str:
        """Return the text from one token up to another."""
        return " ".join(self._normalized[n - 1][start:end] for n, start, end in self.stretches(first, after))

    def stretches(self, first: int, after: int) -> Iterator[tuple[int, int, int]]:
        """Yield the paragraphs that some tokens are in, each with the offsets of where they begin and end there."""
        for number, group in groupby(self._tokens[first:after], lambda token: token.paragraph):
            tokens = list(group)
            yield number, tokens[0].start, tokens[-1].end

    def around(self, first: int, after: int) -> tuple[str, str]:
        """Return what is written before a token in its paragraph, and after the last of those before another."""
        start, end = self._tokens[first], self._tokens[after - 1]
        return self._normalized[start.paragraph - 1][: start.start], self._normalized[end.paragraph - 1][end.end :]


def normalize(text: str) -> str:
    """Return a text without invisible marks and marks of notes, its letters composed and plain, each ellipsis one character."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFC", plain_forms(text)))
    return _DOTS.sub("…", without_note_marks(plain))


def split_gaps(quotation: str) -> list[str]:
    """Return the parts of a quotation between its ellipses."""
    return [part for part in _GAP.split(normalize(quotation)) if TOKEN.search(part)]


def is_word_boundary(text: str, at: int) -> bool:
    """Tell whether a word can begin or end at an offset of a text."""
    before, after = text[max(at - 2, 0) : at], text[at : at + 2]
    if not before or not after:
        return True
    if unicodedata.combining(after[0]):
        return False
    if re.match(_SIGN, before[-1]) or re.match(_SIGN, after[0]):
        return True
    if before[-1].isalnum() and after[0].isalnum():
        return False
    if before[-1].isdigit() and after[0] in "%‰°":
        return False
    # A mark inside a word (`well-being`, `Niger’s`, `1,000`), before or after the offset.
    left = len(after) == 2 and _joins(before[-1], after[0], after[1])
    right = len(before) == 2 and _joins(before[0], before[1], after[0])
    return not (left or right)


def _joins(before: str, mark: str, after: str) -> bool:
    if before.isdigit() and after.isdigit():
        return mark in ".,:’'\u00a0\u2009\u202f" or mark in HYPHENS
    return before.isalnum() and after.isalnum() and (mark in HYPHENS or mark in "'’ʼ‘′`´")


def find_words(quotation: str, source: SourceText, within: Collection[int] = ()) -> Found | None:
    """Find a quotation in a source, all of it in the paragraphs `within` where any are given; None where it is not there."""
    for segments in _interpretations(normalize(quotation).translate(SAME_SHAPE)):
        if segments and (found := _find_segments(segments, source, within)):
            return found
    return None


def _interpretations(quotation: str) -> Iterator[list[list[str]]]:
    """Yield the segments of words to find, with the brackets as the editor's, then as the source's own."""
    parts = _GAP.split(quotation)
    if len(parts) > MOST_GAPS:
        return
    choices = [_variants(part) for part in parts]
    inserted = sum(len(inside.split()) for inside in BRACKET.findall(quotation) if len(inside) > 1)
    if all(choices) and inserted <= MOST_INSERTED:
        for chosen in islice(product(*choices), _MOST_VARIANTS):
            yield [tokens for tokens in chosen if tokens]
    if "[" in quotation:
        yield [tokens for part in parts if (tokens := TOKEN.findall(part))]


def _variants(part: str) -> list[list[str]]:
    """Return the words that a segment without an ellipsis can stand for; none where its brackets are not allowed."""
    variants: list[list[str]] = [[]]
    at = 0
    brackets = list(BRACKET.finditer(part))
    if len(brackets) > MOSTBRACKETS:
        return []
    for match in [*brackets, None]:
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
            variants = variants[:_MOST_VARIANTS]
        elif joined or negates(inside) or any(map(_mixes_scripts, inside.split())):
            return []
    return variants


def _mixes_scripts(word: str) -> bool:
    """Tell whether a word mixes scripts: `not` with a Cyrillic о would not be recognised as a negation."""
    if word.isascii():
        return False
    return len({unicodedata.name(c, "").split(" ")[0] for c in word if c.isalpha()}) > 1


def _find_segments(segments: Sequence[Sequence[str]], source: SourceText, within: Collection[int]) -> Found | None:
    """Find segments one after the other, each in the paragraph where the one before ends or in the next."""
    # `paths` has one path, the places of all segments so far, for each place where the last segment ends. The nearest such
    # place before the next segment is in the nearest paragraph, so that one path for each place is enough.
    ends: list[int] = []
    paths: dict[int, tuple[tuple[int, int], ...]] = {}
    for nth, words in enumerate(segments):
        reached: dict[int, tuple[tuple[int, int], ...]] = {}
        for first, after in source.occurrences(words):
            if not _allowed(source, first, after, within):
                continue
            path: tuple[tuple[int, int], ...] | None = ()
            if nth:
                place = bisect_right(ends, first) - 1
                near = place >= 0 and source.paragraph_of(first) - source.paragraph_of(ends[place] - 1) <= 1
                path = paths[ends[place]] if near else None
            if path is not None:
                reached[after] = (*path, (first, after))
                if nth == len(segments) - 1:
                    break  # the first place is the one that counts
        ends, paths = sorted(reached), reached
    if not ends:
        return None
    path = paths[ends[0]]
    paragraphs = {
        n for first, after in path for n in range(source.paragraph_of(first), source.paragraph_of(after - 1) + 1)
    }
    gaps = tuple(source.between(path[n][1], path[n + 1][0]) for n in range(len(path) - 1))
    crosses = tuple(
        source.paragraph_of(path[n][1] - 1) != source.paragraph_of(path[n + 1][0]) for n in range(len(path) - 1)
    )
    stretches = tuple(stretch for first, after in path for stretch in source.stretches(first, after))
    return Found(tuple(sorted(paragraphs)), gaps, *source.around(path[0][0], path[-1][1]), crosses, stretches)


def _allowed(source: SourceText, first: int, after: int, within: Collection[int]) -> bool:
    last = source.paragraph_of(after - 1)
    return not within or all(n in within for n in range(source.paragraph_of(first), last + 1))
