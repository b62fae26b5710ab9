"""Columns of printed tables: none narrower than its longest word, number or date, in type as large as fits.

What fits is measured with the fonts that the table is set in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

from briefing.model.paper import SIDE_MM, PaperSize
from briefing.pages.tables.row_breaks import UNSPLIT_LINES
from briefing.templating import Markup
from briefing.text.font_metrics import Weight, text_width
from briefing.text.markdown_tables import GLUE, TableForm
from briefing.text.unbroken import find_unbroken

PADDING_PT = 8.0
"""The space between two columns."""

LEAST_WISH, MOST_WISH = 8, 48
"""The least and the most characters that a column counts for where the width that is left is shared among the columns."""

WHOLE_WORD, LONG_WORD = 64, 16
"""The letters of the longest words that are kept whole where possible, and of the longest where it is not."""

ADDRESS_PART = 16
"""The characters of an address that are kept together: it may be broken anywhere."""

LEAST_REST = 0.3
"""The share of a table's width that its text column keeps where the others are widened for long words."""

CHARACTER_EM = 0.5
"""The width of a character in running text, on average."""

INDENT_MM = 5.0
"""By how much a list or a quotation is narrower than what it is in, at most."""

LANDSCAPE = "landscape"
"""The class of a table on a page turned on its side."""

POINTS_PER_MM = 72 / 25.4
_SLACK = 1.02
_REFERENCE = 0.8
_TAG = re.compile("<[^>]*>")
_BREAKS = re.compile("[ \n\u2009\u200b]+|(?<=[-–—/])(?=[^\\W\\d])")
_THIN = str.maketrans({"\u202f": "\u2009"})


class TypeSize(NamedTuple):
    """A size of type for tables: its class in `print.css`, and the sizes of cells and headings in points."""

    css_class: str
    cells: float
    headings: float


SIZES = (TypeSize("", 9.0, 8.5), TypeSize("small", 8.5, 8.5), TypeSize("smallest", 7.5, 7.5))
"""The sizes that can be read without effort, the largest first."""


@dataclass(frozen=True)
class FittedTable:
    """The form of a table with its headings, and the size of its type where that is too small to be read with ease, else 0."""

    form: TableForm
    headings: tuple[str, ...] = ()
    too_small: float = 0

    @property
    def is_landscape(self) -> bool:
        """Whether it is on a page turned on its side."""
        return LANDSCAPE in self.form.css_class.split()


def fit_table(rows: Sequence[Sequence[str]], paper: PaperSize, depth: int = 0) -> FittedTable:
    """Return the form in which a table fits the paper; the first row are its headings, `depth` the lists that it is in.

    It is set in smaller type, then with long words broken, then on a landscape page; last in type too small to read.
    """
    # What is inside a list or a quotation cannot be on a page of its own.
    inside_mm = paper.text_width_mm - SIDE_MM - depth * INDENT_MM if depth else paper.text_width_mm
    upright, turned = (False, inside_mm), (True, paper.landscape_width_mm)
    for landscape, width_mm in (upright,) if depth else (upright, turned):
        for longest_word in (WHOLE_WORD, LONG_WORD):
            for size in SIZES:
                needs = _needs(rows, size, longest_word)
                if sum(needs) + PADDING_PT * (len(needs) - 1) <= width_mm * POINTS_PER_MM:
                    names = (size.css_class, LANDSCAPE * landscape, "hyphenated" * (longest_word == LONG_WORD))
                    css_class = " ".join(filter(None, names))
                    return FittedTable(
                        _form(rows, needs, width_mm * POINTS_PER_MM, size.cells, css_class), tuple(rows[0])
                    )
    return _shrunk(rows, width_mm * POINTS_PER_MM, "hyphenated crowded" + f" {LANDSCAPE}" * landscape)


def _shrunk(rows: Sequence[Sequence[str]], width: float, css_class: str) -> FittedTable:
    """Return the form of a table that fits no page in type that can be read: its numbers stay whole, however small."""
    smallest = SIZES[-1]
    padding = PADDING_PT / 4
    needs = _needs(rows, smallest, LONG_WORD)
    factor = min((width - padding * (len(needs) - 1)) / sum(needs), 1.0)
    size = int(smallest.cells * factor * 10) / 10
    form = _form(rows, [need * factor for need in needs], width, size, css_class, padding)
    style = f"font-size:{size}pt;line-height:{1.4 * size:.1f}pt"
    return FittedTable(
        TableForm(form.css_class, style, form.widths, form.tall_rows), tuple(rows[0]), size if factor < 1 else 0
    )


