"""Take from a source the sentences that a quotation stands in, with the words quoted, for readers who check it themselves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from briefing.text.markup.source_marks import blank_struck, split_struck
from briefing.text.matching import SourceText, normalize
from briefing.text.sentences import sentence_ends

Share = Literal["paragraph", "sentence", "none"]
"""How much of a source may be shown around the words that are quoted."""

CUT = "[…]"
"""What stands for words of the source that are not shown; `…` may be the source's own."""

_MOST = {"sentence": 420, "paragraph": 1600}
"""More characters than these are shortened: what is not quoted, to the numbers below on each side of a quotation."""
_MOST_BESIDE = {"sentence": 130, "paragraph": 400}
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"
_DOTS = re.compile(r"\.(?:\s?\.){2,3}|…\.?")
_WORD_BORDER = 24
"""So far from where a text is to be shortened a space is looked for; some scripts have none."""

# Marks that turn the order of letters around are not shown: what is shown has a direction of its own.
_DIRECTION = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Stretch:
    """Some words of a source, as it has them, and whether they are quoted, or struck out in the source."""

    words: str
    is_quoted: bool = False
    is_struck: bool = False


def find_passage(source: SourceText, stretches: Sequence[tuple[int, int, int]], share: Share) -> list[list[Stretch]]:
    """Return the sentences, or the paragraphs, that the stretches of a found quotation are in, by paragraph.

    Long ones are shortened around the words that are quoted, which are always whole.
    """
    passages = []
    for number, group in groupby(stretches, lambda stretch: stretch[0]):
        text, offsets = _align(source.paragraphs[number - 1])
        spans = [(offsets[start], offsets[end]) for _, start, end in group]
        first, last = _sentences_around(text, spans) if share == "sentence" else (0, len(text))
        pieces = _tidied(_divide(text, spans, first, last))
        if sum(len(piece.words) for piece in pieces) > _MOST[share]:
            pieces = list(_shortened(pieces, _MOST_BESIDE[share]))
        passages.append(pieces)
    return passages


def _align(paragraph: str) -> tuple[str, Sequence[int]]:
    """Return a paragraph as it was written, and where each character of its normalized form begins there.

    That form leaves out marks, and has plain letters for ligatures and `…` for dots.
    """
    text, normalized = unicodedata.normalize("NFC", paragraph), normalize(paragraph)
    offsets: list[int] = []
    at = 0
    while len(offsets) < len(normalized) and at < len(text):
        wanted = normalized[len(offsets)]
        plain = text[at] if text[at] == wanted else unicodedata.normalize("NFKC", text[at])
        dots = _DOTS.match(text, at) if wanted == "…" else None
        if dots:
            offsets.append(at)
        elif normalized.startswith(plain, len(offsets)):
            offsets += [at] * len(plain)
        at = dots.end() if dots else at + 1
    if len(offsets) < len(normalized):  # letters were composed in another way
        return normalized, range(len(normalized) + 1)
    return text, [*offsets, len(text)]


def _sentences_around(text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return where the first sentence begins that has any of some spans in it, and where the last one ends."""
    first, last = 0, len(text)
    for end in sentence_ends(blank_struck(text)):
        if end <= spans[0][0]:
            first = end
        if end >= spans[-1][1]:
            last = end
            break
    return first, last


def _divide(text: str, spans: Sequence[tuple[int, int]], first: int, last: int) -> Iterator[Stretch]:
    at = first
    for start, end in spans:
        yield from _unquoted(text[at:start])
        yield Stretch(text[start:end], is_quoted=True)
        at = end
    yield from _unquoted(text[at:last])


def _unquoted(text: str) -> Iterator[Stretch]:
    return (Stretch(words, is_struck=is_struck) for words, is_struck in split_struck(text))


def _tidied(pieces: Iterable[Stretch]) -> list[Stretch]:
    """Return stretches without marks of direction and line ends, and without white space around them all."""
    tidy = [replace(one, words=re.sub(r"\s+", _one_space, _DIRECTION.sub("", one.words))) for one in pieces]
    tidy[0] = replace(tidy[0], words=tidy[0].words.lstrip())
    tidy[-1] = replace(tidy[-1], words=tidy[-1].words.rstrip())
    return [one for one in tidy if one.words]


def _one_space(run: re.Match[str]) -> str:
    """Return white space as it is where it is one character on a line, else as a space: `10 000` is not to be broken."""
    return run[0] if len(run[0]) == 1 and run[0] not in "\n\t\v\f\r\u0085\u2028\u2029" else " "


def _shortened(pieces: Sequence[Stretch], most: int) -> Iterator[Stretch]:
    """Yield stretches, those that are not quoted with at most so many characters on each side of one that is."""
    for number, piece in enumerate(pieces):
        words, is_first, is_last = piece.words, number == 0, number == len(pieces) - 1
        visible = most * (2 - is_first - is_last)
        if not piece.is_quoted and len(words) > visible + len(CUT) + _WORD_BORDER:
            head = "" if is_first else f"{words[: _border(words, most)].rstrip()} "
            tail = "" if is_last else f" {words[_border(words, len(words) - most) :].lstrip()}"
            words = f"{head}{CUT}{tail}"
        yield replace(piece, words=words)


def _border(words: str, near: int) -> int:
    """Return where a word begins or ends near an offset; where letters are not parted by spaces, a letter with its marks."""
    for step in range(_WORD_BORDER):
        for at in (near - step, near + step):
            if words[at].isspace():
                return at
    while (
        unicodedata.combining(words[near])
        or unicodedata.category(words[near]) in ("Mc", "Me")
        or words[near] in _JOINERS
    ):
        near -= 1
    return near
