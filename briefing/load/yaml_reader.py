"""YAML as plain values, each with the place it was written at.

Every scalar stays the text it was written as (`NO` is Norway, not false); the model gives it its type. Anchors, aliases and
tags are refused, depth and size are bounded, so that no file can explode or call anything.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeAlias

import yaml

from briefing.load.yaml_hints import yaml_hint
from briefing.problems import ContentError, Place, Problem, Severity

Path: TypeAlias = tuple[str | int, ...]

MAX_BYTES = 5_000_000
MAX_DEPTH = 12
MAX_VALUES = 20_000
MAX_TEXT = 20_000
NOTHING = ("", "~", "null")
_AGAIN = -1
"""Stands in the path of what is written under a key a second time, which is looked at but not kept."""


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
class Writing:
    """What was written: plain values (dict, list, str), the span of each by its path, and the text of each file.

    `keys` has the place of each key (of a table: of the heading), `columns` the headings of each list that is a table;
    `unread` are the lists whose table could not be read.
    """

    value: Any
    spans: dict[Path, Span]
    keys: dict[Path, Place] = field(default_factory=dict)
    columns: dict[Path, Columns] = field(default_factory=dict)
    unread: set[Path] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def get(self, path: Path) -> Any:
        """What was written at a path; None for nothing."""
        value = self.value
        for part in path:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return None
        return value

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


def read_yaml(file: str, content: bytes) -> Writing:
    """Read one YAML document whose top is a mapping. Raises ContentError on anything that is not one."""
    text = decode(file, content)
    writing = Writing({}, {}, texts={file: text})
    try:
        events = yaml.parse(text, Loader=yaml.CSafeLoader)
        writing.value = _Builder(Lines(file, text), writing).build(events)
    except yaml.MarkedYAMLError as error:
        raise ContentError(_not_yaml(file, text, error)) from error
    except yaml.reader.ReaderError as error:
        raise ContentError(_unreadable(file, text, error.position)) from error
    if not isinstance(writing.value, dict):
        what = "this is not a list of keys and values" if text.strip() else "this file is empty"
        raise ContentError(Problem("not-yaml", what, Place(file, 1, 1), "begin with a line such as: id: niger-2023"))
    return writing


def _not_yaml(file: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    gave_up, began = error.problem_mark or error.context_mark, error.context_mark
    slip = yaml_hint(
        text, f"{error.problem} {error.context}", _offset(gave_up) if gave_up else 0, _offset(began) if began else None
    )
    return Problem(slip.code, slip.what, place_at(file, text, slip.offset), slip.hint)


def _unreadable(file: str, text: str, position: int) -> Problem:
    """A character that YAML has no place for; the parser counts the bytes before it."""
    offset = len(text.encode()[:position].decode(errors="ignore"))
    what = (
        f"the character U+{ord(text[offset]):04X} cannot stand in this file"
        if offset < len(text)
        else "the file is cut off"
    )
    return Problem("not-yaml", what, place_at(file, text, offset), "delete it; many editors do not show it")


class _Builder:
    """Builds plain values from YAML events, keeping the span of each; one use each."""

    def __init__(self, lines: Lines, writing: Writing) -> None:
        self._lines, self._writing, self._values = lines, writing, 0
        (self._text,) = writing.texts.values()

    def build(self, events: Iterator[yaml.Event]) -> Any:
        """Build the one document of the stream. Raises ContentError on anchors, aliases, tags, depth or a second one."""
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._refuse(
                        "not-yaml",
                        "a second briefing begins here",
                        event,
                        "keep one to a file, and delete the line ---",
                    )
                value = self._value(next(events), events, ())
        return value if documents else None

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> Any:
        self._check(event, path)
        if isinstance(event, yaml.ScalarEvent):
            self._span(path, event, _offset(event.end_mark))
            if not event.style:
                self._heed_remark(_offset(event.end_mark))
            return None if not event.style and event.value in NOTHING else event.value
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
            self._check(event, path)
            if not isinstance(event, yaml.ScalarEvent):
                hint = "write it as key: value; a text that begins with a bracket needs quotation marks"
                raise self._refuse("not-yaml", "a key must be a plain word", event, hint)
            key, at = event.value, (*path, event.value)
            if first := self._writing.keys.get(at):
                what = f'"{key}" is written twice; the first is in line {first.line}'
                self._writing.problems.append(Problem("duplicate-key", what, self._place(event), "keep one of the two"))
                self._value(next(events), events, (*path, key, _AGAIN))
                continue
            self._writing.keys[at] = self._place(event)
            value = self._value(next(events), events, at)
            if value is not None:
                entries[key] = value
        return entries

    def _check(self, event: yaml.Event, path: Path) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            hint = "put the whole text inside quotation marks; YAML's anchors and aliases are not read"
            raise self._refuse("yaml-alias", 'a text cannot begin with "*" or "&" here', event, hint)
        if getattr(event, "tag", None):
            hint = "put the whole text inside quotation marks; YAML's tags are not read"
            raise self._refuse("yaml-tag", 'a text cannot begin with "!" here', event, hint)
        if len(path) > MAX_DEPTH:
            what = f"lists and keys are nested more than {MAX_DEPTH} deep"
            raise self._refuse("not-yaml", what, event, "look for brackets that are never closed")
        self._values += 1
        if self._values > MAX_VALUES:
            what = f"this file has more than {MAX_VALUES:,} keys and values"
            raise self._refuse("file-too-large", what, event, "a briefing needs a few hundred: leave some out")

    def _heed_remark(self, end: int) -> None:
        """Warn of a text that goes on after a # without a space: `Protest #2` would print as `Protest`."""
        if remark := re.compile(r"[ \t]+(?=#[^\s#])").match(self._text, end):
            what = "what stands after this # is a remark, and is not printed"
            hint = "put the whole text inside quotation marks; if it is a remark, put a space after the #"
            place = self._lines(remark.end())
            self._writing.problems.append(Problem("remark", what, place, hint, Severity.WARNING))

    def _place(self, event: yaml.Event) -> Place:
        # By the offset: the parser's own lines also end at characters at which no editor ends one.
        return self._lines(_offset(event.start_mark))

    def _span(self, path: Path, event: yaml.Event, end: int) -> None:
        self._writing.spans[path] = Span(self._place(event), _offset(event.start_mark), end)

    def _refuse(self, code: str, what: str, event: yaml.Event, hint: str) -> ContentError:
        return ContentError(Problem(code, what, self._place(event), hint))


def _offset(mark: Any) -> int:
    """The offset of a mark; the parser gives every event two."""
    return int(mark.index)
