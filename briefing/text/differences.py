"""Find the passage of a source most like some words that are not in it, and each word that differs.

With `word_changes` the only module that names rapidfuzz.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Opcode

from briefing.text.matching import SAME_SHAPE, TOKEN, SourceText, is_word_boundary, normalize

_LEAST_SCORE = 55
_LEAST_SCORE_WITHOUT_WORD = 80
"""The least similarity (0 to 100) of a passage that is shown, and of one that shares no word with the quotation."""
MOST_WORDS = 60
_MOST_CHARACTERS = 1_000
_SHORT = 64
_LONG_PARAGRAPH = 4_000
_MOST_PARAGRAPHS = 20
"""The time of a comparison by letters grows with the product of both lengths, or worse: beyond these, less is compared."""
_MARGIN = 2
"""How many words a passage is extended by at either end before it is compared word by word."""


@dataclass(frozen=True)
class Nearest:
    """The passage most like a quotation, with each difference: the words of the quotation, and those of the passage instead."""

    paragraph: int
    passage: str
    differences: tuple[tuple[str, str], ...]


def find_nearest(quotation: str, source: SourceText, within: Collection[int] = ()) -> Nearest | None:
    """Find the passage of a source most like a quotation; None where nothing is similar. `within` are the cited paragraphs.

    Of a long quotation, only the first stretch that is not in the source is looked for.
    """
    quotation = _first_missing(normalize(quotation), source)
    wanted = quotation.translate(SAME_SHAPE)
    best: tuple[float, int, int, int] | None = None
    for number in _promising(wanted, source, within):
        text = normalize(source.paragraphs[number - 1]).translate(SAME_SHAPE).lower()
        start, end = _densest(wanted.lower(), text)
        cutoff = best[0] if best else _LEAST_SCORE
        similar = fuzz.partial_ratio_alignment(wanted.lower(), text[start:end], score_cutoff=cutoff)
        if similar is None or not TOKEN.search(text):
            continue
        score = similar.score + (1 if number in within else 0)
        if best is None or score > best[0]:
            best = (score, number, start + similar.dest_start, start + similar.dest_end)
    if best is None:
        return None
    score, number, start, end = best
    nearest, shared = _compare(quotation, normalize(source.paragraphs[number - 1]), number, start, end)
    # Without a word in common, two passages are similar only by a misspelling.
    return nearest if shared or score >= _LEAST_SCORE_WITHOUT_WORD else None


def _first_missing(quotation: str, source: SourceText) -> str:
    """Return a quotation, or the first stretch of a long one that is not in the source word for word."""
    spans = [match.span() for match in TOKEN.finditer(quotation)]
    if len(spans) <= MOST_WORDS:
        return quotation[:_MOST_CHARACTERS]
    for at in range(0, len(spans), MOST_WORDS):
        stretch = spans[at : at + MOST_WORDS]
        words = [quotation[start:end].translate(SAME_SHAPE) for start, end in stretch]
        if next(source.occurrences(words), None) is None:
            break
    return _slice(quotation, stretch)[:_MOST_CHARACTERS]


def _promising(wanted: str, source: SourceText, within: Collection[int]) -> Iterable[int]:
    """Return the numbers of the paragraphs worth a comparison by letters: all for a few words, else those with most of them."""
    numbers = range(1, len(source.paragraphs) + 1)
    if len(wanted) <= _SHORT:
        return numbers
    words = set(TOKEN.findall(wanted.lower()))
    shared = [
        len(words & set(TOKEN.findall(paragraph.translate(SAME_SHAPE).lower()))) for paragraph in source.paragraphs
    ]
    likely = sorted(numbers, key=lambda number: (number not in within, -shared[number - 1], number))
    return sorted(likely[:_MOST_PARAGRAPHS])


def _densest(wanted: str, text: str) -> tuple[int, int]:
    """Return where a text has most of the words that are wanted: all of it, or of a long one a stretch."""
    if len(text) <= _LONG_PARAGRAPH:
        return 0, len(text)
    words = set(TOKEN.findall(wanted))
    places = [match.start() for match in TOKEN.finditer(text) if match[0] in words]
    width = 2 * len(wanted) + _SHORT
    first, best, start = 0, 0, 0
    for last, place in enumerate(places):
        while place - places[first] > width:
            first += 1
        if last - first >= best:
            best, start = last - first + 1, places[first]
    return max(start - width, 0), start + 2 * width


def _compare(wanted: str, paragraph: str, number: int, start: int, end: int) -> tuple[Nearest, bool]:
    """Compare a quotation with the most similar stretch of a paragraph, and tell whether they share a word."""
    ours = [match.span() for match in TOKEN.finditer(wanted)]
    every = [match.span() for match in TOKEN.finditer(paragraph)]
    inside = [n for n, span in enumerate(every) if span[0] < end and span[1] > start] or list(range(len(every)))
    # The stretch was chosen by letters, and may lack a word at either end.
    theirs = every[max(inside[0] - _MARGIN, 0) : inside[-1] + 1 + _MARGIN]
    our_tokens, their_tokens = (
        [text[a:b].translate(SAME_SHAPE) for a, b in spans] for text, spans in ((wanted, ours), (paragraph, theirs))
    )
    runs = _runs(Indel.opcodes(our_tokens, their_tokens))
    if not any(run.same for run in runs):
        passage = _whole_words(paragraph, [every[n] for n in inside])
        return Nearest(number, passage, ((wanted, passage),)), False
    first, last = runs[0], runs[-1]
    # Words of the stretch beyond the ends of the quotation are no difference.
    if not first.same:
        first.start = max(first.start, first.end - first.words)
    if not last.same and last is not first:
        last.end = min(last.end, last.start + last.words)
    shown = theirs[first.start : last.end] or theirs
    differences = [
        (_slice(wanted, ours[run.wanted_start : run.wanted_end]), _slice(paragraph, theirs[run.start : run.end]))
        for run in runs
        if not run.same and (run.words or run.end > run.start)
    ]
    return Nearest(number, _whole_words(paragraph, shown), tuple(differences)), True


@dataclass
class _Run:
    """A run of tokens that is the same in both, or is not: where it is in the quotation (`wanted_…`) and in the passage."""

    same: bool
    wanted_start: int
    wanted_end: int
    start: int
    end: int

    @property
    def words(self) -> int:
        """How many tokens of the quotation it has."""
        return self.wanted_end - self.wanted_start


def _runs(blocks: Iterable[Opcode]) -> list[_Run]:
    """Return a comparison as runs that are the same and runs that are not, in turn."""
    runs: list[_Run] = []
    for block in blocks:
        same = block.tag == "equal"
        if runs and not same and not runs[-1].same:
            runs[-1].wanted_end, runs[-1].end = block.src_end, block.dest_end
        else:
            runs.append(_Run(same, block.src_start, block.src_end, block.dest_start, block.dest_end))
    return runs


def _slice(text: str, spans: Sequence[tuple[int, int]]) -> str:
    return text[spans[0][0] : spans[-1][1]] if spans else ""


def _whole_words(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return a stretch of text, extended to whole words."""
    start, end = spans[0][0], spans[-1][1]
    while start and not is_word_boundary(text, start):
        start -= 1
    while end < len(text) and not is_word_boundary(text, end):
        end += 1
    return text[start:end]
