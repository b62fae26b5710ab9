"""YAML and CSV as plain values, each with the place it was written at.

Every scalar stays the text it was written as (`NO` is Norway, not false); the model gives it its type. Anchors, aliases and
tags are refused, depth and size are bounded, so that no file can explode or call anything.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from briefing.problems import ContentError, Place, Problem

Path: TypeAlias = tuple[str | int, ...]

MAX_BYTES = 5_000_000
MAX_DEPTH = 12
MAX_TEXT = 20_000
NOTHING = ("", "~", "null")


@dataclass(frozen=True)
class Span:
    """Where a value stands: its place, and the stretch of its file's text it was written in (characters from 0)."""

    place: Place
    start: int
    end: int


@dataclass
class Writing:
    """What was written: plain values (dict, list, str), the span of each by its path, and the text of each file."""

    value: Any
    spans: dict[Path, Span]
    keys: dict[Path, Place] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path) -> Place | None:
        """The place of a value, or of the nearest thing around it that was written."""
        while path and path not in self.spans:
            path = path[:-1]
        return self.spans[path].place if path in self.spans else None

    def within(self, path: Path, needle: str, nth: int = 0) -> Place | None:
        """The place of the nth `needle` inside a value; of the value where it is not to be found as written."""
        span = self.spans.get(path)
        if span is None:
            return self.place(path)
        text, at = self.texts[span.place.file], span.start - 1
        for _ in range(nth + 1):
            at = text.find(needle, at + 1, span.end)
            if at < 0:
                return span.place
        return place_at(span.place.file, text, at)

    def scalars(self) -> Iterator[tuple[Path, str]]:
        """Every text that was written, with its path, in the order of the file."""
        yield from _scalars(self.value, ())


