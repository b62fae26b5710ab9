"""The lines of a PDF joined to paragraphs, by where they are on their pages and how large they are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefing.sources.line_ends import append_line

_SENTENCE_END = re.compile(r"[.!?:”\"»]$")
_EDGE_LINES = 3
"""How many lines at the top and at the foot of a page may be running heads and page numbers."""
_SAME_PLACE_POINTS = 3.0
_DETACHED = 0.8
"""How much white is between such a line and the text, as a share of the height of a line."""


@dataclass(frozen=True)
class Line:
    """A line: its words, the left, bottom and top of its first letter in points from the lower left corner, and its page."""

    words: str
    left: float
    bottom: float
    top: float
    page: int

    @property
    def height(self) -> float:
        """The height of its first letter."""
        return self.top - self.bottom

    def gap_after(self, before: Line) -> float:
        """The white between the line before and this one, as a share of this line's height; negative where it is higher up."""
        return (before.bottom - self.top) / max(self.height, 1)

    def differs_in_size(self, other: Line) -> bool:
        """Tell whether its letters are larger or smaller than those of another line."""
        return not 0.87 < self.height / max(other.height, 1) < 1.15


def join_lines(pages: Sequence[Sequence[Line]]) -> tuple[list[str], list[int]]:
    """Join the lines of a PDF into paragraphs, and return with them the number of the paragraph of each line, from 1.

    A paragraph ends before a larger gap than usual, where the letters change in size, before an indent, and after a short
    line that ends a sentence. At the foot of a page or a column only the end of a sentence ends it.
    """
    usual = _usual_gaps(pages)
    lengths = sorted(len(line.words) for page in pages for line in page)
    full = lengths[len(lengths) * 3 // 4] if lengths else 0
    paragraphs, numbers, text = [], [], ""
    before: Line | None = None
    for page in pages:
        for number, line in enumerate(page):
            ended = bool(_SENTENCE_END.search(text))
            if before is None:
                continues = False
            elif number == 0 or line.gap_after(before) < -1.5:
                continues = not ended and not line.differs_in_size(before)
            else:
                continues = not _begins_paragraph(line, before, usual.get(round(line.height), 0))
            if text and (not continues or (ended and before and len(before.words) < full * 0.85)):
                paragraphs.append(text)
                text = ""
            text = append_line(text, line.words)
            numbers.append(len(paragraphs) + 1)
            before = line
    return [*paragraphs, text] if text else paragraphs, numbers


def _begins_paragraph(line: Line, before: Line, usual_gap: float) -> bool:
    """Tell whether a line begins a paragraph of the same column, by its size, its indent and the gap above it."""
    if abs(line.bottom - before.bottom) < line.height / 2:
        return False  # the rest of one line, after a change of typeface
    # The lines after a bullet or a number are indented too.
    listed = re.match(r"[^\w\s“‘\"'«(]|\d+[.)]\s", before.words)
    indented = not listed and 0.8 * line.height < line.left - before.left < 5 * line.height
    return line.differs_in_size(before) or indented or line.gap_after(before) > usual_gap + 0.25


def _usual_gaps(pages: Sequence[Sequence[Line]]) -> Mapping[int, float]:
    """Return the usual gap between the lines of a paragraph, by the height of the line in whole points."""
    gaps: dict[int, list[float]] = defaultdict(list)
    for page in pages:
        for before, line in pairwise(page):
            gaps[round(line.height)].append(max(line.gap_after(before), 0))
    every = sorted(gap for found in gaps.values() for gap in found)
    # A heading is a single line, so the gaps above headings say nothing about paragraphs.
    most = every[len(every) // 4] + 0.35 if every else 0
    return {height: min(sorted(found)[len(found) // 4], most) for height, found in gaps.items()}


def find_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the running heads, running feet and page numbers of a PDF, each with its repetitions.

    They are lines at the edge of two pages or more, in the same place, with the same words; a number in them is the same too,
    or grows with the pages. Without white between them and the text they are on three pages or more. Where a PDF would have
    nothing else, it has none.
    """
    by_words: dict[str, list[Line]] = defaultdict(list)
    detached: set[int] = set()
    for page in pages:
        for block, is_detached in _edges(page):
            detached |= {id(line) for line in block if is_detached}
            for line in block:
                by_words[re.sub(r"\d+", "0", line.words.casefold())].append(line)
    sets = [repeated for lines in by_words.values() for repeated in _repeated(lines)]
    found = [lines for lines in sets if len(lines) > 2 or all(id(line) in detached for line in lines)]
    running = {id(line) for repeated in found for line in repeated}
    return found if any(id(line) not in running for page in pages for line in page) else []


def _edges(page: Sequence[Line]) -> Iterator[tuple[Sequence[Line], bool]]:
    """Yield the lines above the text of a page and those below it, and whether white is between them and the text."""
    down = sorted(page, key=lambda line: -line.bottom)
    for ordered, turned in ((down, False), (down[::-1], True)):
        for number, (line, following) in enumerate(pairwise(ordered[: _EDGE_LINES + 1]), start=1):
            above, below = (following, line) if turned else (line, following)
            if above.bottom - below.top > _DETACHED * min(line.height, following.height):
                yield ordered[:number], True
                break
        else:
            yield ordered[:1], len(ordered) == 1


def _repeated(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines that repeat each other, of lines with the same words, one a page, in sets."""
    sets: list[list[Line]] = []
    for line in lines:
        like = next((one for one in sets if _repeats(line, one[-1])), None)
        if like is None:
            sets.append([line])
        else:
            like.append(line)
    return [one for one in sets if len(one) > 1]


def _repeats(line: Line, before: Line) -> bool:
    if line.page == before.page or abs(line.bottom - before.bottom) > _SAME_PLACE_POINTS:
        return False
    steps = {
        int(b) - int(a) for a, b in zip(*(re.findall(r"\d{1,9}", one.words) for one in (before, line)), strict=False)
    }
    return steps <= {0, line.page - before.page} and (steps != {0} or bool(re.search(r"[^\W\d_]{2}", line.words)))


def without_lines(pages: Sequence[Sequence[Line]], lines: Iterable[Line]) -> list[list[Line]]:
    """Return pages without some of their lines."""
    removed = {id(line) for line in lines}
    return [[line for line in page if id(line) not in removed] for page in pages]
