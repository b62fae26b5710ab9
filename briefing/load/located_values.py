"""Plain values, each with the file, line and column it was written at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeAlias

from briefing.problems import ContentError, Place, Problem

ValuePath: TypeAlias = tuple[str | int, ...]
"""The keys and list indexes (from 0) that lead to a value: `("reactions", 0, "body")`."""

PlainValue: TypeAlias = "str | list[PlainValue] | dict[str, PlainValue] | None"
"""What YAML and CSV are read into: every scalar stays text."""

MAX_BYTES = 5_000_000
MAX_TEXT = 20_000


@dataclass(frozen=True)
class Span:
    """The place of a value, and the start and end of its source text (characters of the file, from 0)."""

    place: Place
    start: int
    end: int


@dataclass(frozen=True)
class TableHeading:
    """The column names of a table, and the place of its heading line."""

    names: tuple[str, ...]
    place: Place


@dataclass(frozen=True)
class LocatedValues:
    """Plain values with the span of each by its path, and the text of each file they were read from.

    `keys` has the place of each key (in a table: of the column's heading), `headings` the heading of each list that was read
    from a table; `unread` are the keys of the lists whose table could not be read. Treat all of it as read-only: the
    functions that change something return new values.
    """

    tree: PlainValue
    spans: Mapping[ValuePath, Span] = field(default_factory=dict)
    keys: Mapping[ValuePath, Place] = field(default_factory=dict)
    headings: Mapping[ValuePath, TableHeading] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def mapping(self) -> dict[str, PlainValue]:
        """The top level as a mapping; empty where the values are a list."""
        return self.tree if isinstance(self.tree, dict) else {}

    def get(self, *path: str | int) -> PlainValue:
        """Return the value at a path, or None where nothing was written."""
        value = self.tree
        for part in path:
            if isinstance(value, dict) and isinstance(part, str):
                value = value.get(part)
            elif isinstance(value, list) and isinstance(part, int) and part < len(value):
                value = value[part]
            else:
                return None
        return value

    def rows(self, key: str) -> Iterator[tuple[int, dict[str, PlainValue]]]:
        """Yield the entries of a list that are mappings, each with its index from 0; nothing where it is no list."""
        value = self.get(key)
        for index, row in enumerate(value if isinstance(value, list) else ()):
            if isinstance(row, dict):
                yield index, row

    def place(self, path: ValuePath) -> Place | None:
        """Return the place of a value, or of the nearest enclosing value that was written."""
        path = self.written_path(path)
        return self.spans[path].place if path in self.spans else None

    def written_path(self, path: ValuePath) -> ValuePath:
        """Return the path without its last parts that were not written: a key point may be its text alone."""
        while path and path not in self.spans:
            path = path[:-1]
        return path

    def place_of(self, words: str, path: ValuePath, occurrence: int = 0) -> Place | None:
        """Return the place of some words inside a value, or of the value where they are not written just so."""
        span = self.spans.get(path)
        if span is None:
            return self.place(path)
        text, at = self.texts[span.place.file], span.start - 1
        for _ in range(occurrence + 1):
            at = text.find(words, at + 1, span.end)
            if at < 0:
                return span.place
        return place_at(span.place.file, text, at)

    def scalars(self) -> Iterator[tuple[ValuePath, str]]:
        """Yield every text with its path, in the order of the file."""
        yield from _scalars(self.tree, ())

    def with_entry(self, key: str, value: PlainValue) -> LocatedValues:
        """Return these values with another value under a top-level key."""
        return replace(self, tree={**self.mapping, key: value})

    def without_table(self, key: str) -> LocatedValues:
        """Return these values without the table under a top-level key, which could not be read."""
        tree: PlainValue = {name: value for name, value in self.mapping.items() if name != key}
        return replace(self, tree=tree, unread=self.unread | {key})

    def with_table(self, key: str, table: LocatedValues) -> LocatedValues:
        """Return these values with a table's rows under a top-level key, and their places with them."""
        moved = self.with_entry(key, table.tree)
        return replace(
            moved,
            spans={**self.spans, **{(key, *path): span for path, span in table.spans.items()}},
            keys={**self.keys, **{(key, *path): place for path, place in table.keys.items()}},
            headings={**self.headings, **{(key, *path): heading for path, heading in table.headings.items()}},
            texts={**self.texts, **table.texts},
        )


def _scalars(value: PlainValue, path: ValuePath) -> Iterator[tuple[ValuePath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from _scalars(below, (*path, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _scalars(below, (*path, index))


class LineIndex:
    """The line starts of one file's text: gives the place of a character by its offset from 0."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, offset: int) -> Place:
        """Return the place of the character at an offset."""
        line = bisect_right(self._starts, offset)
        return Place(self._file, line, offset - self._starts[line - 1] + 1)


def place_at(file: str, text: str, offset: int) -> Place:
    """Return the place of a character of a text, by its offset from 0."""
    return _line_index(file, text).place(offset)


_line_index = lru_cache(maxsize=8)(LineIndex)


def decode_file(file: str, content: bytes, max_bytes: int = MAX_BYTES) -> str:
    r"""Return the text of a file, its line ends as \n. Raises ContentError where it is too large or not UTF-8."""
    if len(content) > max_bytes:
        what = f"this file has {len(content):,} bytes; at most {max_bytes:,} are read"
        hint = "move long tables into .csv files, or delete what no reader needs"
        raise ContentError(Problem("file-too-large", what, Place(file), hint))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        what, hint = "this file is saved as UTF-16", f'save it again with the encoding "UTF-8"{_in_excel(file)}'
        raise ContentError(Problem("not-utf8", what, Place(file, 1, 1), hint))
    try:
        return content.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        what = f"this file is not saved as UTF-8: the byte 0x{content[error.start]:02X} is no character"
        place = place_at(file, before, len(before))
        hint = 'open it in a program that shows its letters correctly, and save it with the encoding "UTF-8"'
        hint += _in_excel(file)
        raise ContentError(Problem("not-utf8", what, place, hint)) from error


def _in_excel(file: str) -> str:
    return ", in Excel as CSV UTF-8" if file.lower().endswith(".csv") else ""
