"""The band of key figures on page one: as many in a row as fit with numbers that can be read on a telephone.

What fits is measured with the fonts that the band is set in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from briefing.i18n import Translator
from briefing.model.key_figures.figure import KeyFigure
from briefing.model.key_figures.since import EarlierFigures, FigureChange, figure_change
from briefing.model.paper import MARGIN_MM
from briefing.pages.rows import RowWriter
from briefing.part_names import as_of_phrase
from briefing.templating import Markup, is_right_to_left
from briefing.text.font_metrics import text_width
from briefing.text.unbroken import joined_amounts_html

VALUE_SIZES_PT = (22.0, 18.0)
"""The sizes of type for values, the largest first."""

LABEL_PT, LABEL_LEADING_PT = 9.0, 11.5
GAP_PT = 14.0
"""The space between two figures, with the line that is in it; these three are as in `print.css`."""

MOST_LABEL_LINES = 3
"""A label of more lines in a narrow column is set in a wider one, in two rows."""

_SLACK = 1.03
_POINTS_PER_MM = 72 / 25.4
_BREAKS = re.compile(r"(?<=\d[–—-])|(?<=\d)[ \u00a0\u202f](?=[^\W\d])")
"""Where a value may go on on the next line: after the dash of a range, and before a word."""


@dataclass(frozen=True)
class BandFigure:
    """A key figure as printed.

    `label_height_pt` is the height of the longest label of its row, so that the values are on one line; `direction` is the
    attribute of one whose label is written from the right.
    """

    label: Markup
    label_height_pt: float
    value: Markup
    unit: Markup
    reference: Markup
    change: Markup
    as_of: Markup
    note: Markup
    direction: Markup


@dataclass(frozen=True)
class Band:
    """The key figures with their form: how many are in a row, and the size of the values."""

    figures: tuple[BandFigure, ...] = ()
    columns: int = 1
    value_pt: float = VALUE_SIZES_PT[0]


def key_figure_band(
    figures: Sequence[KeyFigure],
    earlier: EarlierFigures | None,
    rows: RowWriter,
    translator: Translator,
    width_mm: float,
) -> Band | None:
    """Return the band of a briefing's key figures, each with its change since an `earlier` edition; None without any.

    In the margin of page one they stand below each other.
    """
    if not figures:
        return None
    columns, value_pt = _arrange(figures, width_mm * _POINTS_PER_MM)
    column = _column_width(width_mm * _POINTS_PER_MM, columns)
    lines = [_line_count(figure.label, LABEL_PT, column) for figure in figures]
    printed = []
    for position, figure in enumerate(figures):
        begin = position - position % columns
        height = max(lines[begin : begin + columns]) * LABEL_LEADING_PT
        printed.append(_printed(figure, height, earlier, rows, translator))
    return Band(tuple(printed), columns, value_pt)


def _printed(
    figure: KeyFigure, label_height_pt: float, earlier: EarlierFigures | None, rows: RowWriter, translator: Translator
) -> BandFigure:
    from_right = is_right_to_left(figure.label)
    change = figure_change(figure, earlier, translator.tag)
    reference, as_of = rows.cite(figure.source), Markup("")
    if figure.as_of:
        as_of, reference = Markup.escape(as_of_phrase(figure.as_of, translator)) + reference, Markup("")
    as_of += rows.own_mark(own=figure.own)
    return BandFigure(
        label=_joined(figure.label),
        label_height_pt=label_height_pt,
        value=_value_html(figure.value),
        unit=_joined(figure.unit or ""),
        reference=reference,
        change=_joined(_change_phrase(change, translator) if change else ""),
        as_of=as_of.strip(),
        note=rows.line(figure.note),
        direction=Markup(' dir="rtl"') if from_right else Markup(""),
    )


def _joined(text: str) -> Markup:
    """Return a text in which no number is parted at a space."""
    return Markup(joined_amounts_html(text))  # noqa: S704 - escaped by it


def _value_html(value: str) -> Markup:
    """Return a value in which no number is parted from its signs, and a range may go on on the next line."""
    html = Markup("")
    for piece in _pieces(value):
        between = Markup("") if not html else Markup("<wbr>") if html.striptags()[-1] in "–—-" else Markup(" ")
        html += between + Markup('<span class="number">{}</span>').format(piece)
    return html


def _change_phrase(change: FigureChange, translator: Translator) -> str:
    """Return what has become of a figure: the difference, or both values where that would say more than is known."""
    _, number = translator.gettext, change.edition
    if not change.difference:
        return _("{value} in edition {number}", value=change.before, number=number)
    if change.difference == "0":
        return _("unchanged since edition {number}", number=number)
    difference = change.difference
    if change.is_share:
        difference = translator.ngettext(
            "{difference} percentage point", "{difference} percentage points", change.points, difference=difference
        )
    return _("{difference} since edition {number}", difference=difference, number=number)


def fit_margin(figures: Sequence[KeyFigure]) -> bool:
    """Tell whether the values of some key figures fit the margin of page one, each on one line."""
    return bool(figures) and _largest_size(figures, MARGIN_MM * _POINTS_PER_MM, parted=False) > 0


def _arrange(figures: Sequence[KeyFigure], width: float) -> tuple[int, float]:
    """Return how many figures are in a row, and the size of the values in points.

    One row where labels and values fit, else two; then values may be parted between two lines; at last more rows are used,
    for nothing is ever cut off or set in smaller type.
    """
    in_one, in_two = (len(figures), ceil(len(figures) / 2)) if width > MARGIN_MM * _POINTS_PER_MM else (1, 1)
    for columns, parted in ((in_one, False), (in_two, False), (in_two, True), (min(2, in_two), True), (1, True)):
        column = _column_width(width, columns)
        labels = max(_line_count(figure.label, LABEL_PT, column) for figure in figures)
        size = _largest_size(figures, column, parted=parted)
        if size and (labels <= MOST_LABEL_LINES or columns < in_one):
            return columns, size
    return 1, VALUE_SIZES_PT[-1]


def _largest_size(figures: Sequence[KeyFigure], column: float, *, parted: bool) -> float:
    """Return the largest size in which the values fit a column, as many as possible on one line; 0 where they do not."""
    widths = [_value_width(figure.value, parted=False) for figure in figures]
    smallest = VALUE_SIZES_PT[-1]
    whole = max((width for width in widths if width * smallest * _SLACK <= column), default=0.0)
    widest = max(whole, *(_value_width(figure.value, parted=parted) for figure in figures))
    return next((size for size in VALUE_SIZES_PT if widest * size * _SLACK <= column), 0.0)


def _column_width(width: float, columns: int) -> float:
    return (width - GAP_PT * (columns - 1)) / columns


def _value_width(value: str, *, parted: bool) -> float:
    """Return the width of a value in ems: of its widest piece where it may be parted."""
    return max(text_width(piece, 600) for piece in (_pieces(value) if parted else [value]))


def _pieces(value: str) -> list[str]:
    return [piece.strip() for piece in _BREAKS.split(value) if piece.strip()]


def _line_count(text: str, size: float, width: float) -> int:
    """Return how many lines a text takes, broken at its spaces."""
    lines, left = 1, width
    for word in text.split():
        needed = text_width(word, 600) * size * _SLACK
        if needed > left and left < width:
            lines, left = lines + 1, width
        while needed > left:
            lines, needed = lines + 1, needed - left
        left -= needed + text_width(" ", 600) * size
    return lines
