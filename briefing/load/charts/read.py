"""Read the tables of a briefing's charts: each a CSV file of which some columns are drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import get_args

from briefing.load.charts.forms import form_faults
from briefing.load.charts.values import read_cells, read_unit, read_values
from briefing.load.charts.x_column import XCell, order_problems, read_x
from briefing.load.constraints import MAX_PROBLEMS
from briefing.load.files import FolderReader
from briefing.load.letters import PrintableCharacters, unprintable_labels
from briefing.load.located_values import LocatedValues, PlainValue
from briefing.load.tables.table_file import ShownName, find_columns, read_table_file, table_separator
from briefing.model.charts.chart import ChartForm
from briefing.model.charts.data import LONGEST_LABEL, MOST_POINTS, MOST_SERIES, ChartData, Series
from briefing.problems import ContentError, Place, Problem, did_you_mean

KEY = "charts"


@dataclass(frozen=True)
class ChartTables:
    """The numbers of the charts in their order (fewer where there are problems), the problems, and the files that were read."""

    charts: tuple[ChartData, ...] = ()
    problems: tuple[Problem, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Entry:
    """One chart as its author wrote it."""

    values: LocatedValues
    index: int
    row: Mapping[str, PlainValue]

    @property
    def columns(self) -> list[str]:
        """The columns of values."""
        written = self.row.get("y")
        listed = written if isinstance(written, list) else [written]
        return [name.strip() for name in listed if isinstance(name, str) and name.strip()]

    def text(self, key: str) -> str:
        """Return the text of a key; empty where there is none."""
        value = self.row.get(key)
        return value.strip() if isinstance(value, str) else ""

    def place(self, *path: str | int) -> Place | None:
        """Return the place of a value."""
        return self.values.place((KEY, self.index, *path))


def read_charts(
    values: LocatedValues, files: FolderReader, shown: ShownName, printable: PrintableCharacters
) -> ChartTables:
    """Read the numbers of every chart, with all the problems of their tables.

    Codes: those of files and tables; chart-section, -column, -series and -points; not-a-number, number-unclear, bad-date;
    chart-units, -duplicate, -order and -empty; chart-form and -highlight.
    """
    charts: list[ChartData] = []
    problems: list[Problem] = []
    names: list[str] = []
    for index, row in values.rows(KEY):
        entry = _Entry(values, index, row)
        problems += _section_problems(entry)
        if not (entry.text("data") and entry.text("x") and entry.columns):
            continue  # the model says which is missing
        try:
            chart, found = _read_chart(entry, files, shown, printable)
            names.append(shown(entry.text("data")))
        except ContentError as error:
            chart, found = None, list(error.problems)
        charts += [chart] if chart else []
        problems += islice(found, MAX_PROBLEMS + 1)
    return ChartTables(tuple(charts), tuple(problems), tuple(dict.fromkeys(names)))


def _read_chart(
    entry: _Entry, files: FolderReader, shown: ShownName, printable: PrintableCharacters
) -> tuple[ChartData | None, list[Problem]]:
    """Return the numbers of one chart, or None where its table has faults. Raises ContentError where it cannot be read."""
    if len(entry.columns) > MOST_SERIES:
        what = f"a chart has room for {MOST_SERIES} columns of values, and y has {len(entry.columns)}"
        return None, [Problem("chart-series", what, entry.place("y"), "leave some out, or draw two charts")]
    name = entry.text("data")
    table, problems = read_table_file(name, entry.place("data"), files, shown, [entry.text("x"), *entry.columns])
    wanted = [(entry.text("x"), entry.place("x"))]
    wanted += [(column, entry.place("y", i)) for i, column in enumerate(entry.columns)]
    columns, missing = find_columns(name, table, wanted, "chart-column")
    if missing:
        return None, [*problems, *missing]
    rows = len(table.tree) if isinstance(table.tree, list) else 0
    if rows > MOST_POINTS:
        what = f"the table has {rows:,} rows; a chart has room for {MOST_POINTS:,}"
        return None, [
            *problems,
            Problem("chart-points", what, table.place((MOST_POINTS,)), "keep one row a week or a month"),
        ]
    chart, found = _assemble(entry, table, columns)
    problems += [*found, *_label_problems(table, columns, printable)]
    if chart and not any(problem.severity == "error" for problem in problems):
        problems += _chart_problems(entry, chart)
        return chart, problems
    return None, problems


def _assemble(entry: _Entry, table: LocatedValues, columns: Sequence[str]) -> tuple[ChartData | None, list[Problem]]:
    """Return the numbers of a table as a chart has them: rows without any value are left out of nothing, rows fall to rise."""
    x_name, *names = columns
    tree = [row for row in table.tree if isinstance(row, dict)] if isinstance(table.tree, list) else []
    language = entry.values.get("language")
    cells = read_cells(table, names, language if isinstance(language, str) else "en", table_separator(table))
    x_cells = [XCell(str(row.get(x_name) or ""), table.place((index, x_name))) for index, row in enumerate(tree)]
    kind, x, problems = read_x(x_cells, cells.mark or ".")
    read, value_problems = read_values(table, names, cells, len(tree))
    unit, unit_problems = read_unit(table, names, cells, entry.text("unit"))
    problems += [*value_problems, *unit_problems]
    if entry.text("form") != "dot" or kind != "number":
        problems += order_problems(kind, x, x_cells)
    if not problems and not any(value is not None for values in read.values() for value in values):
        what = f"there is no value in {', '.join(names)}"
        problems.append(
            Problem("chart-empty", what, table.headings[()].place, "fill in the numbers, or leave the chart out")
        )
    if problems:
        return None, problems
    chart = ChartData(
        x_name, kind, tuple(value for value in x if value is not None), tuple(Series(n, read[n]) for n in names), unit
    )
    return _rising(chart), []


def _rising(chart: ChartData) -> ChartData:
    """Return a chart whose dates or numbers rise, from a table that has the latest first."""
    if not chart.is_ordered or chart.positions == sorted(chart.positions):
        return chart
    order = sorted(range(len(chart.x)), key=lambda row: chart.positions[row])
    series = tuple(Series(one.name, tuple(one.values[row] for row in order)) for one in chart.series)
    return replace(chart, x=tuple(chart.x[row] for row in order), series=series)


def _label_problems(table: LocatedValues, columns: Sequence[str], printable: PrintableCharacters) -> Iterator[Problem]:
    """Yield what is wrong with the texts that are printed: the headings, and the names in the column x."""
    for column in columns:
        if len(column) > LONGEST_LABEL:
            what = f"this heading has {len(column)} characters; a chart has room for {LONGEST_LABEL}"
            yield Problem("text-too-long", what, table.headings[()].place, "shorten it, and say the rest in the note")
    headings = [(column, table.headings[()].place) for column in columns]
    names = [(text, table.place(path)) for path, text in table.scalars() if path[-1] == columns[0]]
    yield from unprintable_labels([*headings, *names], printable)


def _chart_problems(entry: _Entry, chart: ChartData) -> Iterator[Problem]:
    """Yield where a chart's form or highlight does not agree with its numbers."""
    form = entry.text("form")
    if form in get_args(ChartForm):
        for what, hint in form_faults(form, chart):  # type: ignore[arg-type]
            yield Problem("chart-form", what, entry.place("form"), hint)
    highlight = entry.text("highlight")
    known = [one.name for one in chart.series] + [str(value) for value in chart.x]
    if highlight and highlight not in known:
        what = f'there is no column or row "{highlight}" to highlight'
        hint = did_you_mean(highlight, known) or f"name one of y: {', '.join(known[:6])}"
        yield Problem("chart-highlight", what, entry.place("highlight"), hint)


def _section_problems(entry: _Entry) -> Iterator[Problem]:
    section = entry.text("section")
    titles = [title for _, row in entry.values.rows("sections") if isinstance(title := row.get("title"), str)]
    if section and section not in (title.strip() for title in titles):
        hint = did_you_mean(section, titles) or "write the title of one of the sections, or leave it out"
        yield Problem("chart-section", f'no section has the title "{section}"', entry.place("section"), hint)
