"""What the marks or shades of several series mean: names above what they name where they fit, else a key above the plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.figures.charts.chart_style import LEADING_MM, SMALL_PT
from briefing.figures.charts.labels import spread, wrap_label
from briefing.figures.charts.sheet import CAP_HEIGHT, Sheet
from briefing.figures.style import POINT_MM, text_width_mm
from briefing.text.font_metrics import Weight

_MARK_MM = 3.6
_GAP_MM = 5.0
ABOVE_MM = 6.4
"""The height of names above the first row, with the hairlines from them."""


@dataclass(frozen=True)
class KeyItem:
    """One entry: the name, the colour, and the shape as matplotlib names it, or `area` for a shade."""

    name: str
    colour: str
    shape: str
    accented: bool = False
    striped: bool = False

    @property
    def weight(self) -> Weight:
        """The weight of its name."""
        return 600 if self.accented else 400


def key_lines(items: Sequence[KeyItem], width_mm: float) -> list[list[tuple[KeyItem, list[str], float]]]:
    """Return the entries of a key in lines that fit a width: each with its name in lines, and where it begins in mm."""
    lines: list[list[tuple[KeyItem, list[str], float]]] = [[]]
    at = 0.0
    for item in items:
        name = wrap_label(item.name, width_mm - _MARK_MM, SMALL_PT, item.weight)
        width = _MARK_MM + max(text_width_mm(line, SMALL_PT, item.weight) for line in name)
        if lines[-1] and at + width > width_mm:
            lines.append([])
            at = 0.0
        lines[-1].append((item, name, at))
        at += width + _GAP_MM
    return lines


def key_height(items: Sequence[KeyItem], width_mm: float) -> float:
    """Return the height of a key in mm."""
    return sum(_line_height(line) for line in key_lines(items, width_mm)) + 2.0


def _line_height(line: Sequence[tuple[KeyItem, list[str], float]]) -> float:
    return max(len(name) for _, name, _ in line) * LEADING_MM + 0.9


def write_key(sheet: Sheet, top: float, items: Sequence[KeyItem]) -> None:
    """Write a key from a height in mm downwards."""
    for line in key_lines(items, sheet.width_mm):
        for item, name, at in line:
            baseline = top + LEADING_MM * 0.8
            middle = baseline - CAP_HEIGHT * SMALL_PT * POINT_MM
            if item.shape == "area":
                sheet.swatch(at, middle - 1.1, 2.6, 2.2, item.colour, striped=item.striped)
            else:
                sheet.mark(at + 1.2, middle, item.shape, item.colour, filled=item.accented)
            for number, words in enumerate(name):
                colour = sheet.style.colours.accent if item.accented else sheet.style.colours.ink
                sheet.write(at + _MARK_MM, baseline + number * LEADING_MM, words, colour=colour, weight=item.weight)
        top += _line_height(line)


def names_fit(items: Sequence[KeyItem], width_mm: float) -> bool:
    """Tell whether the names of all entries fit side by side."""
    return sum(text_width_mm(item.name, SMALL_PT, item.weight) + 3.0 for item in items) <= width_mm


def write_names_above(sheet: Sheet, items: Sequence[KeyItem], ends: Sequence[tuple[float, float]], top: float) -> None:
    """Write each name above the place in mm that it names, clear of the others, with a hairline to it."""
    widths = [text_width_mm(item.name, SMALL_PT, item.weight) + 3.0 for item in items]
    middles = spread([x for x, _ in ends], widths, 0.0, sheet.width_mm)
    baseline = top + LEADING_MM * 0.8
    for item, middle, (x, y) in zip(items, middles, ends, strict=True):
        colour = sheet.style.colours.accent if item.accented else sheet.style.colours.ink
        sheet.write(middle, baseline, item.name, colour=colour, weight=item.weight, anchor="center")
        sheet.connect([(middle, baseline + 1.0), (x, y)])
