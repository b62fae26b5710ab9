"""Plain values, each with the file, line and column it was written at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeAlias

from briefing.problems import ContentError, Place, Problem

ValuePath: TypeAlias = tuple[str | int, ...]
"""The keys and list indexes (from 0) that lead to a value: `("reactions", 0, "body")`."""

MAX_BYTES = 5_000_000
MAX_TEXT = 20_000


@dataclass(frozen=True)
class Span:
    """Where a value stands: its place, and the stretch of its file's text it was written in (characters from 0)."""

    place: Place
    start: int
    end: int


@dataclass(frozen=True)
class Columns:
    """The headings of a table, and the place of its heading line."""

    names: tuple[str, ...]
    place: Place


@dataclass
class LocatedValues:
    """What was written: plain values (dict, list, str), the span of each by its path, and the text of each file.

    `keys` has the place of each key (of a table: of the heading), `columns` the headings of each list that is a table;
    `unread` are the lists whose table could not be read.
    """

    tree: Any
    spans: dict[ValuePath, Span]
    keys: dict[ValuePath, Place] = field(default_factory=dict)
    columns: dict[ValuePath, Columns] = field(default_factory=dict)
    unread: set[ValuePath] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def get(self, path: ValuePath) -> Any:
        """What was written at a path; None for nothing."""
        value = self.tree
        for part in path:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def place(self, path: ValuePath) -> Place | None:
        """The place of a value, or of the nearest thing around it that was written."""
        while path and path not in self.spans:
            path = path[:-1]
        return self.spans[path].place if path in self.spans else None

    def within(self, path: ValuePath, needle: str, nth: int = 0) -> Place | None:
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

    def scalars(self) -> Iterator[tuple[ValuePath, str]]:
        """Every text that was written, with its path, in the order of the file."""
        yield from _scalars(self.tree, ())


def _scalars(value: Any, path: ValuePath) -> Iterator[tuple[ValuePath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from _scalars(below, (*path, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _scalars(below, (*path, index))


class Lines:
    """The lines of one file's text, looked up once: gives the place of a character by its offset from 0."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def __call__(self, offset: int) -> Place:
        """The place of the character at an offset."""
        line = bisect_right(self._starts, offset)
        return Place(self._file, line, offset - self._starts[line - 1] + 1)


def place_at(file: str, text: str, offset: int) -> Place:
    """The place of a character of a text, by its offset from 0."""
    return _lines(file, text)(offset)


@lru_cache(maxsize=8)
def _lines(file: str, text: str) -> Lines:
    return Lines(file, text)


def decode(file: str, content: bytes) -> str:
    """The text of a file. Raises ContentError where it is too large or not UTF-8."""
    if len(content) > MAX_BYTES:
        what = f"this file has {len(content):,} bytes; at most {MAX_BYTES:,} are read"
        raise ContentError(
            Problem(
                "file-too-large",
                what,
                Place(file),
                "move long tables into .csv files, and leave out what no one will read",
            )
        )
    try:
        return content.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        what = f"this file is not saved as UTF-8: the byte 0x{content[error.start]:02X} stands for no character here"
        place = place_at(file, before, len(before))
        hint = 'open it where its letters look right, and save it with the encoding "UTF-8"'
        raise ContentError(Problem("not-utf8", what, place, hint)) from error
