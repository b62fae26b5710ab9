"""The tables of sections as a page prints them: each with its number, caption, total, note and source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from briefing.i18n import Translator
from briefing.model.briefing import Briefing
from briefing.model.dates import parse_when
from briefing.model.paper import CrowdedTable, PaperSize
from briefing.model.parts.sections import SectionTable
from briefing.model.parts.table_data import TableCell, TableData, is_total
from briefing.pages.parts.annexes import UNBROKEN_ROWS
from briefing.pages.rows import RowWriter
from briefing.pages.tables.columns import PADDING_PT, POINTS_PER_MM, SIZES, FittedTable, fit_table
from briefing.templating import Markup
from briefing.text.font_metrics import text_width
from briefing.text.unbroken import unbroken_html

NONE = "–"
"""What stands in a column of numbers where the file has none."""

LEAST_SHARE, MOST_SHARE = 30, 75
"""A table whose texts take less than the greater share of the width of a page, in per cent, is set as narrow as they are."""

_CAPTION_SIZE, _LONGEST_LINE = 8, 20
_ROOM = "00"
_DATE = re.compile(r"\d{4}-\d\d(?:-\d\d(?:[T ]\S.*)?)?")


@dataclass(frozen=True)
class TableRow:
    """A row as printed: its cells, of which the first names it, and whether it may be split between two pages or has totals."""

    cells: tuple[Markup, ...]
    tall: bool = False
    is_total: bool = False


@dataclass(frozen=True)
class TablePart:
    """A table as printed: `right` says which columns are set to the right, `widths` has the style of each heading.

    `continued` says that it has the other rows, in an annex.
    """

    number: int
    caption: Markup
    unit: str
    css_class: str
    style: str
    headings: tuple[str, ...]
    widths: tuple[Markup, ...]
    right: tuple[bool, ...]
    rows: tuple[TableRow, ...]
    lines: tuple[Markup, ...] = ()
    continued: bool = False

    @property
    def stays_whole(self) -> bool:
        """Whether it is so short that it is on one page."""
        return len(self.rows) <= UNBROKEN_ROWS


class TableWriter:
    """Writes the tables of one briefing; sources are numbered as they are cited, so each is to be written in its place.

    `annexes` are the parts of those written that are continued in an annex, `crowded` what is printed too small to be read,
    and `landscape` says whether any is on a page turned on its side.
    """

    def __init__(
        self, briefing: Briefing, tables: Sequence[TableData], rows: RowWriter, translator: Translator, paper: PaperSize
    ) -> None:
        self._briefing, self._tables, self._rows = briefing, tables, rows
        self._translator, self._paper = translator, paper
        self._publishers = {source.id: source.publisher for source in briefing.sources}
        self.annexes: list[TablePart] = []
        self.crowded: list[CrowdedTable] = []
        self.landscape = False

    def in_section(self, section: int) -> list[TablePart]:
        """Return the tables of a section, by its index."""
        both = enumerate(zip(self._briefing.tables, self._tables, strict=True), start=1)
        return [self._write(number, table, data) for number, (table, data) in both if data.section == section]

    def note_fit(self, section: int, tables: Sequence[FittedTable]) -> None:
        """Keep what the tables of a section need of the paper, also those in its text."""
        self.landscape |= any(table.is_landscape for table in tables)
        self.crowded += [CrowdedTable(section, one.headings, one.too_small) for one in tables if one.too_small]

    def _write(self, number: int, table: SectionTable, data: TableData) -> TablePart:
        headings = [one.heading or one.name for one in table.columns] or list(data.headings)
        texts = [[self._text(data, cell, column) for column, cell in enumerate(row)] for row in data.rows]
        here = min(table.rows, len(texts))
        totals = self._totals(data, all_here=here == len(texts))
        measured = _measured([headings, *texts, *totals], data.numeric)
        fitted = replace(fit_table(measured, self._paper), headings=tuple(headings))
        self.note_fit(data.section, [fitted])
        rows = [
            TableRow(
                tuple(map(_cell, cells)), index in fitted.form.tall_rows, index >= len(texts) or is_total(cells[0])
            )
            for index, cells in enumerate([*texts, *totals])
        ]
        caption = self._rows.line(table.caption or self._briefing.sections[data.section].title)
        part = TablePart(
            number,
            caption,
            table.unit or "",
            f"set {fitted.form.css_class}".strip(),
            fitted.form.style or _natural_width(measured, caption, self._paper),
            tuple(headings),
            (*map(Markup(' style="width:{:.1f}%"').format, fitted.form.widths), Markup("")),
            tuple(column in data.numeric for column in range(len(headings))),
            (*rows[:here], *rows[len(texts) :]),
            tuple(self._lines(table, data, number, here)),
        )
        if here < len(texts):
            self.annexes.append(replace(part, rows=tuple(rows[here : len(texts)]), lines=(), continued=True))
        return part

    def _totals(self, data: TableData, *, all_here: bool) -> list[list[str]]:
        """Return the row of totals, if there is one; where some rows are in an annex, it says that it is of all."""
        if not data.totals:
            return []
        count, _ = self._translator.number(len(data.rows)), self._translator.gettext
        label = _("Total") if all_here else _("Total of all {count} rows", count=count)
        cells = [self._text(data, cell, column) if cell else "" for column, cell in enumerate(data.totals)]
        return [[label, *cells[1:]]]

    def _text(self, data: TableData, cell: TableCell, column: int) -> str:
        """Return a cell as it is printed: numbers and dates as usual in the language, with the decimals as written."""
        if column in data.numeric:
            if cell.number is None:
                return NONE
            if column in data.ungrouped:
                return cell.text
            return print_number(cell, self._translator)
        if _DATE.fullmatch(cell.text):
            with suppress(ValueError):
                return self._translator.short_when(parse_when(cell.text))
        return cell.text

    def _lines(self, table: SectionTable, data: TableData, number: int, here: int) -> Iterator[Markup]:
        """Yield what is printed below a table: where its other rows are, its note, its source."""
        _ = self._translator.gettext
        if any(cell.number is None for column in data.numeric for cell in (row[column] for row in data.rows)):
            yield Markup.escape(_("–: no number is given."))
        if here < len(data.rows):
            more = len(data.rows) - here
            words = self._translator.ngettext(
                "{n} more row is in the annex.",
                "{n} more rows are in the annex.",
                more,
                n=self._translator.number(more),
            )
            yield Markup('<a href="#{}">{}</a>').format(rest_id(number), words)
        if table.note:
            yield self._rows.line(table.note)
        if table.source or table.own:
            publishers = list(dict.fromkeys(self._publishers[citation.source] for citation in table.source))
            yield self._rows.source_line(publishers, table.source, own=table.own)


def _measured(rows: Sequence[Sequence[str]], numeric: frozenset[int]) -> list[list[str]]:
    """Return the cells of a table, its headings first, as its columns are measured.

    The heading of a column of numbers may take two lines; a text that is next to numbers on its left has room before it.
    """
    beside = {column + 1 for column in numeric} - numeric
    headings = [_in_two_lines(text) if column in numeric else text for column, text in enumerate(rows[0])]
    return [
        [
            " ".join(f"{_ROOM}{word}" for word in text.split(" ")) if column in beside else text
            for column, text in enumerate(row)
        ]
        for row in (headings, *rows[1:])
    ]


def _in_two_lines(heading: str) -> str:
    """Return a text as wide as a heading in two lines."""
    longest = max(heading.split(), key=len)
    return longest.ljust(min(-(-len(heading) // 2), _LONGEST_LINE), "0")


def _natural_width(rows: Sequence[Sequence[str]], caption: Markup, paper: PaperSize) -> str:
    """Return the style of a table that is much narrower than the page, so that its numbers are near the names of their rows."""
    columns = zip(*rows, strict=True)
    points = sum(SIZES[0].cells * text_width(max(column, key=len)) + 3 * PADDING_PT for column in columns)
    points = max(points, _CAPTION_SIZE * text_width(caption.striptags()) / 2)  # in two lines at most
    share = 100 * points / (paper.text_width_mm * POINTS_PER_MM)
    return f"width:{max(share, LEAST_SHARE):.0f}%" if share < MOST_SHARE else ""


def rest_id(number: int) -> str:
    """Return the identifier of the annex with the other rows of a table."""
    return f"table-{number}"


def print_number(cell: TableCell, translator: Translator) -> str:
    """Return a number with its thousands separated and its decimals as written, and what is written around it."""
    before, _, after = cell.text.partition(cell.figures)
    before = before.replace("-", "−").replace("–", "−")
    if cell.number is None or after[:1] in ("e", "E"):
        return f"{before}{cell.figures}{after}"
    exponent = cell.number.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return f"{before}{translator.decimal(abs(cell.number), places)}{after}"


def _cell(text: str) -> Markup:
    return Markup("<br>").join(Markup(unbroken_html(line)) for line in text.split("\n"))  # noqa: S704 - escaped by it