def _form(
    rows: Sequence[Sequence[str]],
    needs: Sequence[float],
    width: float,
    size: float,
    css_class: str,
    padding: float = PADDING_PT,
) -> TableForm:
    wishes = [
        float(min(max(LEAST_WISH, *(len(row[column]) for row in rows)), MOST_WISH)) for column in range(len(needs))
    ]
    widths = share_width(needs, wishes, width - padding * (len(needs) - 1))
    per_line = [max(int(points / (CHARACTER_EM * size)), 1) for points in widths]
    tall = frozenset(
        number for number, row in enumerate(rows[1:]) if max(map(_count_lines, row, per_line)) > UNSPLIT_LINES
    )
    return TableForm(css_class, "", tuple(100 * points / width for points in widths[:-1]), tall)


def widen(shares: Sequence[float], columns: Sequence[Iterable[str]], paper: PaperSize) -> list[Markup]:
    """Return the style of the headings of the narrow columns of one of the program's own tables; nothing where they fit.

    `shares` are their usual widths in per cent of the table; `columns` have the texts of each, which may be HTML. Where a
    piece of one is wider, that column is widened, and the last column of the table, which is not among them, gets the rest.
    """
    texts = [[unescape(_TAG.sub("", text)) for text in column] for column in columns]
    width = paper.text_width_mm * POINTS_PER_MM
    usual = [share / 100 * width for share in shares]
    widths = usual
    for longest_word in (WHOLE_WORD, LONG_WORD):
        needs = [SIZES[0].cells * longest_piece(column, longest_word, 600) for column in texts]
        widths = list(map(max, needs, usual))
        if width - sum(widths) - PADDING_PT * len(widths) >= LEAST_REST * width:
            break
    if widths == usual:
        return [Markup("")] * len(shares)
    return [Markup(' style="width:{:.1f}%"').format(100 * points / width) for points in widths]


def _count_lines(text: str, characters: int) -> int:
    """Return about how many lines a text takes in a cell with so many characters on a line."""
    return sum(-(-len(line) // characters) for line in text.split("\n"))


def share_width(needs: Sequence[float], wishes: Sequence[float], width: float) -> list[float]:
    """Return the widths of columns that together have a width: each in proportion to its wish, but no less than its need."""
    widths = list(needs)
    free = set(range(len(needs)))
    while free:
        share = (width - sum(needs[column] for column in range(len(needs)) if column not in free)) / sum(
            wishes[column] for column in free
        )
        short = {column for column in free if wishes[column] * share < needs[column]}
        if not short:
            for column in free:
                widths[column] = wishes[column] * share
            break
        free -= short
    return widths


def _needs(rows: Sequence[Sequence[str]], size: TypeSize, longest_word: int) -> list[float]:
    """Return the width in points that each column needs for its longest piece."""
    headings, *cells = rows
    return [
        max(
            size.headings * longest_piece([headings[column]], longest_word, 600),
            size.cells * longest_piece([row[column] for row in cells], longest_word, 600),
        )
        for column in range(len(headings))
    ]


def longest_piece(texts: Sequence[str], longest_word: int, weight: Weight) -> float:
    """Return the width in ems of the longest piece of some texts that is not to be broken."""
    longest = 0.0
    for text in texts:
        for piece in _pieces(text, longest_word):
            if len(piece) > longest:  # no character is wider than an em
                longest = max(longest, _width(piece, weight))
    return longest * _SLACK


def _pieces(text: str, longest_word: int) -> Iterator[str]:
    """Yield the pieces of a text that are not to be broken; of a word that is too long, its beginning."""
    after = 0
    for start, end in (*find_unbroken(text), (len(text), len(text))):
        for word in _BREAKS.split(text[after:start]):
            limit = ADDRESS_PART if "://" in word or "@" in word else longest_word
            yield word[:limit]
        yield text[start:end]
        after = end


def _width(piece: str, weight: Weight) -> float:
    word, _, reference = piece.translate(_THIN).partition(GLUE)
    return text_width(word, weight) + _REFERENCE * text_width(reference, weight)
