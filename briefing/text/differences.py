"""Where words do not stand in a source: the passage of it most like them, and each word that differs.

The only module that names rapidfuzz.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Opcode

from briefing.text.matching import ONE_SHAPE, TOKEN, SourceText, may_part, settle

_LEAST_LIKE = 55
_ALIKE = 80
"""How like two passages are, of 100: to be shown at all, and to be shown where they share no word."""
_MARGIN = 2


@dataclass(frozen=True)
class Nearest:
    """The passage most like a quotation, and each difference: what the quotation has, what the passage has instead."""

    paragraph: int
    passage: str
    differences: tuple[tuple[str, str], ...]


def find_nearest(quotation: str, source: SourceText, within: Collection[int] = ()) -> Nearest | None:
    """Find the passage of a source most like a quotation; None where nothing in it is at all like it."""
    wanted = settle(quotation).translate(ONE_SHAPE)
    best: tuple[float, int, int, int] | None = None
    for number, paragraph in enumerate(source.paragraphs, start=1):
        text = settle(paragraph).translate(ONE_SHAPE).lower()
        like = fuzz.partial_ratio_alignment(wanted.lower(), text, score_cutoff=best[0] if best else _LEAST_LIKE)
        if like is None or not TOKEN.search(text):
            continue
        score = like.score + (1 if number in within else 0)
        if best is None or score > best[0]:
            best = (score, number, like.dest_start, like.dest_end)
    if best is None:
        return None
    score, number, start, end = best
    nearest, shared = _compare(settle(quotation), settle(source.paragraphs[number - 1]), number, start, end)
    # With no word in common, only a slip of the pen makes two passages alike.
    return nearest if shared or score >= _ALIKE else None


def _compare(wanted: str, paragraph: str, number: int, start: int, end: int) -> tuple[Nearest, bool]:
    """Compare a quotation with the stretch of a paragraph that is most like it, and tell whether they share a word."""
    ours = [match.span() for match in TOKEN.finditer(wanted)]
    every = [match.span() for match in TOKEN.finditer(paragraph)]
    inside = [n for n, span in enumerate(every) if span[0] < end and span[1] > start] or list(range(len(every)))
    # The stretch was chosen by letters, and may have lost a word at either end.
    theirs = every[max(inside[0] - _MARGIN, 0) : inside[-1] + 1 + _MARGIN]
    mine, yours = (
        [text[a:b].translate(ONE_SHAPE) for a, b in spans] for text, spans in ((wanted, ours), (paragraph, theirs))
    )
    runs = _runs(Indel.opcodes(mine, yours))
    if not any(run.same for run in runs):
        passage = _whole_words(paragraph, [every[n] for n in inside])
        return Nearest(number, passage, ((wanted, passage),)), False
    first, last = runs[0], runs[-1]
    # What the stretch holds beyond the quotation's own ends is no difference.
    if not first.same:
        first.c = max(first.c, first.d - (first.b - first.a))
    if not last.same and last is not first:
        last.d = min(last.d, last.c + (last.b - last.a))
    shown = theirs[first.c : last.d] or theirs
    differences = [
        (_slice(wanted, ours[run.a : run.b]), _slice(paragraph, theirs[run.c : run.d]))
        for run in runs
        if not run.same and (run.b > run.a or run.d > run.c)
    ]
    return Nearest(number, _whole_words(paragraph, shown), tuple(differences)), True


@dataclass
class _Run:
    """A stretch of both that is the same, or is not: tokens a to b of ours, c to d of theirs."""

    same: bool
    a: int
    b: int
    c: int
    d: int


def _runs(blocks: Iterable[Opcode]) -> list[_Run]:
    """A comparison as stretches that are the same and stretches that are not, in turn."""
    runs: list[_Run] = []
    for block in blocks:
        same = block.tag == "equal"
        if runs and not same and not runs[-1].same:
            runs[-1].b, runs[-1].d = block.src_end, block.dest_end
        else:
            runs.append(_Run(same, block.src_start, block.src_end, block.dest_start, block.dest_end))
    return runs


def _slice(text: str, spans: Sequence[tuple[int, int]]) -> str:
    return text[spans[0][0] : spans[-1][1]] if spans else ""


def _whole_words(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """A stretch of text, out to the ends of the words it cuts."""
    start, end = spans[0][0], spans[-1][1]
    while start and not may_part(text, start):
        start -= 1
    while end < len(text) and not may_part(text, end):
        end += 1
    return text[start:end]
