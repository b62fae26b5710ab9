"""Read the tables of a briefing's sections: each a CSV file of which some columns are printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from briefing.load.constraints import MAX_PROBLEMS
from briefing.load.files import FolderReader
from briefing.load.letters import PrintableCharacters, unprintable_labels
from briefing.load.located_values import LocatedValues, PlainValue, Span, ValuePath
from briefing.load.tables.columns import WrittenCell, read_columns
from briefing.load.tables.table_file import ShownName, find_columns, read_table_file, table_separator
from briefing.load.tables.totals import TotalRequest, read_totals
from briefing.model.charts.data import LONGEST_LABEL, file_names
from briefing.model.parts.table_data import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, ROWS, TableData
from briefing.problems import ContentError, Place, Problem

Located = TypeVar("Located")

SECTIONS, KEY = "sections", "table"


@dataclass(frozen=True)
class SectionTables:
    """The tables of the sections in the order of the page (fewer where there are problems), the problems, and the files read.

    `values` are those of the briefing with the places of the cells, at the path of their table.
    """

    values: LocatedValues
    tables: tuple[TableData, ...] = ()
    problems: tuple[Problem, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Entry:
    """One table as its author wrote it."""

    values: LocatedValues
    path: ValuePath
    row: Mapping[str, PlainValue]

    def text(self, key: str) -> str:
        """Return the text of a key; empty where there is none."""
        value = self.row.get(key)
        return value.strip() if isinstance(value, str) else ""

    def place(self, *path: str | int) -> Place | None:
        """Return the place of a value."""
        return self.values.place((*self.path, *path))

    def names(self, key: str) -> list[tuple[str, Place | None]]:
        """Return the names that a key lists, each with its place: one text, a list of them, or keys with new headings."""
        value = self.row.get(key)
        if isinstance(value, str):
            return [(value.strip(), self.place(key))]
        if isinstance(value, dict):
            return [(name.strip(), self.values.keys.get((*self.path, key, name))) for name in value]
        listed = value if isinstance(value, list) else []
        named = [(entry.get("name") if isinstance(entry, dict) else entry) for entry in listed]
        return [(name.strip(), self.place(key, i)) for i, name in enumerate(named) if isinstance(name, str)]


def list_tables(values: LocatedValues) -> LocatedValues:
    """Return the values with the tables of each section as a list of mappings, however they were written."""
    sections = values.mapping.get(SECTIONS)
    if not isinstance(sections, list) or not any(isinstance(one, dict) and one.get(KEY) for one in sections):
        return values
    spans, keys = dict(values.spans), dict(values.keys)
    listed: list[PlainValue] = []
    for index, section in enumerate(sections):
        if isinstance(section, dict) and (written := section.get(KEY)):
            path: ValuePath = (SECTIONS, index, KEY)
            if not isinstance(written, list):
                _move(spans, path, (*path, 0))
                _move(keys, path, (*path, 0))
                written = [written]
            for number, entry in enumerate(written):
                if isinstance(entry, str) and (*path, number) in spans:
                    spans[*path, number, "data"] = spans[*path, number]
            entries: list[PlainValue] = [{"data": one} if isinstance(one, str) else one for one in written]
            section = {**section, KEY: entries}
        listed.append(section)
    return replace(values.with_entry(SECTIONS, listed), spans=spans, keys=keys)


def _move(located: dict[ValuePath, Located], path: ValuePath, to: ValuePath) -> None:
    """Give what is at a path or below it the path of an entry of a list; the list stays where its entry is."""
    for old in [old for old in located if old[: len(path)] == path]:
        located[*to, *old[len(path) :]] = located[old] if old == path else located.pop(old)


def read_tables(
    values: LocatedValues, files: FolderReader, shown: ShownName, printable: PrintableCharacters
) -> SectionTables:
    """Read the rows of every table, with all the problems of their files. The values have the tables as lists.

    Codes: those of files and tables; table-column, -columns, -rows, -empty, -total and -mixed; number-unclear,
    not-a-number, bad-citation, no-glyph and text-too-long.
    """
    tables: list[TableData] = []
    problems: list[Problem] = []
    names: list[str] = []
    spans, texts = dict(values.spans), dict(values.texts)
    for entry in _entries(values):
        if not entry.text("data"):
            continue  # the model says that it is missing
        try:
            table, found = _read_table(entry, files, shown, printable, spans, texts)
            names.append(shown(entry.text("data")))
        except ContentError as error:
            table, found = None, list(error.problems)
        tables += [table] if table else []
        problems += islice(found, MAX_PROBLEMS + 1)
    named = file_names((table.headings for table in tables), "table")
    tables = [replace(table, name=name) for table, name in zip(tables, named, strict=True)]
    located = replace(values, spans=spans, texts=texts)
    return SectionTables(located, tuple(tables), tuple(problems), tuple(dict.fromkeys(names)))


def _entries(values: LocatedValues) -> Iterator[_Entry]:
    for index, section in values.rows(SECTIONS):
        listed = section.get(KEY)
        for number, row in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(row, dict):
                yield _Entry(values, (SECTIONS, index, KEY, number), row)


def _read_table(
    entry: _Entry,
    files: FolderReader,
    shown: ShownName,
    printable: PrintableCharacters,
    spans: dict[ValuePath, Span],
    texts: dict[str, str],
) -> tuple[TableData | None, list[Problem]]:
    """Return one table, or None where it has faults. Raises ContentError where it cannot be read."""
    file, chosen = entry.text("data"), entry.names("columns")
    table, problems = read_table_file(file, entry.place("data"), files, shown, [name for name, _ in chosen])
    heading_place = table.headings[()].place
    if chosen:
        headings, missing = find_columns(file, table, chosen, "table-column")
    else:
        headings, missing = [name for name in table.headings[()].names if name], []
    totalled, missing_totals = _read_total(entry, file, table)
    missing += missing_totals
    tree = [row for row in table.tree if isinstance(row, dict)] if isinstance(table.tree, list) else []
    if faults := [*missing, *_size_problems(entry, table, headings, len(tree), heading_place)]:
        return None, [*problems, *faults]
    columns = [
        [WrittenCell(str(row.get(name) or ""), table.place((index, name))) for index, row in enumerate(tree)]
        for name in headings
    ]
    language = entry.values.get("language")
    read = read_columns(columns, language if isinstance(language, str) else "en", table_separator(table))
    totals, total_problems = read_totals(totalled, headings, columns, read)
    problems += [
        *missing,
        *read.problems,
        *total_problems,
        *_cell_problems(headings, heading_place, columns, printable),
    ]
    if any(problem.severity == "error" for problem in problems):
        return None, problems
    texts |= table.texts
    spans |= {(*entry.path, ROWS, *path): span for path, span in table.spans.items()}
    rows = tuple(zip(*read.cells, strict=True))
    section, position = int(entry.path[1]), int(entry.path[3])
    return TableData(section, position, "", tuple(headings), rows, read.numeric, read.ungrouped, totals), problems


def _read_total(entry: _Entry, file: str, table: LocatedValues) -> tuple[TotalRequest, list[Problem]]:
    """Return which columns of a table are to be added up, and the problems of those that it does not have."""
    written = entry.names("total")
    words = [name.casefold() for name, _ in written]
    if words in (["false"], ["no"], ["off"]):
        return TotalRequest(()), []
    if words in (["true"], ["yes"], ["on"]):
        return TotalRequest(tuple(written), every=True), []
    found, missing = find_columns(file, table, written, "table-column")
    return TotalRequest(tuple((name, place) for name, (_, place) in zip(found, written, strict=True))), missing


def _size_problems(
    entry: _Entry, table: LocatedValues, headings: Sequence[str], rows: int, place: Place
) -> Iterator[Problem]:
    if len(headings) > MOST_COLUMNS:
        what = f"the table has {len(headings)} columns; a page has room for {MOST_COLUMNS}"
        yield Problem("table-columns", what, entry.place("data"), "name in columns: those that matter")
    if rows > MOST_ROWS:
        what = f"the table has {rows:,} rows; at most {MOST_ROWS:,} are printed"
        yield Problem("table-rows", what, table.place((MOST_ROWS,)), "keep the rows that matter")
    if not rows:
        yield Problem("table-empty", "the table has headings and no rows", place, "add its rows, or leave it out")


def _cell_problems(
    headings: Sequence[str], place: Place, columns: Sequence[Sequence[WrittenCell]], printable: PrintableCharacters
) -> Iterator[Problem]:
    """Yield what is wrong with the texts that are printed."""
    cells = [(WrittenCell(heading, place), LONGEST_LABEL) for heading in headings]
    cells += [(cell, LONGEST_CELL) for column in columns for cell in column if cell.text]
    for cell, most in cells:
        if len(cell.text) > most:
            kind = "heading" if most == LONGEST_LABEL else "cell"
            what = f"this {kind} has {len(cell.text)} characters; there is room for {most}"
            yield Problem("text-too-long", what, cell.place, "shorten it, and say the rest in the text of the section")
        if "[@" in cell.text:
            hint = "name the source after source:, or cite it in the note"
            yield Problem("bad-citation", "a cell of this table cannot have a citation", cell.place, hint)
    yield from unprintable_labels([(cell.text, cell.place) for cell, _ in cells], printable)
