"""The tables of sections as the check looks at them: what each rests on, and the texts of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.check.claims import CheckedText, Claim, citations_in
from briefing.model.briefing import Briefing
from briefing.model.parts.sections import Section, SectionTable
from briefing.model.parts.table_data import TableCell, TableData
from briefing.text.citations import Citation
from briefing.text.markdown import Printed, printed_line


def table_claims(briefing: Briefing) -> Iterator[Claim]:
    """Yield what each table rests on: what is cited with it, else what the text of its section cites."""
    for i, section in enumerate(briefing.sections):
        for j, table in enumerate(section.table):
            words = printed_line(table.caption or section.title, briefing.language).text.strip()
            citations = _citations(briefing.language, section, table)
            yield Claim(("sections", i, "table", j, "data"), "table", words, citations, table.own)


def table_texts(briefing: Briefing, tables: Sequence[TableData]) -> Iterator[CheckedText]:
    """Yield the texts of every table: its caption, headings and note, then its cells.

    Their numbers are compared with the sources that the table itself cites.
    """
    language = briefing.language
    for table, data in zip(briefing.tables, tables, strict=False):
        path, section = ("sections", data.section, "table", data.position), briefing.sections[data.section]
        every = _citations(language, section, table)
        for key in ("caption", "note"):
            if text := getattr(table, key):
                yield CheckedText((*path, key), (printed_line(text, language),), every)
        headings = [one.heading or one.name for one in table.columns] or data.headings
        yield CheckedText((*path, "data"), tuple(map(Printed, headings)), every, is_label=not every)
        for number, row in enumerate(data.rows):
            for column, (name, cell) in enumerate(zip(data.headings, row, strict=True)):
                if cell.text:
                    printed = (Printed(_plain(cell, language)),)
                    is_label = not table.source or not column  # the first names the row
                    yield CheckedText((*data.path, number, name), printed, table.source, is_label=is_label)


def _citations(language: str, section: Section, table: SectionTable) -> tuple[Citation, ...]:
    own = (*table.source, *citations_in(table.caption, language), *citations_in(table.note, language))
    return own or citations_in(section.text, language)


def _plain(cell: TableCell, language: str) -> str:
    """Return a cell with the decimals of its number as the document's language has them, and its thousands together."""
    if cell.number is None:
        return cell.text
    number = f"{abs(cell.number):f}"
    return cell.text.replace(cell.figures, number.replace(".", ",") if language.startswith("fr") else number, 1)
