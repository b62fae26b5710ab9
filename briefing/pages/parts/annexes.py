"""The annexes with the numbers behind the figures, in tables that fit a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from briefing.figures.figure import Drawings, Figure, Table
from briefing.i18n import Translator
from briefing.model.briefing import Briefing
from briefing.templating import Markup

UNBROKEN_LINES, UNBROKEN_ROWS = 16, 20
"""A part of at most so many lines (of small rows for the data) stays on one page, and leaves at most a third of one white."""

UNBROKEN_ENTRIES = 5
"""A timeline of at most so many lines stays on one page: its rows are read one by one, so that a longer one may be divided."""

MOST_ROWS, MOST_CELLS = 100, 1500
"""So many rows and numbers of a chart are printed, a few pages; all are in the file that is attached."""

NARROW_COLUMNS, LONG_ROWS = 4, 10
"""A table of so few columns fits half the width of a page; one of more rows than that is set in two columns."""

COLUMNS = 6
"""So many columns of numbers stand side by side; more are continued in a table below."""


@dataclass(frozen=True)
class FigureAnnex:
    """The numbers behind one figure: the heading, a description of it, its tables, and a note below them.

    What `is_narrow` stands beside another one; the table of what `is_divided` goes on in a second column.
    """

    heading: str
    description: str
    tables: tuple[Table, ...]
    note: str
    unbroken: Markup
    is_narrow: bool = False
    is_divided: bool = False


def pair_annexes(annexes: Sequence[FigureAnnex]) -> list[list[FigureAnnex]]:
    """Return the annexes in groups: those in a row that are narrow stand beside each other."""
    groups: list[list[FigureAnnex]] = []
    for annex in annexes:
        if groups and annex.is_narrow and groups[-1][-1].is_narrow:
            groups[-1].append(annex)
        else:
            groups.append([annex])
    return groups


def figure_annexes(
    drawings: Drawings, numbers: Mapping[str, int], translator: Translator, *, attached: bool
) -> list[FigureAnnex]:
    """Return the annexes of a briefing's figures in the order of their numbers; `attached` says that their data are, too."""
    _ = translator.gettext
    annexes = []
    if drawings.history:
        table = drawings.history.table
        heading, divided = _("The figures behind the chart"), len(table.rows) > LONG_ROWS
        annexes.append(FigureAnnex(heading, "", (table,), "", _stays_whole(table), is_divided=divided))
    for figure in sorted(drawings.charts, key=lambda one: numbers[one.name]):
        heading = _("The numbers behind figure {number}", number=numbers[figure.name])
        annexes.append(_chart_annex(heading, figure, translator, attached=attached))
    return annexes


def _chart_annex(heading: str, figure: Figure, translator: Translator, *, attached: bool) -> FigureAnnex:
    table, note, total = figure.table, "", len(figure.table.rows)
    most = min(MOST_ROWS, MOST_CELLS // len(table.headings))
    if attached and total > most:
        table = replace(table, rows=table.rows[:most])
        note = translator.gettext(
            "Printed here: the first {n} of {total} rows. All are in the attached file {name}.",
            n=translator.number(most), total=translator.number(total), name=f"{figure.name}.csv",
        )  # fmt: skip
    tables = tuple(_side_by_side(table))
    whole = _stays_whole(table) if len(tables) == 1 else Markup("")
    narrow = bool(whole) and len(table.headings) <= NARROW_COLUMNS
    return FigureAnnex(heading, figure.description, tables, note, whole, narrow)


def _side_by_side(table: Table) -> Iterable[Table]:
    """Yield a table in parts that fit the width of a page, each with the first column."""
    for first in range(1, max(len(table.headings), 2), COLUMNS):
        columns = (0, *range(first, min(first + COLUMNS, len(table.headings))))
        headings = tuple(table.headings[column] for column in columns)
        rows = tuple(tuple(row[column] for column in columns) for row in table.rows)
        yield Table(table.caption, headings, rows, table.numbers)


def unbroken_parts(briefing: Briefing) -> dict[str, Markup]:
    """Return the classes of the parts that stay on one page, by the names of the parts."""
    return {
        "assessment": unbroken(text for j in briefing.assessment for text in (j.judgement, j.basis or "")),
        "timeline": unbroken((entry.what for entry in briefing.timeline), UNBROKEN_ENTRIES),
        "gaps": unbroken(briefing.gaps),
        "sources": unbroken(f"{source.title} {source.url}" for source in briefing.sources),
    }


def _stays_whole(table: Table) -> Markup:
    return unbroken((max(row, key=len) for row in table.rows), UNBROKEN_ROWS)


def unbroken(texts: Iterable[str], most: int = UNBROKEN_LINES) -> Markup:
    """Return the class of a part that stays on one page; nothing where its texts make too many lines for that."""
    lines = sum(1 + len(text) // 90 for text in texts if text)
    return Markup(' class="unbroken"') if lines <= most else Markup("")
