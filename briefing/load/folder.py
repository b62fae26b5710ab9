"""Load a briefing: a folder of YAML, Markdown and CSV becomes a `Briefing`, every value with its file, line and column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from briefing.load.bibliography.csl import CslContent
from briefing.load.charts.read import read_charts
from briefing.load.constraints import MAX_PROBLEMS, check_constraints
from briefing.load.csv_reader import read_csv
from briefing.load.files import MAX_IMAGE_BYTES, FileProblem, FolderReader
from briefing.load.letters import PrintableCharacters
from briefing.load.located_values import MAX_BYTES, LocatedValues
from briefing.load.page_parts import keep_parts
from briefing.load.parameters import fill_parameters
from briefing.load.receipts import Receipt, read_receipts
from briefing.load.source_texts import read_source_texts
from briefing.load.spreadsheets import refuse_other_table
from briefing.load.tables.read import list_tables, read_tables
from briefing.load.validation_errors import validate_briefing
from briefing.load.yaml_reader import read_yaml
from briefing.model.briefing import Actor, Briefing, Judgement, Reaction, TimelineEntry
from briefing.model.charts.data import ChartData
from briefing.model.field_types import BriefingPart
from briefing.model.key_figures.figure import KeyFigure
from briefing.model.markings import MARKINGS
from briefing.model.parts.images import NOT_SHOWN
from briefing.model.parts.sources import Source
from briefing.model.parts.table_data import TableData
from briefing.problems import ContentError, Place, Problem, Severity
from briefing.text.markdown import images
from briefing.text.matching import SourceText
from briefing.workspace import BRIEFING_FILE

NO_PARAMETERS: Mapping[str, str] = {}
TABLES: Mapping[str, type[BriefingPart]] = {
    "figures": KeyFigure,
    "assessment": Judgement,
    "actors": Actor,
    "reactions": Reaction,
    "timeline": TimelineEntry,
    "sources": Source,
}
"""The lists that may be written as the name of a .csv file, with what a row is."""


@dataclass(frozen=True)
class Loaded:
    """A briefing with its located values, the bytes of every file it was read from, and the warnings.

    `images` are keyed by the name the briefing gives them, `read` by path on disk; `missing` are the paths that were looked
    for and not found. `texts` are the stored source texts, `receipts` tell of those that are not stored, and `items` are the
    entries of the bibliography in use, by the id of the source; `style` is the name and content of a CSL style; `charts` are
    the numbers of the charts, in their order, and `tables` the rows of the tables of sections, in theirs.
    """

    briefing: Briefing
    values: LocatedValues
    images: Mapping[str, bytes]
    read: Mapping[Path, bytes]
    missing: frozenset[Path]
    warnings: tuple[Problem, ...] = ()
    texts: Mapping[str, SourceText] = field(default_factory=dict)
    receipts: Mapping[str, Receipt] = field(default_factory=dict)
    items: Mapping[str, CslContent] = field(default_factory=dict)
    style: tuple[str, bytes] | None = None
    charts: tuple[ChartData, ...] = ()
    tables: tuple[TableData, ...] = ()


def load_briefing(
    folder: Path,
    assets: Sequence[Path],
    printable: PrintableCharacters,
    name: str = "",
    markings: Sequence[str] = MARKINGS,
    parameters: Mapping[str, str] = NO_PARAMETERS,
    private: Path | None = None,
) -> Loaded:
    """Load the briefing of a folder, which may name files in it or in `assets`.

    `printable` gives the code points that can be printed; `name` is the folder's name as messages show it; `markings` are
    those it may have; `parameters` replace their names in braces; nothing in the folder `private` is read. Raises ContentError
    with every problem found, in the order of the files.
    """
    files = FolderReader([folder, *assets], private)
    prefix = f"{name}/" if name else ""
    try:
        content = files.read(BRIEFING_FILE, "briefing", MAX_BYTES)
    except FileProblem as error:
        raise ContentError(error.at(Place(prefix + BRIEFING_FILE))) from error
    values, problems = read_yaml(prefix + BRIEFING_FILE, content)
    values, tables, table_problems = _read_tables(values, files, prefix)
    values, parameter_problems = fill_parameters(values, parameters)
    values, part_problems = keep_parts(values)
    values, items, bibliography_problems = _read_bibliography(values, files, prefix)
    texts, text_problems = read_source_texts(values, files)
    receipts, receipt_problems = read_receipts(values, files)
    style, style_problems = _read_style(values, files, prefix)
    shown = partial(_shown, files=files, prefix=prefix)
    charts = read_charts(values, files, shown, printable)
    section_tables = read_tables(list_tables(values), files, shown, printable)
    values = section_tables.values
    briefing, model_problems = validate_briefing(values, markings)
    problems += [
        *table_problems,
        *parameter_problems,
        *part_problems,
        *bibliography_problems,
        *text_problems,
        *receipt_problems,
        *style_problems,
    ]
    problems += [
        *charts.problems,
        *section_tables.problems,
        *check_constraints(values, files, printable),
        *model_problems,
    ]
    problems = _in_file_order(
        problems,
        [
            prefix + BRIEFING_FILE,
            *(_shown(table, files, prefix) for table in tables),
            *values.texts,
            *charts.files,
            *section_tables.files,
        ],
    )
    has_errors = any(problem.severity is Severity.ERROR for problem in problems)
    if briefing is None and not has_errors:  # no problem may be dropped in favour of another that is not there
        what, hint = "a value has keys or a list where it cannot have them", "compare it with the README"
        problems.append(Problem("wrong-type", what, Place(prefix + BRIEFING_FILE), hint))
    if briefing is None or has_errors:
        raise ContentError(problems)
    return Loaded(
        briefing,
        values,
        images=_read_images(values, files),
        read=dict(files.contents),
        missing=frozenset(files.missing),
        warnings=tuple(problems),
        texts=texts,
        receipts=receipts,
        items=items,
        style=style,
        charts=charts.charts,
        tables=section_tables.tables,
    )


def _read_images(values: LocatedValues, files: FolderReader) -> dict[str, bytes]:
    """Return the images that the prose shows or the briefing lists, by name; all of them have been checked."""
    names = {image.name for _, text in values.scalars() if "![" in text for image in images(text)}
    names |= {file.strip() for _, row in values.rows("images") if isinstance(file := row.get("file"), str)} - {
        NOT_SHOWN
    }
    return {name: files.read(name, "image", MAX_IMAGE_BYTES) for name in sorted(names)}


def _shown(name: str, files: FolderReader, prefix: str) -> str:
    """Return a file that was read as messages show it: with the briefing's folder, or whole where it is not from there."""
    found = next((path for root in files.roots if (path := root / name) in files.contents), None)
    return prefix + name if found is None or found.is_relative_to(files.roots[0]) else str(found)