def _scalars(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from _scalars(below, (*path, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _scalars(below, (*path, index))


def place_at(file: str, text: str, offset: int) -> Place:
    """The place of a character of a text, by its offset from 0."""
    return Place(file, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def decode(file: str, content: bytes) -> str:
    """The text of a file. Raises ContentError where it is too large or not UTF-8."""
    if len(content) > MAX_BYTES:
        what = f"this file has {len(content):,} bytes; at most {MAX_BYTES:,} are read"
        raise ContentError(
            Problem("file-too-large", what, Place(file), "move long tables or texts into files of their own")
        )
    try:
        return content.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        what = f"this is not UTF-8 text: byte 0x{content[error.start]:02x} has no meaning here"
        place = place_at(file, before, len(before))
        raise ContentError(Problem("not-utf8", what, place, 'save it again with the encoding "UTF-8"')) from error


def read_yaml(file: str, content: bytes) -> Writing:
    """Read one YAML document whose top is a mapping. Raises ContentError on anything that is not one."""
    text = decode(file, content)
    writing = Writing({}, {}, texts={file: text})
    try:
        events = yaml.parse(text, Loader=yaml.CSafeLoader)
        writing.value = _Builder(file, writing).build(events)
    except yaml.MarkedYAMLError as error:
        raise ContentError(_not_yaml(file, error)) from error
    except yaml.reader.ReaderError as error:
        place = place_at(file, text, min(error.position, len(text)))
        what = (
            f"character U+{ord(text[error.position]):04X} may not stand in YAML"
            if error.position < len(text)
            else str(error)
        )
        raise ContentError(Problem("not-yaml", what, place, "delete it; it is invisible in most editors")) from error
    if not isinstance(writing.value, dict):
        what = "this is not a list of keys and values"
        raise ContentError(Problem("not-yaml", what, Place(file, 1, 1), "begin with a line such as: id: niger-2023"))
    return writing


def _not_yaml(file: str, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    said = (error.problem or "cannot be read").replace("\n", " ")
    hint = (
        "look for a missing quotation mark, a colon inside a text without quotation marks, or a line indented wrongly"
    )
    return Problem("not-yaml", f"this is not YAML: {said}", place, hint)


class _Builder:
    """Builds plain values from YAML events, keeping the span of each; one use each."""

    def __init__(self, file: str, writing: Writing) -> None:
        self._file, self._writing = file, writing

    def build(self, events: Iterator[yaml.Event]) -> Any:
        """Build the one document of the stream. Raises ContentError on anchors, aliases, tags, depth or a second one."""
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._refuse(
                        "not-yaml", "a second document begins here", event, "keep one briefing to a file"
                    )
                value = self._value(next(events), events, ())
        return value if documents else {}

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> Any:
        self._check(event, path)
        if isinstance(event, yaml.ScalarEvent):
            self._span(path, event, _offset(event.end_mark))
            return None if event.style is None and event.value in NOTHING else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, events, path)
        return self._mapping(event, events, path)

    def _sequence(self, start: yaml.Event, events: Iterator[yaml.Event], path: Path) -> list[Any]:
        items: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                self._span(path, start, _offset(event.end_mark))
                break
            items.append(self._value(event, events, (*path, len(items))))
        return items

    def _mapping(self, start: yaml.Event, events: Iterator[yaml.Event], path: Path) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                self._span(path, start, _offset(event.end_mark))
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refuse("not-yaml", "a key must be a plain word", event, "write it as: key: value")
            self._check(event, path)
            key = event.value
            value = self._value(next(events), events, (*path, key))
            if key in entries:
                what = f'"{key}" is written twice in the same place'
                self._writing.problems.append(Problem("duplicate-key", what, self._place(event), "keep one of the two"))
            elif value is not None:
                entries[key] = value
            self._writing.keys[(*path, key)] = self._place(event)
        return entries

    def _check(self, event: yaml.Event, path: Path) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            hint = "write the text out; a text beginning with & or * needs quotation marks"
            raise self._refuse("yaml-alias", "anchors (&) and aliases (*) are not read", event, hint)
        if tag := getattr(event, "tag", None):
            hint = "delete it; a text beginning with ! needs quotation marks"
            raise self._refuse("yaml-tag", f'the tag "{tag}" is not read', event, hint)
        if len(path) > MAX_DEPTH:
            raise self._refuse(
                "not-yaml", f"lists and keys are nested more than {MAX_DEPTH} deep", event, "flatten them"
            )

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self._file, mark.line + 1, mark.column + 1) if mark else Place(self._file)

    def _span(self, path: Path, event: yaml.Event, end: int) -> None:
        self._writing.spans[path] = Span(self._place(event), _offset(event.start_mark), end)

    def _refuse(self, code: str, what: str, event: yaml.Event, hint: str) -> ContentError:
        return ContentError(Problem(code, what, self._place(event), hint))


def _offset(mark: Any) -> int:
    """The offset of a mark; the parser gives every event two."""
    return int(mark.index)


def read_csv(file: str, content: bytes, writing: Writing, path: Path) -> list[dict[str, str]]:
    """Read a CSV table (comma or semicolon, a heading line) as one dict a row, empty cells left out.

    The place of each cell goes into `writing` under `path`. Raises ContentError on what is not such a table.
    """
    text = decode(file, content)
    writing.texts[file] = text
    heading, _, _ = text.partition("\n")
    separator = ";" if heading.count(";") > heading.count(",") else ","
    try:
        lines = list(_records(text, separator))
    except csv.Error as error:
        raise ContentError(Problem("not-csv", f"this is not a CSV table: {error}", Place(file), _CSV_HINT)) from error
    if not lines:
        raise ContentError(Problem("not-csv", "this table is empty", Place(file), "its first line names the columns"))
    names = [name.strip() for name, _ in lines[0]]
    rows: list[dict[str, str]] = []
    for cells in lines[1:]:
        if len(cells) > len(names):
            place = place_at(file, text, cells[len(names)][1])
            what = f"this row has {len(cells)} cells, the heading {len(names)}"
            raise ContentError(Problem("not-csv", what, place, _CSV_HINT))
        if any(cell.strip() for cell, _ in cells):
            at = (*path, len(rows))
            writing.spans[at] = Span(place_at(file, text, cells[0][1]), cells[0][1], cells[-1][1])
            rows.append(_row(file, text, names, lines[0], cells, writing, at))
    return rows


_CSV_HINT = "save it as CSV with commas or semicolons, texts with either inside quotation marks"


def _row(
    file: str,
    text: str,
    names: list[str],
    heading: list[tuple[str, int]],
    cells: list[tuple[str, int]],
    writing: Writing,
    path: Path,
) -> dict[str, str]:
    row: dict[str, str] = {}
    for name, (_, head), (cell, start) in zip(names, heading, cells, strict=False):
        if cell.strip():
            row[name] = cell.strip()
            end = start + len(cell) + cell.count('"') + 2
            writing.spans[(*path, name)] = Span(place_at(file, text, start), start, end)
            writing.keys[(*path, name)] = place_at(file, text, head)
    return row


def _records(text: str, separator: str) -> Iterator[list[tuple[str, int]]]:
    """The records of a CSV text, each cell with the offset it begins at."""
    source = io.StringIO(text, newline="")
    taken = 0

    def lines() -> Iterator[str]:
        nonlocal taken
        for line in source:
            taken += len(line)
            yield line

    start = 0
    for cells in csv.reader(lines(), delimiter=separator, strict=True):
        record, offset, placed = text[start:taken], 0, []
        for cell in cells:
            placed.append((cell, start + offset))
            offset += _written(record, offset, separator)
        start = taken
        if cells:
            yield placed


def _written(record: str, offset: int, separator: str) -> int:
    """How many characters a cell and its separator take in the record as written."""
    if not record.startswith('"', offset):
        end = record.find(separator, offset)
        return (end if end >= 0 else len(record)) - offset + 1
    at = offset + 1
    while (at := record.find('"', at)) >= 0 and record.startswith('"', at + 1):
        at += 2
    return at + 2 - offset
