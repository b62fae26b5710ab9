"""The attached files with the rows of the tables of sections, and how the attached copy of the briefing names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from briefing.load.located_values import PlainValue
from briefing.model.parts.table_data import TableData
from briefing.text.csv_text import csv_bytes


def table_files(tables: Sequence[TableData]) -> dict[str, bytes]:
    """Return the printed columns of each table as CSV, by the name of its file; cells are as the desk wrote them."""
    return {
        f"{table.name}.csv": csv_bytes(table.headings, ([cell.text for cell in row] for row in table.rows))
        for table in tables
    }


def name_table_files(section: Mapping[str, PlainValue], index: int, tables: Sequence[TableData]) -> PlainValue:
    """Return a section with the names of the attached files; without its tables where their files are not attached.

    The names of the desk's own files may say where its numbers are from.
    """
    listed, here = section.get("table"), [table for table in tables if table.section == index]
    if not isinstance(listed, list) or not here:
        return {key: value for key, value in section.items() if key != "table"}
    return {**section, "table": list(_named(listed, here))}


def _named(listed: Sequence[PlainValue], tables: Sequence[TableData]) -> Iterator[PlainValue]:
    for table in tables:
        entry = listed[table.position]
        yield {**entry, "data": f"{table.name}.csv"} if isinstance(entry, dict) else entry