def _read_bibliography(
    values: LocatedValues, files: FolderReader, prefix: str
) -> tuple[LocatedValues, dict[str, CslContent], list[Problem]]:
    """Return what `add_bibliography` does; the values alone where there is none."""
    if "bibliography" not in values.mapping:
        return values, {}, []
    # Imported here because most briefings have none: its readers take a hundredth of a build to import.
    from briefing.load.bibliography.add import add_bibliography

    return add_bibliography(values, files, partial(_shown, files=files, prefix=prefix))


def _read_style(
    values: LocatedValues, files: FolderReader, prefix: str
) -> tuple[tuple[str, bytes] | None, list[Problem]]:
    """Return the file and the content of the CSL style, and the problem with it."""
    name = values.get("style")
    if not isinstance(name, str):
        return None, []
    try:
        content = files.read(name, "style", MAX_BYTES)
        return (_shown(name, files, prefix), content), []
    except FileProblem as error:
        return None, [error.at(values.place(("style",)))]


def _read_tables(
    values: LocatedValues, files: FolderReader, prefix: str
) -> tuple[LocatedValues, dict[str, bytes], list[Problem]]:
    """Return the values with the rows of each .csv file instead of its name, the files by name, and the problems."""
    contents: dict[str, bytes] = {}
    problems: list[Problem] = []
    for key, part in TABLES.items():
        name = values.get(key)
        if not isinstance(name, str):
            continue
        if not name.lower().endswith(".csv"):
            if problem := refuse_other_table(key, name):
                problems.append(replace(problem, place=values.place((key,))))
                values = values.without_table(key)
            continue
        try:
            contents[name] = files.read(name, "table", MAX_BYTES)
            table, warnings = read_csv(_shown(name, files, prefix), contents[name], part.model_fields)
            values = values.with_table(key, table)
            problems += warnings
        except FileProblem as error:
            problems.append(error.at(values.place((key,))))
            values = values.without_table(key)
        except ContentError as error:
            problems += error.problems
            values = values.without_table(key)
    return values, contents, problems


def _in_file_order(problems: Iterable[Problem], files: Sequence[str]) -> list[Problem]:
    """Return each problem once, in the order of the files and of their lines; of very many, the first."""

    def position(problem: Problem) -> tuple[int, int, int]:
        place = problem.place or Place("")
        return files.index(place.file) if place.file in files else -1, place.line, place.column

    ordered = sorted(dict.fromkeys(problems), key=position)
    if len(ordered) > MAX_PROBLEMS:
        what = f"there are more problems than these {MAX_PROBLEMS}"
        severity = min(problem.severity for problem in ordered[MAX_PROBLEMS:])  # "error" comes before "warning"
        ordered[MAX_PROBLEMS:] = [
            Problem("many-faults", what, hint="correct these, then build again", severity=severity)
        ]
    return ordered
