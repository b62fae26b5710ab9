"""Where the words of a map go: each beside or inside what it names, without overlapping another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from briefing.figures.canvas import Canvas
from briefing.figures.map.geometry import XY, Box
from briefing.figures.map.terrain import ScanRows
from briefing.figures.style import POINT_MM, text_width_mm, wrap
from briefing.text.font_metrics import Weight

GAPS_MM = (0.9, 2.4, 5.0)
_CAP_HEIGHT = 0.69  # of a capital, in ems
_LEADING = 1.12
_CLEAR_MM = 0.7
_LEAST_WITHIN = 0.45  # of a name's width, where it extends beyond its shape
_MOST_LINES = 4

Fits = Callable[[Box], bool]
"""Tells whether a box is a good place for a label."""


@dataclass(frozen=True)
class Label:
    """A text set in lines about its middle."""

    lines: tuple[str, ...]
    size_pt: float
    weight: Weight
    x: float
    y: float

    @property
    def box(self) -> Box:
        """Return the box that the text takes."""
        width, height = _extent(self.lines, self.size_pt, self.weight)
        return Box(self.x - width / 2, self.y - height / 2, self.x + width / 2, self.y + height / 2)

    def draw(self, canvas: Canvas, colour: str, *, halo: str = "") -> None:
        """Set the text on a canvas, with a halo where that has a colour."""
        size_mm = self.size_pt * POINT_MM
        first = self.y - (len(self.lines) - 1) / 2 * size_mm * _LEADING + _CAP_HEIGHT / 2 * size_mm
        for i, line in enumerate(self.lines):
            baseline = first + i * size_mm * _LEADING
            if halo:
                canvas.halo(self.x, baseline, line, self.size_pt, halo, weight=self.weight)
            canvas.text(self.x, baseline, line, self.size_pt, colour, weight=self.weight, anchor="center")


@dataclass
class Occupancy:
    """The boxes of the labels and marks already on a map: a new label must be clear of them."""

    frame: Box
    boxes: list[Box]

    def is_free(self, box: Box, clear_mm: float = _CLEAR_MM) -> bool:
        """Tell whether a box is within the frame and clear of all that is placed."""
        inside = self.frame.grown(-_CLEAR_MM).encloses(box)
        return inside and not any(box.overlaps(taken.grown(clear_mm)) for taken in self.boxes)

    def place_first(self, labels: Iterable[Label], fits: Fits, clear_mm: float = _CLEAR_MM) -> Label | None:
        """Place the first of some labels that is free and fits; None where none does."""
        for label in labels:
            box = label.box
            if self.is_free(box, clear_mm) and fits(box.grown(0.4)):
                self.boxes.append(box)
                return label
        return None


def place_inside(
    text: str, rows: ScanRows, occupied: Occupancy, *, sizes_pt: Sequence[float], weight: Weight = 400
) -> Label | None:
    """Place a country's name inside its shape, in the largest size that fits; None where none does."""
    settings = ((lines, size) for size in sizes_pt for lines in _line_breaks(text, size, weight))
    found = (_roomiest(lines, size, weight, rows, occupied) for lines, size in settings)
    return occupied.place_first((label for label in found if label), fits=lambda box: True)


def place_across(
    text: str, rows: ScanRows, occupied: Occupancy, *, size_pt: float, fits: Fits, weight: Weight = 400
) -> Label | None:
    """Place a name with its middle in its shape and its ends outside, where the shape is broadest; None where not."""
    spans = [(right - left, (left + right) / 2, y) for y, row in rows for left, right in row]
    spans.sort(key=lambda span: (-round(span[0]), span[2]))
    labels = (
        Label(lines, size_pt, weight, x, y)
        for lines in _line_breaks(text, size_pt, weight)
        for width, x, y in spans
        if width >= _extent(lines, size_pt, weight)[0] * _LEAST_WITHIN
    )
    return occupied.place_first(labels, fits)


def place_beside(
    text: str,
    about: Box,
    occupied: Occupancy,
    *,
    sizes_pt: Sequence[float],
    weight: Weight = 400,
    gaps_mm: Sequence[float] = GAPS_MM,
    fits: Fits = lambda box: True,
    clear_mm: float = _CLEAR_MM,
) -> Label | None:
    """Place a name beside a mark, as near and as large as there is room for: right of it first, then left, above, below.

    `gaps_mm` are the distances tried; `clear_mm` is how far the name is from others.
    """
    labels = (
        label for size in sizes_pt for label in labels_beside(text, about, size_pt=size, weight=weight, gaps_mm=gaps_mm)
    )
    return occupied.place_first(labels, fits, clear_mm)


def labels_beside(
    text: str, about: Box, *, size_pt: float, weight: Weight, gaps_mm: Sequence[float]
) -> Iterator[Label]:
    """Yield a name at each position beside a mark at some distances, the best first."""
    for x, y in _positions_beside(about, _extent((text,), size_pt, weight), gaps_mm):
        yield Label((text,), size_pt, weight, x, y)


def _positions_beside(about: Box, extent: XY, gaps_mm: Sequence[float]) -> Iterable[XY]:
    (x, y), (width, height) = about.middle, extent
    for gap in gaps_mm:
        right, left = about.right + gap + width / 2, about.left - gap - width / 2
        above, below = about.top - gap - height / 2, about.bottom + gap + height / 2
        yield from ((right, y), (left, y), (x, above), (x, below))
        for share in (0.25, 0.4):
            for row in (above, below):
                yield from ((x + share * width, row), (x - share * width, row))
        yield from ((right, above), (left, above), (right, below), (left, below))


def _extent(lines: Sequence[str], size_pt: float, weight: Weight) -> XY:
    width = max(text_width_mm(line, size_pt, weight) for line in lines)
    return width, ((len(lines) - 1) * _LEADING + 1.0) * size_pt * POINT_MM


def _line_breaks(text: str, size_pt: float, weight: Weight) -> list[tuple[str, ...]]:
    """Return the ways to break a name: on one line, then on as many as its words allow, up to four."""
    width = text_width_mm(text, size_pt, weight)
    ways = [tuple(wrap(text, width / n * 1.15, size_pt, weight)) for n in range(1, _MOST_LINES + 1)]
    return [way for way in dict.fromkeys(ways) if len(way) <= _MOST_LINES]


def _roomiest(
    lines: tuple[str, ...], size_pt: float, weight: Weight, scan_rows: ScanRows, occupied: Occupancy
) -> Label | None:
    """Find the place inside the shape with the most room at its sides, near the shape's middle."""
    width, _ = _extent(lines, size_pt, weight)
    spans = [(y, left, right) for y, row in scan_rows for left, right in row if right - left >= width + 1]
    if not spans:
        return None
    top, bottom = spans[0][0], spans[-1][0]
    best: tuple[float, Label] | None = None
    for y, left, right in spans:
        for share in (0.5, 0.35, 0.65, 0.2, 0.8):
            label = Label(lines, size_pt, weight, left + width / 2 + (right - left - width) * share, y)
            slack = scan_rows.slack(label.box.grown(0.5))
            if slack < 0:
                continue
            score = min(slack, 8.0) - abs(y - (top + bottom) / 2) / (bottom - top + 1) * 6 - abs(share - 0.5) * 2
            if (best is None or score > best[0]) and occupied.is_free(label.box):
                best = score, label
    return best[1] if best else None
