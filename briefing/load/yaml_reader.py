"""Read YAML as plain values, each with the place it was written at.

Every scalar stays the text it was written as (`NO` is Norway, not false); the model gives it its type. Anchors, aliases and
tags are refused, depth and size are bounded, so that no file can explode or call anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import yaml
from yaml.reader import ReaderError

from briefing.load.located_values import (
    LineIndex,
    LocatedValues,
    PlainValue,
    Span,
    ValuePath,
    decode_file,
    place_at,
)
from briefing.load.yaml_comments import cut_by_comment
from briefing.load.yaml_hints import explain_yaml_error
from briefing.problems import ContentError, Place, Problem, Severity

MAX_DEPTH = 12
MAX_VALUES = 20_000
NULLS = ("", "~", "null")
_DUPLICATE = -1
"""In the path of a value under a key that is written twice: it is read and checked, but not returned."""


def read_yaml(file: str, content: bytes) -> tuple[LocatedValues, list[Problem]]:
    """Return the values of one YAML document, and the problems that do not keep it from being read.

    Raises ContentError where it is not one YAML document with a mapping at its top.
    """
    text = decode_file(file, content)
    reader = _EventReader(file, text)
    try:
        tree = reader.read(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        began = _offset(error.context_mark) if error.context_mark else None
        stopped = _offset(error.problem_mark or error.context_mark)
        problem = explain_yaml_error(file, text, f"{error.problem} {error.context}", stopped, began)
        raise ContentError(problem) from error
    except ReaderError as error:
        raise ContentError(_unreadable(file, text, error.position)) from error
    if not isinstance(tree, dict):
        what = "this is not a list of keys and values" if text.strip() else "this file is empty"
        raise ContentError(Problem("not-yaml", what, Place(file, 1, 1), "begin with a line such as: id: niger-2023"))
    return LocatedValues(tree, reader.spans, reader.keys, texts={file: text}), reader.problems


def _unreadable(file: str, text: str, position: int) -> Problem:
    """Explain a character that YAML does not allow, at a position that counts UTF-8 bytes."""
    offset = len(text.encode()[:position].decode(errors="ignore"))
    what = "the file is cut off"
    if offset < len(text):
        what = f"the character U+{ord(text[offset]):04X} is not allowed in this file"
    return Problem("not-yaml", what, place_at(file, text, offset), "delete it; many editors do not show it")


class Mark(Protocol):
    """A position in the text; the parser written in C has a type of its own for it."""

    @property
    def index(self) -> int:
        """The offset from 0."""


class _EventReader:
    """Builds plain values from YAML events; use one for each document."""

    def __init__(self, file: str, text: str) -> None:
        self.spans: dict[ValuePath, Span] = {}
        self.keys: dict[ValuePath, Place] = {}
        self.problems: list[Problem] = []
        self._text, self._lines, self._count = text, LineIndex(file, text), 0

    def read(self, events: Iterator[yaml.Event]) -> PlainValue:
        """Return the one document of the stream. Raises ContentError on anchors, aliases, tags, depth or a second one."""
        documents = 0
        value: PlainValue = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    hint = "keep one briefing in a file, and delete the line ---"
                    raise self._refuse("not-yaml", "a second briefing begins here", event, hint)
                value = self._value(next(events), events, ())
        return value

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], path: ValuePath) -> PlainValue:
        self._check(event, path)
        if isinstance(event, yaml.ScalarEvent):
            self._record_span(path, event, event)
            if event.style not in ("|", ">"):
                self._check_comment(event, str(next((part for part in reversed(path) if isinstance(part, str)), "")))
            if event.style:
                return str(event.value)
            return None if event.value in NULLS else str(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, events, path)
        return self._mapping(event, events, path)

    def _sequence(self, start: yaml.Event, events: Iterator[yaml.Event], path: ValuePath) -> list[PlainValue]:
        items: list[PlainValue] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                self._record_span(path, start, event)
                break
            items.append(self._value(event, events, (*path, len(items))))
        return items

    def _mapping(self, start: yaml.Event, events: Iterator[yaml.Event], path: ValuePath) -> dict[str, PlainValue]:
        entries: dict[str, PlainValue] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                self._record_span(path, start, event)
                break
            self._check(event, path)
            if not isinstance(event, yaml.ScalarEvent):
                hint = "write it as key: value; put a text that begins with a bracket inside quotation marks"
                raise self._refuse("not-yaml", "a key must be a plain word", event, hint)
            key, at = event.value, (*path, event.value)
            if first := self.keys.get(at):
                what = f'"{key}" is written twice; the first is in line {first.line}'
                self.problems.append(Problem("duplicate-key", what, self._place(event), "keep one of the two"))
                self._value(next(events), events, (*path, key, _DUPLICATE))
                continue
            self.keys[at] = self._place(event)
            value = self._value(next(events), events, at)
            if value is not None:
                entries[key] = value
        return entries

    def _check(self, event: yaml.Event, path: ValuePath) -> None:
        hint = "put the whole text inside quotation marks"
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            what, hint = 'a text cannot begin with "*" or "&" here', f"{hint}; YAML's anchors and aliases are not read"
            raise self._refuse("yaml-alias", what, event, hint)
        if getattr(event, "tag", None):
            what, hint = 'a text cannot begin with "!" here', f"{hint}; YAML's tags are not read"
            raise self._refuse("yaml-tag", what, event, hint)
        if len(path) > MAX_DEPTH:
            what = f"lists and keys are nested more than {MAX_DEPTH} deep"
            raise self._refuse("not-yaml", what, event, "look for brackets that are never closed")
        self._count += 1
        if self._count > MAX_VALUES:
            what = f"this file has more than {MAX_VALUES:,} keys and values"
            raise self._refuse("file-too-large", what, event, "delete some: a briefing needs a few hundred")

    def _check_comment(self, event: yaml.Event, key: str) -> None:
        """Warn of a text that seems to go on after a #: `Protest #2` and `Berth # 4` would print as `Protest` and `Berth`."""
        at = cut_by_comment(self._text, _offset(event.start_mark), _offset(event.end_mark), key)
        if at is not None:
            what = "the text after this # is a comment, and is not printed"
            hint = "put the whole text inside quotation marks; if it is a comment, put "
            hint += "a space after the #" if self._text[at + 1 : at + 2].strip() else "two spaces before the #"
            self.problems.append(Problem("remark", what, self._lines.place(at), hint, Severity.WARNING))

    def _place(self, event: yaml.Event) -> Place:
        # By the offset: the parser's own lines also end at characters at which no editor ends one.
        return self._lines.place(_offset(event.start_mark))

    def _record_span(self, path: ValuePath, start: yaml.Event, end: yaml.Event) -> None:
        self.spans[path] = Span(self._place(start), _offset(start.start_mark), _offset(end.end_mark))

    def _refuse(self, code: str, what: str, event: yaml.Event, hint: str) -> ContentError:
        return ContentError(Problem(code, what, self._place(event), hint))


def _offset(mark: Mark | None) -> int:
    """Return the offset of a mark; the parser gives every event two."""
    return int(mark.index) if mark else 0
