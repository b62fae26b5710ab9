"""Where the words of a map go: each beside or within what it names, and none upon another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from briefing.figures.map.geometry import Frame, Spans, Spot
from briefing.figures.style import POINT_MM, Weight, text_width_mm, wrap

GAPS_MM = (0.9, 2.4, 5.0)
_CAP = 0.69  # height of a capital, in ems
_LEADING = 1.12
_CLEAR_MM = 0.7
_LEAST_WITHIN = 0.45  # of a name's width, where it stands out of its shape


@dataclass(frozen=True)
class Label:
    """A text set in lines about its middle."""

    lines: tuple[str, ...]
    size_pt: float
    weight: Weight
    x: float
    y: float

    @property
    def box(self) -> Frame:
        """Return the room the text takes."""
        width, height = _extent(self.lines, self.size_pt, self.weight)
        return Frame(self.x - width / 2, self.y - height / 2, self.x + width / 2, self.y + height / 2)

    def baselines(self) -> list[tuple[str, float]]:
        """Return each line with its baseline."""
        leading = self.size_pt * POINT_MM * _LEADING
        first = self.y - (len(self.lines) - 1) / 2 * leading + _CAP / 2 * self.size_pt * POINT_MM
        return [(line, first + i * leading) for i, line in enumerate(self.lines)]


@dataclass
class Sheetful:
    """The labels and marks already on a map: a new one must keep clear of them."""

    frame: Frame
    taken: list[Frame] = field(default_factory=list)

    def free(self, box: Frame) -> bool:
        """Tell whether a box is within the frame and clear of all that is placed."""
        return self.frame.grown(-_CLEAR_MM).holds(box) and not any(box.meets(t.grown(_CLEAR_MM)) for t in self.taken)

    def take(self, box: Frame) -> None:
        """Keep a box from now on."""
        self.taken.append(box)

    def copy(self) -> Sheetful:
        """Return another of the same, to try what may be given up."""
        return Sheetful(self.frame, list(self.taken))


def place_within(
    text: str,
    spans: Spans,
    sheet: Sheetful,
    *,
    sizes_pt: Sequence[float],
    weight: Weight = 400,
    avoid: Spans | None = None,
) -> Label | None:
    """Place a country's name inside its shape, in the largest size that fits; else across its edge, clear of `avoid`.

    Where its own shape gives no room at all, None.
    """
    for size in sizes_pt:
        for lines in _settings(text, size, weight):
            found = _best(lines, size, weight, spans, sheet)
            if found:
                sheet.take(found.box)
                return found
    for lines in _settings(text, sizes_pt[-1], weight):
        found = _across(lines, sizes_pt[-1], weight, spans, sheet, avoid)
        if found:
            sheet.take(found.box)
            return found
    return None


def place_beside(
    text: str,
    about: Frame,
    sheet: Sheetful,
    *,
    sizes_pt: Sequence[float],
    weight: Weight = 400,
    gaps_mm: Sequence[float] = GAPS_MM,
    fits: Callable[[Frame], bool] = lambda box: True,
) -> Label | None:
    """Place a name beside a mark, as near and as large as there is room for: right of it first, then left, above, below.

    `gaps_mm` are the distances tried, `fits` tells whether a box is a good place for it.
    """
    for size in sizes_pt:
        width, height = _extent((text,), size, weight)
        for x, y in _beside(about, width, height, gaps_mm):
            label = Label((text,), size, weight, x, y)
            if fits(label.box.grown(0.4)) and sheet.free(label.box):
                sheet.take(label.box)
                return label
    return None


def _beside(about: Frame, width: float, height: float, gaps_mm: Sequence[float]) -> Iterable[Spot]:
    x, y = (about.left + about.right) / 2, (about.top + about.bottom) / 2
    for gap in gaps_mm:
        right, left = about.right + gap + width / 2, about.left - gap - width / 2
        above, below = about.top - gap - height / 2, about.bottom + gap + height / 2
        yield from ((right, y), (left, y), (x, above), (x, below))
        for aside in (0.25, 0.4):
            for row in (above, below):
                yield from ((x + aside * width, row), (x - aside * width, row))
        yield from ((right, above), (left, above), (right, below), (left, below))


def _extent(lines: Sequence[str], size_pt: float, weight: Weight) -> Spot:
    width = max(text_width_mm(line, size_pt, weight) for line in lines)
    return width, ((len(lines) - 1) * _LEADING + 1.0) * size_pt * POINT_MM


def _settings(text: str, size_pt: float, weight: Weight) -> list[tuple[str, ...]]:
    """Return the ways to break a name: on one line, then on as many as its words allow, up to four."""
    width = text_width_mm(text, size_pt, weight)
    ways = [tuple(wrap(text, width / n * 1.15, size_pt, weight)) for n in (1, 2, 3, 4)]
    return [way for way in dict.fromkeys(ways) if len(way) <= 4]


def _best(lines: tuple[str, ...], size_pt: float, weight: Weight, spans: Spans, sheet: Sheetful) -> Label | None:
    """Find the roomiest place inside the shape."""
    width, _height = _extent(lines, size_pt, weight)
    rows = [(y, [(a, b) for a, b in row if b - a >= width + 1]) for y, row in spans.rows()]
    rows = [(y, row) for y, row in rows if row]
    if not rows:
        return None
    middle = (rows[0][0] + rows[-1][0]) / 2
    tall = rows[-1][0] - rows[0][0] + 1
    best: tuple[float, Label] | None = None
    for y, row in rows:
        for a, b in row:
            for share in (0.5, 0.35, 0.65, 0.2, 0.8):
                x = a + width / 2 + (b - a - width) * share
                label = Label(lines, size_pt, weight, x, y)
                room = spans.room(label.box.grown(0.5))
                if room < 0:
                    continue
                score = min(room, 8.0) - abs(y - middle) / tall * 6 - abs(share - 0.5) * 2
                if (best is None or score > best[0]) and sheet.free(label.box):
                    best = (score, label)
    return best[1] if best else None


def _across(
    lines: tuple[str, ...], size_pt: float, weight: Weight, spans: Spans, sheet: Sheetful, avoid: Spans | None
) -> Label | None:
    """Find a place whose middle is in the shape, though its ends stand out; the broadest first."""
    width, _ = _extent(lines, size_pt, weight)
    spans_by_row = [(b - a, (a + b) / 2, y) for y, row in spans.rows() for a, b in row]
    for wide, x, y in sorted(spans_by_row, key=lambda found: (-round(found[0]), found[2])):
        if wide < width * _LEAST_WITHIN:
            break
        label = Label(lines, size_pt, weight, x, y)
        if sheet.free(label.box) and not (avoid and avoid.touches(label.box.grown(0.4))):
            return label
    return None
